/**
 * The replication statuses that the filter of each command selects. A filter cannot select PENDING: live replication still
 * works on such an object.
 *
 * A backfill also selects COMPLETED and REPLICA. For a new Region, the objects that were replicated to the other Regions
 * are COMPLETED, and S3 replicates replicas further only in a job. Ledger: batch-manifest-filter
 */
export const STATUSES = {
  backfill: ["NONE", "FAILED", "COMPLETED", "REPLICA"],
  repair: ["FAILED", "NONE"],
} as const;

export type JobCommand = keyof typeof STATUSES;

/** A job in one of these statuses was not confirmed. */
export const WAITING: ReadonlySet<string> = new Set(["New", "Preparing", "Suspended"]);

/** A job in one of these statuses does not move any more. */
export const ENDED: ReadonlySet<string> = new Set(["Complete", "Failed", "Cancelled"]); // voice: allow
