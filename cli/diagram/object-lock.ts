/** Object Lock in a picture. */
import type { Architecture } from "./architecture";

/** Object Lock of a bucket, with its default retention if the stack sets one. */
export interface LockOfBucket {
  readonly mode?: string;
  /** Such as `365 days`. */
  readonly period?: string;
}

/** @param rule the default retention in the Object Lock configuration, as Terraform has it */
export function lockOf(rule: Readonly<Record<string, unknown>> | undefined): LockOfBucket {
  for (const unit of ["day", "year"]) {
    const value = rule?.[`${unit}s`];
    if (typeof value === "number")
      return {
        mode: String(rule?.["mode"]).toLowerCase(),
        period: `${value} ${unit}${value === 1 ? "" : "s"}`,
      };
  }
  return {};
}

/** Object Lock in a few words. */
export function lockText({ mode, period }: LockOfBucket): string {
  return mode === undefined ? "Object Lock" : `Object Lock: ${mode}, ${period}`;
}

/** Which buckets have Object Lock, and their default retention. */
export function lockSentences({ regions }: Architecture): string[] {
  const locked = regions.flatMap(({ bucket, objectLock, adopted = false }) =>
    objectLock ? [{ bucket, retention: retentionOf(objectLock, adopted) }] : [],
  );
  return [...new Set(locked.map(({ retention }) => retention))].map((retention) => {
    const buckets = locked.filter((one) => one.retention === retention).map(({ bucket }) => bucket);
    return `Buckets with Object Lock${retention}: ${buckets.join(", ")}.`;
  });
}

function retentionOf({ mode, period }: LockOfBucket, adopted: boolean): string {
  if (mode !== undefined) return ` and a default retention of ${period} in ${mode} mode`;
  return adopted ? ", adopted with the default retention that they have" : ", without a default retention";
}
