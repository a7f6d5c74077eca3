import type { LeftBehind } from "./clean-up";

const DAY_MS = 86_400_000;

export interface LifecycleFacts {
  /** Days after which the lifecycle deletes a noncurrent version. Undefined if no rule does. */
  readonly noncurrentDays: number | undefined;
  /** Whether the buckets have the lifecycle rules of the stack. */
  readonly deployed: boolean;
  /** Whether delete markers replicate. */
  readonly deleteMarkers: boolean;
  readonly now: Date;
}

/** The versions that a run left in the buckets, and the day from which the lifecycle deletes it. */
export function leftBehindSentences(
  { prefix, buckets }: LeftBehind,
  { noncurrentDays, deployed, deleteMarkers, now }: LifecycleFacts,
): string[] {
  const counts = buckets.map(({ bucket, versions, markers }) =>
    versions === undefined || markers === undefined
      ? `${bucket} (not known)`
      : `${bucket} (${counted(versions, "version")}, ${counted(markers, "delete marker")})`,
  );
  const when =
    noncurrentDays === undefined
      ? "No lifecycle rule of the stack deletes them."
      : !deployed
        ? "The lifecycle rules of the buckets are not those of the stack, so the day on which they are deleted is not known."
        : `The lifecycle rules delete the noncurrent versions from ${dayOfExpiry(now, noncurrentDays)} on, and then the delete markers.`;
  return [
    `Canary objects remain below ${prefix} in ${counts.join(", ")}.`,
    when,
    ...(deleteMarkers
      ? []
      : [
          "Delete markers do not replicate, so versions in the other buckets remain current and are not deleted.",
        ]),
  ];
}

/**
 * S3 counts the days from the moment at which a version becomes noncurrent, and rounds up to the next midnight UTC.
 * Ledger: lifecycle-midnight
 */
export function dayOfExpiry(noncurrentSince: Date, days: number): string {
  const at = Math.floor(noncurrentSince.getTime() / DAY_MS + days + 1) * DAY_MS;
  return new Date(at).toISOString().slice(0, 10);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
