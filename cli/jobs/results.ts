/** The results of a run that does not compare the members. */
import { ExitStatus } from "../errors";
import type { Followed } from "./follow";
import { whatRemains } from "./progress";
import type { Missing } from "./missing";
import type { JobContext } from "./run";
import type { JobResult, SourceJob } from "./types";

/** The filter of such a job selected nothing. */
const NO_KEYS = /no (keys|objects)/i;

/** A job that ended before it processed an object. */
export function isUnused({ state }: SourceJob): boolean {
  return state.status !== "Complete" && state.succeeded + state.failed === 0;
}

/** Whether a job failed because its filter selected nothing. */
export function selectedNothing(failures: readonly string[]): boolean {
  return failures.some((failure) => NO_KEYS.test(failure));
}

export function preparationFailed(job: SourceJob, jobs: readonly SourceJob[]): JobResult {
  const why = job.state.failures.join("; ") || "AWS gives no reason";
  return {
    status: ExitStatus.failed,
    outcome: "failed",
    jobs,
    sentence: `Job ${job.id} in ${job.region} failed before it replicated anything: ${why}. Deploy the environment, which creates what the jobs need, then run the command again.`,
  };
}

/** The time to follow the jobs is over. */
export function later(
  { options, progress }: JobContext,
  { jobs, silent }: Followed,
  what: string,
): JobResult {
  const rest = whatRemains({ ...progress, jobs }, options.command);
  const unknown = `The state of the jobs in ${silent.join(", ")} is not known. Confirmed jobs continue without this command. Run mrap ${options.command} again to follow them.`;
  return {
    status: progress.confirmed ? ExitStatus.unconfirmed : ExitStatus.failed,
    outcome: "following",
    jobs,
    sentence: silent.length > 0 ? unknown : `${what} ${rest}`,
  };
}

export function nothingToDo(
  { environment, options, sources }: JobContext,
  missing: readonly Missing[],
  jobs: readonly SourceJob[] = [],
): JobResult {
  const all = sources.length === Object.keys(environment.regions).length;
  const where = all
    ? environment.name
    : `the ${sources.length === 1 ? "bucket" : "buckets"} in ${sources.join(", ")}`;
  const sentence =
    options.command === "repair"
      ? `Nothing to do: no object in ${where} has the replication status FAILED, or NONE although a rule selects it.`
      : missing.some(({ conflict }) => conflict)
        ? `Nothing to do for a job: in ${where}, only objects are missing elsewhere that S3 does not replicate.`
        : missing.length > 0
          ? `Nothing to do: all versions in ${where} that are missing elsewhere are archived, and S3 does not replicate archived objects.`
          : `Nothing to do: every version in ${where} is in every bucket that it replicates to.`;
  return { status: ExitStatus.done, outcome: "nothing to do", sentence, jobs };
}
