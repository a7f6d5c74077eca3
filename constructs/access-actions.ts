/**
 * The S3 actions that readers and writers need through an access point.
 * Source: Amazon S3 User Guide, "Multi-Region Access Point use with supported API operations".
 */

export const READ_OBJECT_ACTIONS = [
  "s3:GetObject",
  "s3:GetObjectTagging",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionTagging",
];

export const WRITE_OBJECT_ACTIONS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:DeleteObjectTagging",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
];

/**
 * Actions of writers that set the retention of objects. Without s3:BypassGovernanceRetention, a retention can be extended
 * and not shortened. s3:PutObjectLegalHold is not among them: it also removes legal holds. Ledger: object-lock-writers
 */
export const RETENTION_ACTIONS = ["s3:GetObjectRetention", "s3:PutObjectRetention"];

export const READ_BUCKET_ACTIONS = ["s3:ListBucket"];

export const WRITE_BUCKET_ACTIONS = ["s3:ListBucketMultipartUploads"];
