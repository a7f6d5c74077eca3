import { fixOf } from "./failure-reasons";
import type { Missing } from "./missing";
import type { MissingGroup } from "./types";
import { idOf } from "./versions";

export interface Judged {
  readonly groups: readonly MissingGroup[];
  /** Versions that are missing, without those that are only too new. */
  readonly count: number;
}

const NEWER = "newer than the jobs";
const ARCHIVED = "archived";
const NOT_PROCESSED = "not processed";
const EXAMPLES = 5;

const OWN_FIXES: Readonly<Record<string, string>> = {
  [NEWER]: "Live replication replicates them. Run mrap status to see its lag.",
  [ARCHIVED]:
    "S3 does not replicate objects in S3 Glacier Flexible Retrieval or Deep Archive. Restore them and copy them onto themselves.",
  [NOT_PROCESSED]:
    "No job selected them: their replication is PENDING, or COMPLETED without a replica. Wait for live replication, then run mrap backfill, which also selects COMPLETED objects.",
};

/**
 * Groups the missing versions by their reason.
 * @param reasons by Region of the source: the reasons in the completion report, by version
 */
export function judge(
  missing: readonly Missing[],
  reasons: ReadonlyMap<string, ReadonlyMap<string, string>>,
  started: Date,
): Judged {
  const byVersion = new Map<string, { readonly one: Missing; readonly reason: string }>();
  for (const one of missing) {
    const id = idOf(one.version);
    const key = `${one.destination} ${id}`;
    const reported = reasons.get(one.source)?.get(id);
    const known = byVersion.get(key);
    // Several members may have the version. The one whose job reports a reason says most.
    if (known !== undefined && (reported === undefined || known.reason !== NOT_PROCESSED)) continue;
    byVersion.set(key, { one, reason: reported ?? withoutReport(one, started) });
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
  const count = found.reduce((sum, group) => sum + (group.reason === NEWER ? 0 : group.count), 0);
  return { groups: found, count };
}

function withoutReport({ version }: Missing, started: Date): string {
  if (version.archived) return ARCHIVED;
  return version.modified >= started ? NEWER : NOT_PROCESSED;
}
