import type { DataAwsIamPolicyDocumentStatementCondition } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The KMS key that encrypts the objects of a bucket: a `BucketKey`, an `ExistingBucketKey` or an ARN of your own. */
export interface EncryptionKey {
  /** ARN of the key. The key is in the Region of the bucket. */
  readonly arn: string;
  /**
   * The key only decrypts objects that it has encrypted before. New objects are encrypted with S3 managed keys.
   * @default false
   */
  readonly retired?: boolean;
  /**
   * Allows replication in the policy of the key. `ReplicationMesh` calls it.
   * @default the policy of the key is not changed
   */
  allowReplication?(roles: KeyReplicationRoles): void;
}

/** ARNs of the replication roles that use a key. */
export interface KeyReplicationRoles {
  /** The role that reads the bucket of the key. */
  readonly source: string;
  /** The roles that write replicas to the bucket of the key. */
  readonly destinations: readonly string[];
}

/** The actions of a replication role on the key of its source. Source: Amazon S3 User Guide, "Replicating encrypted objects". */
export const REPLICATE_FROM_ACTIONS = ["kms:Decrypt"];

/**
 * The actions of a replication role on the key of a destination. S3 calls Decrypt to verify the S3 Bucket Key before it uses it.
 * Source: Amazon S3 User Guide, "Replicating encrypted objects". Ledger: kms-replication-permissions
 */
export const REPLICATE_TO_ACTIONS = ["kms:Encrypt", "kms:Decrypt"];

/** The actions of a reader. Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys". */
export const READ_KEY_ACTIONS = ["kms:Decrypt"];

/** The actions of a writer. A multipart upload also decrypts. Source: as for {@link READ_KEY_ACTIONS}. Ledger: kms-object-permissions, kms-multipart */
export const WRITE_KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * Limits a statement to the calls that S3 makes for one bucket. With S3 Bucket Keys, the encryption context is the ARN
 * of the bucket. Ledger: kms-via-service, kms-encryption-context
 */
export function throughS3(region: string, bucketArn: string): DataAwsIamPolicyDocumentStatementCondition[] {
  return [
    { test: "StringEquals", variable: "kms:ViaService", values: [`s3.${region}.amazonaws.com`] },
    { test: "StringEquals", variable: "kms:EncryptionContext:aws:s3:arn", values: [bucketArn] },
  ];
}

/** The end of a sid that names a Region: `ap-south-1` becomes `ApSouth1`. */
export function regionSid(region: string): string {
  return region
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
