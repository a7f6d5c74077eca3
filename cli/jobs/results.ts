/** The results of a run that does not compare the members. */
import { ExitStatus } from "../errors";
import type { Followed } from "./follow";
import { whatRemains } from "./progress";
import type { Missing } from "./missing";
import { judge } from "./outcome";
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

/** A job that ended early. A job that selected nothing did not. */
export function isStopped({ state }: SourceJob): boolean {
  return state.status !== "Complete" && !selectedNothing(state.failures);
}

export function versionsAre(count: number): string {
  return `${count} ${count === 1 ? "version is" : "versions are"}`;
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

/**
 * No job selected anything. Versions may be missing all the same, because a filter cannot select PENDING, and that of a repair
 * does not select COMPLETED.
 */
export function noneSelected(
  context: Pick<JobContext, "environment" | "options" | "sources" | "started">,
  jobs: readonly SourceJob[],
  missing: readonly Missing[],
): JobResult {
  const { sources, started } = context;
  const own = missing.filter(({ source }) => sources.includes(source));
  const open = own.filter(({ version, conflict }) => !version.archived && !conflict);
  if (open.length === 0) return nothingToDo(context, own, jobs);
  const facts = jobs.map(({ region, found, state: { created } }) => {
    const reasons = new Map<string, string>();
    return [region, { created, reasons, ...(found && { continued: started }) }] as const;
  });
  const { groups, count, newer } = judge(open, new Map(facts));
  const nothing = "S3 selected no object version for the jobs";
  if (count === 0)
    return {
      status: ExitStatus.done,
      outcome: "nothing to do",
      sentence: `Nothing to do: ${nothing}. ${versionsAre(newer)} newer and not there yet.`,
      jobs,
      missing: groups,
    };
  return {
    status: ExitStatus.failed,
    outcome: "incomplete",
    sentence: `${nothing}, and ${versionsAre(count)} missing. Wait for live replication, then run mrap backfill.`,
    jobs,
    missing: groups,
  };
}

export function nothingToDo(
  { environment, options, sources }: Pick<JobContext, "environment" | "options" | "sources">,
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
