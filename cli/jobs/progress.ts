/** The progress of a run, for the sentence of a run that ends early. */
import { ENDED, WAITING, type JobCommand } from "./statuses";
import type { SourceJob } from "./types";

export interface Progress {
  jobs: readonly SourceJob[];
  /** A request to create a job was sent. */
  creating: boolean;
  /** A job was confirmed, by this run or before it. */
  confirmed: boolean;
}

export function noProgress(): Progress {
  return { jobs: [], creating: false, confirmed: false };
}

/** The future of the jobs if the command ends now. */
export function whatRemains({ jobs, creating, confirmed }: Progress, command: JobCommand): string {
  const again = `Run mrap ${command} again to`;
  const open = jobs.filter(({ state }) => !ENDED.has(state.status));
  if (confirmed && open.length > 0) {
    const which = open.some(isWaiting) ? "The jobs that were confirmed" : "The jobs";
    return `${which} continue. ${again} follow them.`;
  }
  if (open.length > 0) return `The jobs do not start without a confirmation. ${again} continue them.`;
  if (jobs.length > 0) return `The jobs have ended. ${again} compare the buckets.`;
  return creating
    ? `A job may have been created. It does not start without a confirmation. ${again} continue it.`
    : "No job was created.";
}

/** A job that was not confirmed. */
export function isWaiting({ state }: SourceJob): boolean {
  return WAITING.has(state.status);
}

/** A job that replicated objects, or may still do so. */
export function isStarted({ state: { status, succeeded, failed } }: SourceJob): boolean {
  return succeeded + failed > 0 || status === "Complete" || !(WAITING.has(status) || ENDED.has(status));
}
