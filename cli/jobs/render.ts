import type { Terminal } from "../adapters/terminal";
import { printable } from "../text/printable";
import { table } from "../text/table";
import { dollars, jobCost, LISTING_PRICE } from "./cost";
import { fixOf } from "./failure-reasons";
import type { Missing } from "./missing";
import type { JobFacts } from "./outcome";
import type { MissingGroup, SourceJob } from "./types";

/** The jobs that are ready to start: what they process, and what they cost. */
export function renderPrepared(jobs: readonly SourceJob[], { columns, paint }: Terminal): string[] {
  const rows = jobs.map(({ region, bucket, state: { total = 0, statuses } }) => [
    region,
    bucket,
    String(total),
    statuses.join(", "),
    dollars(jobCost(total)),
  ]);
  const all = jobs.reduce((sum, { state }) => sum + jobCost(state.total ?? 0), 0);
  return [
    ...table(["source", "bucket", "object versions", "statuses", "cost"], rows, { columns, paint }),
    `Together ${dollars(all)} for the jobs, at list prices of us-east-1, 2026. Not included: $${LISTING_PRICE} for each million objects that S3 lists for the manifests, and the requests, storage and transfer of the replicas.`,
  ];
}

/** One line of progress. */
export function progressLine(jobs: readonly SourceJob[]): string {
  return jobs
    .map(({ region, state: { status, total, succeeded, failed } }) => {
      if (total === undefined) return `${region}: ${status}`;
      return `${region}: ${status}, ${succeeded + failed} of ${total}${failed > 0 ? `, ${failed} failed` : ""}`;
    })
    .join("; ");
}

/** The objects from before versioning that differ in two buckets. @param jobs whether jobs are about to be created */
export function renderConflicts(missing: readonly Missing[], jobs: boolean): string[] {
  const keys = [...new Set(missing.flatMap(({ conflict, version }) => (conflict ? [version.key] : [])))];
  if (keys.length === 0) return [];
  const shown = keys.slice(0, MOST_KEYS).map(printable).join(", ");
  const more = keys.length > MOST_KEYS ? ` and ${keys.length - MOST_KEYS} more` : "";
  const risk = jobs ? " A job may replace one of them with the other." : "";
  return [
    `Different objects from before versioning have the same key and the version ID null: ${shown}${more}.${risk} Copy each object that you need under another key, and delete one of the two by its version ID.`,
  ];
}

const MOST_KEYS = 5;

/** The failures in the completion reports by reason, if the buckets cannot be compared. */
export function renderReasons(facts: readonly JobFacts[]): string[] {
  const counts = new Map<string, number>();
  for (const { reasons = new Map<string, string>() } of facts)
    for (const reason of reasons.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} failed: ${reason}. ${fixOf(reason)}`);
}

/** The missing versions by reason, each with its fix and its first versions. */
export function renderMissing(groups: readonly MissingGroup[]): string[] {
  return groups.flatMap(({ reason, count, fix, examples }) => [
    `${count} ${count === 1 ? "version is" : "versions are"} missing: ${reason}. ${fix}`,
    ...examples.map(
      ({ key, versionId, source, destination }) =>
        `  ${printable(key)} (${versionId}), from ${source} to ${destination}`,
    ),
    ...(count > examples.length ? [`  and ${count - examples.length} more`] : []),
  ]);
}
