/**
 * The reasons of failed replications, with the fix of each. Source: Amazon S3 User Guide, "Amazon S3 replication failure
 * reasons". Ledger: replication-failure-reasons
 */
const FIXES: Readonly<Record<string, string>> = {
  AssumeRoleNotPermitted: "Allow S3 to assume the replication role: deploy the environment again.",
  DstBucketInvalidRegion: "Run mrap verify: the destination bucket is in another Region than its rule says.",
  DstBucketNotFound: "The destination bucket does not exist: deploy the environment again.",
  DstBucketObjectLockConfigMissing: "Enable Object Lock on the destination bucket, too.",
  DstBucketUnversioned: "Enable versioning on the destination bucket: deploy the environment again.",
  DstDelObjNotPermitted: "Allow s3:ReplicateDelete to the replication role on the destination bucket.",
  DstKmsKeyInvalidState: "Enable the KMS key of the destination bucket.",
  DstKmsKeyNotFound: "The KMS key of the destination bucket does not exist: check encryption.keys.",
  DstMultipartCompleteNotPermitted:
    "Allow s3:ReplicateObject to the replication role on the destination bucket.",
  DstMultipartInitNotPermitted: "Allow s3:ReplicateObject to the replication role on the destination bucket.",
  DstMultipartPartUploadNotPermitted:
    "Allow s3:ReplicateObject to the replication role on the destination bucket.",
  DstObjectHardDeleted:
    "The version was deleted by its version ID, and S3 does not create it again. Copy the object onto itself in the source bucket if the replica is needed.",
  DstPutAclNotPermitted: "Allow s3:ReplicateObject to the replication role on the destination bucket.",
  DstPutObjectNotPermitted:
    "Allow s3:ReplicateObject to the replication role on the destination bucket, and the key of that bucket if it has one. Look for Deny statements, too.",
  DstPutTaggingNotPermitted: "Allow s3:ReplicateTags to the replication role on the destination bucket.",
  DstVersionNotFound: "The destination has lost the version whose metadata changed. Run mrap backfill.",
  InitiateReplicationNotPermitted:
    "Allow s3:InitiateReplication to the role of the jobs: deploy the environment again.",
  SrcBucketInReadOnlyMode: "Try again later: the source bucket is read-only at the moment.",
  SrcBucketNotFound: "The source bucket does not exist: deploy the environment again.",
  SrcBucketReplicationConfigMissing:
    "The source bucket has no replication configuration: deploy the environment again.",
  SrcGetAclNotPermitted: "Allow s3:GetObjectVersionAcl to the replication role on the source bucket.",
  SrcGetObjectNotPermitted:
    "Allow s3:GetObjectVersionForReplication and the key of the source bucket to the replication role, and s3:InitiateReplication to the role of the jobs.",
  SrcGetTaggingNotPermitted: "Allow s3:GetObjectVersionTagging to the replication role on the source bucket.",
  SrcHeadObjectNotPermitted:
    "Allow s3:GetObjectVersionForReplication to the replication role on the source bucket.",
  SrcKeyNotFound: "The KMS key of the source object does not exist: the object cannot be read.",
  SrcKmsKeyInvalidState: "Enable the KMS key of the source bucket.",
  SrcObjectNotEligible: "The object is archived, or no replication rule selects it.",
  SrcObjectNotFound: "The object was deleted since the manifest was generated.",
  SrcReplicationNotPending: "Nothing to do: the object was replicated in the meantime.",
  SrcReplicationConfigMissing:
    "The source bucket has no replication configuration: deploy the environment again.",
  SrcVersionNotFound: "The version was deleted since the manifest was generated.",
};

/** The fix of a reason. A reason that AWS added later has none. */
export function fixOf(reason: string): string {
  return FIXES[reason] ?? "See Amazon S3 replication failure reasons in the Amazon S3 User Guide.";
}

/** The reason of a row of a report: a known one in any of its fields, or else the first field that has a text. */
export function reasonIn(fields: readonly string[]): string {
  const words = fields.flatMap((field) => field.split(/[^A-Za-z]+/));
  return (
    words.find((word) => Object.hasOwn(FIXES, word)) ??
    fields.find((field) => field !== "" && !/^\d+$/.test(field)) ??
    "no reason given"
  );
}
