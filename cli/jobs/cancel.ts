import { details, explain, kindOf } from "../adapters/aws/errors";
import { isStarted, isWaiting } from "./progress";
import type { JobContext } from "./run";
import type { SourceJob } from "./types";

/**
 * Cancels the jobs that nobody confirmed, and reports each job that it cannot cancel. It reads each job first, because S3 also
 * cancels a job that another person has confirmed in the meantime.
 */
export async function canceled(
  { own, terminal }: JobContext,
  jobs: readonly SourceJob[],
  why: string,
): Promise<SourceJob[]> {
  return Promise.all(
    jobs.map(async (job) => {
      if (!isWaiting(job)) return job;
      const now = await own.refresh(job).catch(() => job);
      if (!isWaiting(now)) return now;
      try {
        await own.in(job.region).update(job.id, "Cancelled", why); // voice: allow
        return { ...now, state: { ...now.state, status: "Cancelled" } }; // voice: allow
      } catch (error) {
        const after = await own.refresh(job).catch(() => now);
        if (!isWaiting(after)) return after;
        if (kindOf(error) === "refused" && details(error).code === "JobStatusException") return after;
        const reason = explain(error, { action: "s3:UpdateJobStatus", resource: `job ${job.id}` });
        terminal.warn(
          `Job ${job.id} in ${job.region} waits for a confirmation and could not be canceled: ${reason}`,
        );
        return after;
      }
    }),
  );
}

/** The outcome of a cancellation. */
export function endOf(jobs: readonly SourceJob[]): string {
  const started = jobs.filter(isStarted).map(({ region }) => region);
  if (started.length > 0)
    return `Someone else started the ${started.length === 1 ? "job" : "jobs"} in ${started.join(", ")}, which this command does not cancel.`;
  if (jobs.some(isWaiting)) return "Not every job is canceled. No job starts without a confirmation.";
  return "The jobs are canceled, and no object was replicated.";
}
