/** The form of a bucket that existed before Terraform managed it. This file loads no module. */
import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type {
  S3BucketLoggingTargetGrant,
  S3BucketLoggingTargetObjectKeyFormat,
} from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type {
  S3BucketNotificationLambdaFunction,
  S3BucketNotificationQueue,
  S3BucketNotificationTopic,
} from "@cdktf/provider-aws/lib/s3-bucket-notification";
import type { S3BucketReplicationConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";

/** One value, or a list of them. */
export type OneOrMany = string | readonly string[];

/** A statement of a policy, in the form of the S3 API. */
export interface ExistingStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, OneOrMany>>;
  readonly NotPrincipal?: string | Readonly<Record<string, OneOrMany>>;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
}

/** The parts of a policy that are no statements. A missing one has no value, or the present version. */
export interface ExistingPolicyDocument {
  readonly id?: string;
  /** `2008-10-17`. In this version, `${…}` is text and not a variable. @default 2012-10-17 */
  readonly version?: string;
}

export interface ExistingPublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

export interface ExistingEncryption {
  /** `AES256` or `aws:kms`. */
  readonly algorithm: string;
  /** ARN, ID or alias of the KMS key. */
  readonly key?: string;
  /** ARN of the key, if `key` is not the ARN. */
  readonly arn?: string;
  readonly bucketKey: boolean;
}

export interface ExistingNotifications {
  readonly queues?: readonly S3BucketNotificationQueue[];
  readonly topics?: readonly S3BucketNotificationTopic[];
  readonly functions?: readonly S3BucketNotificationLambdaFunction[];
  readonly eventBridge?: boolean;
}

export interface ExistingReplication {
  /** ARN of the role. */
  readonly role: string;
  /** The rules to buckets outside the access point, which an adoption keeps. */
  readonly rules: readonly S3BucketReplicationConfigurationRule[];
  /** The rules between the buckets of the access point, which an adoption replaces. @default none */
  readonly replaced?: readonly S3BucketReplicationConfigurationRule[];
}

export interface ExistingLifecycle {
  readonly rules: readonly S3BucketLifecycleConfigurationRule[];
  readonly transitionDefaultMinimumObjectSize?: string;
}

export interface ExistingLogging {
  readonly bucket: string;
  readonly prefix: string;
  readonly keyFormat?: S3BucketLoggingTargetObjectKeyFormat;
  readonly grants?: readonly S3BucketLoggingTargetGrant[];
}

/** The configuration that a bucket has before Terraform manages it. A missing part does not exist. */
export interface ExistingBucket {
  /** Missing if versioning was never enabled. */
  readonly versioning?: "Enabled" | "Suspended";
  readonly objectLock?: boolean;
  readonly publicAccessBlock?: ExistingPublicAccessBlock;
  /** Such as `BucketOwnerEnforced`. */
  readonly ownership?: string;
  readonly encryption?: ExistingEncryption;
  readonly policy?: readonly ExistingStatement[];
  readonly policyDocument?: ExistingPolicyDocument;
  readonly lifecycle?: ExistingLifecycle;
  readonly notifications?: ExistingNotifications;
  readonly replication?: ExistingReplication;
  readonly logging?: ExistingLogging;
  /** The request metrics filter of this package exists already. */
  readonly requestMetrics?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}
