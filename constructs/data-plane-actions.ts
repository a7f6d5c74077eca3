/**
 * The S3 actions of the data plane, for Deny statements. Control plane actions are not denied, because the calls of
 * Terraform, of a failover and of the runbook never come through the access point or a VPC endpoint.
 *
 * Patterns, because S3 rejects a policy that names an action that it does not know in a Region. A pattern also covers
 * actions that S3 adds later. A test compares them with the actions in the Service Authorization Reference. Ledger:
 * access-action-patterns, access-object-actions
 */
export const OBJECT_ACTION_PATTERNS = [
  "s3:*Object*",
  "s3:AbortMultipartUpload",
  "s3:BypassGovernanceRetention",
  "s3:ListMultipartUploadParts",
  "s3:ReplicateDelete",
  "s3:ReplicateTags",
];

/** Actions that list the objects, versions and multipart uploads of a bucket. */
export const LISTING_ACTION_PATTERNS = ["s3:ListBucket*"];

/** The actions on objects that are not denied, each with the reason. */
export const ALLOWED_OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  "s3:InitiateReplication":
    "S3 Batch Replication uses it on the objects of the source bucket, under its own role and not through the access " +
    "point. It reads and writes no data.",
};
