import { fixOf } from "./failure-reasons";
import type { Missing } from "./missing";
import type { MissingGroup } from "./types";
import { idOf } from "./versions";

export interface Judged {
  readonly groups: readonly MissingGroup[];
  /** Versions that are missing, without those that are only too new. */
  readonly count: number;
  /** Versions from after the creation of the jobs that are not there yet. */
  readonly newer: number;
}

const NEWER = "newer than the jobs";
const ARCHIVED = "archived";
const CONFLICT = "another object has the same key and the version ID null";
const NOT_PROCESSED = "not processed";
const LATER = "written after the job was created";
const NO_JOB = "not covered by these jobs";
const STOPPED = "not reached by a job that stopped";
const UNREAD = "reason not known";
const EXAMPLES = 5;

const OWN_FIXES: Readonly<Record<string, string>> = {
  [NEWER]: "They are left to live replication. Run mrap status to see its lag.",
  [LATER]:
    "An earlier run created the job, and its manifest does not have them. If live replication does not replicate them, run mrap backfill again, which creates a new job.",
  [NO_JOB]: "Their source bucket has no job in this run. Run mrap backfill again, which creates one.",
  [STOPPED]: "The job ended before it processed them. Run the command again, which creates a new job.",
  [UNREAD]: "The completion report of their job could not be read. Run mrap repair to replicate them again.",
  [ARCHIVED]:
    "S3 does not replicate objects in S3 Glacier Flexible Retrieval or Deep Archive. Restore them and copy them onto themselves.",
  [CONFLICT]:
    "Both are from before versioning. Copy each object that you need under another key, and delete one of the two by its version ID.",
  [NOT_PROCESSED]:
    "No job replicated them. Their replication may be PENDING, or COMPLETED without a replica. Wait for live replication, then run mrap backfill, which also selects COMPLETED objects.",
};

/** The known facts about the job of a source. */
export interface JobFacts {
  readonly created: Date;
  /** Set if an earlier run created the job: when this run began. */
  readonly continued?: Date;
  /** The reasons in the completion report, by version. Undefined if the report could not be read. */
  readonly reasons?: ReadonlyMap<string, string>;
  /** The job failed or was canceled before its end. */
  readonly stopped?: boolean;
}

/**
 * Groups the missing versions by their reason.
 * @param jobs by the Region of the source
 */
export function judge(missing: readonly Missing[], jobs: ReadonlyMap<string, JobFacts>): Judged {
  const first = new Date(Math.min(...[...jobs.values()].map(({ created }) => created.getTime())));
  const byVersion = new Map<
    string,
    { readonly one: Missing; readonly reason: string; readonly rank: number }
  >();
  for (const one of missing) {
    const id = idOf(one.version);
    const key = `${one.destination} ${id}`;
    const job = jobs.get(one.source);
    const reported = job?.reasons?.get(id);
    // Several members may have the version. The one whose job reports a reason says most, and one without a job least.
    const rank = reported !== undefined ? 2 : job !== undefined ? 1 : 0;
    if ((byVersion.get(key)?.rank ?? -1) >= rank) continue;
    byVersion.set(key, {
      one,
      rank,
      reason: one.conflict ? CONFLICT : (reported ?? withoutReport(one, job, first)),
    });
  }
  const groups = new Map<string, Missing[]>();
  for (const { one, reason } of byVersion.values()) groups.set(reason, [...(groups.get(reason) ?? []), one]);
  const found = [...groups].map(([reason, all]) => ({
    reason,
    fix: OWN_FIXES[reason] ?? fixOf(reason),
    count: all.length,
    examples: all.slice(0, EXAMPLES).map(({ source, destination, version: { key, versionId } }) => ({
      key,
      versionId,
      source,
      destination,
    })),
  }));
  found.sort((a, b) => b.count - a.count);
  const newer = found.find(({ reason }) => reason === NEWER)?.count ?? 0;
  return { groups: found, count: byVersion.size - newer, newer };
}

function withoutReport({ version }: Missing, job: JobFacts | undefined, first: Date): string {
  const since = (time: Date): boolean => version.modified >= secondOf(time);
  if (version.archived) return ARCHIVED;
  if (since(job?.continued ?? job?.created ?? first)) return NEWER;
  if (job !== undefined && since(job.created)) return LATER;
  if (job === undefined) return NO_JOB;
  if (job.reasons === undefined) return UNREAD;
  return job.stopped ? STOPPED : NOT_PROCESSED;
}

/** S3 lists the time of a version without a fraction of the second: 12:00:00 is not before 12:00:00.5. */
const secondOf = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);
