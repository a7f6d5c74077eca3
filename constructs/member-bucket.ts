import type { ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { EncryptionKey } from "./encryption-key";
import type { ExistingBucket } from "./existing-bucket";

/**
 * A member bucket, created by this package (`RegionalBucket`) or by the caller. It is read, and only the order of
 * `defaultEncryption` and `objectLockConfiguration` is modified.
 */
export interface MemberBucket {
  /** The bucket's Region. */
  readonly region: string;
  /** The bucket's name. Use a reference to the bucket, so that Terraform deletes it after what depends on it. */
  readonly name: string;
  readonly arn: string;
  /** The AWS provider of the bucket's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** The versioning of the bucket. Replication is configured after it. @default no dependency */
  readonly versioning?: ITerraformDependable;
  /** The public access block of the bucket. The bucket policy is created after it. @default no dependency */
  readonly publicAccessBlock?: ITerraformDependable;
  /** The KMS key of the objects, in the Region of the bucket. @default S3 managed keys (SSE-S3) */
  readonly encryptionKey?: EncryptionKey;
  /**
   * The default encryption of a bucket with a key. `ReplicationMesh` lets Terraform change it after the replication
   * configurations, so that a rule selects every object that is encrypted with the key. @default no order
   */
  readonly defaultEncryption?: TerraformResource;
  /** Object Lock is enabled. All member buckets have it, or none. @default what `existing` says, or else false */
  readonly objectLock?: boolean;
  /**
   * The Object Lock configuration of the bucket. `ReplicationMesh` lets Terraform create it after the permissions of the
   * replication roles, and replication after it. @default no order
   */
  readonly objectLockConfiguration?: TerraformResource;
  /**
   * The configuration that the bucket had before Terraform managed it. The policy, the replication and the notifications
   * of a bucket are merged with it and imported. @default the bucket is new
   */
  readonly existing?: ExistingBucket;
  /** The bucket's name as it is written, for imports. Required with `existing`. @default nothing is imported */
  readonly nameInput?: string;
}
