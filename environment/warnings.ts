/** Warnings about values that an environment file may have. */
import type { Environment } from "./schema";

/** The warnings about one environment, in sentences. Ledger: object-lock-destroy */
export function warningsOf({ protect, objectLock, regions }: Environment): string[] {
  const creates = Object.values(regions).some(({ adopt }) => !adopt);
  if (protect || !objectLock || !creates) return [];
  const mode = objectLock === true ? undefined : objectLock.mode?.toLowerCase();
  const compliance =
    "A version under compliance retention cannot be deleted by anyone before its retention ends, also not by the root user: a destroy deletes the other resources and versions, and then fails at that bucket.";
  const governance =
    "A destroy bypasses governance retention and removes legal holds, if your role has s3:BypassGovernanceRetention and s3:PutObjectLegalHold.";
  return [
    `protect is false, and the buckets have Object Lock${mode === "compliance" ? " with the mode compliance" : ""}. ${mode === "compliance" ? compliance : `${governance} ${compliance}`}`,
  ];
}
