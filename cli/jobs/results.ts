/** The results of a run that does not compare the members. */
import { ExitStatus } from "../errors";
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
    sentence: `Job ${job.id} in ${job.region} failed before it replicated anything: ${why}. Deploy the environment, which creates the role and the bucket of the jobs, then run the command again.`,
  };
}

export function later({ options }: JobContext, jobs: readonly SourceJob[], what: string): JobResult {
  return {
    status: ExitStatus.unconfirmed,
    outcome: "following",
    jobs,
    sentence: `${what} They continue without this command. Run mrap ${options.command} again to follow them.`,
  };
}

export function nothingToDo(
  { environment, options }: JobContext,
  archived: boolean,
  jobs: readonly SourceJob[] = [],
): JobResult {
  const { name } = environment;
  const sentence =
    options.command === "repair"
      ? `Nothing to do: no object in ${name} has the replication status FAILED, or NONE although a rule selects it.`
      : archived
        ? `Nothing to do: all versions in ${name} that are missing elsewhere are archived, and S3 does not replicate archived objects.`
        : `Nothing to do: every version in ${name} is in every bucket that it replicates to.`;
  return { status: ExitStatus.done, outcome: "nothing to do", sentence, jobs };
}
