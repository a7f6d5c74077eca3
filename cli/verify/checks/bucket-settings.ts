import type { S3Client } from "@aws-sdk/client-s3";
import { lifecycleOf, notificationsOf } from "../../adopt/convert";
import { textOf, type ExpectedElement } from "../../checks/expected";
import type { Json } from "../../synthesized/configuration";

/** A setting of a bucket that a resource of the stack sets. */
export interface BucketSetting {
  readonly id: string;
  readonly title: string;
  /** The resource of the stack. */
  readonly type: string;
  readonly action: string;
  /** The code of S3 if the bucket has no such setting. */
  readonly absent?: string;
  expected(element: ExpectedElement): Json;
  seen(s3: S3Client, bucket: string, abortSignal: AbortSignal, element: ExpectedElement): Promise<unknown>;
  /** What an ok means. */
  readonly sentence: string;
}

/** The check of the rules that delete what a run leaves behind. */
export const LIFECYCLE_CHECK = "bucket-lifecycle";

/** Every setting that is compared. A setting without a resource in the stack is not. */
export const BUCKET_SETTINGS: readonly BucketSetting[] = [
  {
    id: "bucket-versioning",
    title: "Versioning",
    type: "aws_s3_bucket_versioning",
    action: "s3:GetBucketVersioning",
    expected: ({ body }) => body.versioning_configuration ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketVersioningCommand } = await import("@aws-sdk/client-s3");
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }), { abortSignal });
      return { Status: Status ?? "Disabled" };
    },
    sentence: "versioning is enabled",
  },
  {
    id: "bucket-object-lock",
    title: "Object Lock",
    type: "aws_s3_bucket_object_lock_configuration",
    action: "s3:GetBucketObjectLockConfiguration",
    absent: "ObjectLockConfigurationNotFoundError",
    expected: ({ body }) => ({ object_lock_enabled: "Enabled", rule: body.rule ?? null }),
    async seen(s3, Bucket, abortSignal) {
      const { GetObjectLockConfigurationCommand } = await import("@aws-sdk/client-s3");
      const answer = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }), { abortSignal });
      return answer.ObjectLockConfiguration;
    },
    sentence: "Object Lock is enabled, and the default retention is as in the stack",
  },
  {
    id: "bucket-encryption",
    title: "Encryption",
    type: "aws_s3_bucket_server_side_encryption_configuration",
    action: "s3:GetEncryptionConfiguration",
    absent: "ServerSideEncryptionConfigurationNotFoundError",
    expected: ({ body }) => body.rule ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
      const { ServerSideEncryptionConfiguration } = await s3.send(
        new GetBucketEncryptionCommand({ Bucket }),
        { abortSignal },
      );
      return (ServerSideEncryptionConfiguration?.Rules ?? []).map(
        ({ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
          ApplyServerSideEncryptionByDefault: {
            SseAlgorithm: ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
            KmsMasterKeyId: ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
          },
          BucketKeyEnabled,
        }),
      );
    },
    sentence: "the default encryption is as in the stack",
  },
  {
    id: "bucket-ownership",
    title: "Object ownership",
    type: "aws_s3_bucket_ownership_controls",
    action: "s3:GetBucketOwnershipControls",
    absent: "OwnershipControlsNotFoundError",
    expected: ({ body }) => body.rule ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketOwnershipControlsCommand } = await import("@aws-sdk/client-s3");
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }), {
        abortSignal,
      });
      return OwnershipControls?.Rules;
    },
    sentence: "ACLs are disabled (bucket owner enforced)",
  },
  {
    id: "bucket-public-access",
    title: "Block Public Access",
    type: "aws_s3_bucket_public_access_block",
    action: "s3:GetBucketPublicAccessBlock",
    absent: "NoSuchPublicAccessBlockConfiguration",
    expected: ({ body: { bucket: _, provider: __, ...block } }) => block,
    async seen(s3, Bucket, abortSignal) {
      const { GetPublicAccessBlockCommand } = await import("@aws-sdk/client-s3");
      const answer = await s3.send(new GetPublicAccessBlockCommand({ Bucket }), { abortSignal });
      return answer.PublicAccessBlockConfiguration;
    },
    sentence: "all four settings are as in the stack",
  },
  {
    id: LIFECYCLE_CHECK,
    title: "Lifecycle",
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "s3:GetLifecycleConfiguration",
    absent: "NoSuchLifecycleConfiguration",
    expected: ({ body }) => body.rule ?? [],
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketLifecycleConfigurationCommand } = await import("@aws-sdk/client-s3");
      const answer = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), {
        abortSignal,
      });
      return lifecycleOf(answer).rules;
    },
    sentence: "the rules are as in the stack",
  },
  {
    id: "bucket-request-metrics",
    title: "Request metrics",
    type: "aws_s3_bucket_metric",
    action: "s3:GetMetricsConfiguration",
    absent: "NoSuchConfiguration",
    expected: ({ body }) => ({ id: body.name ?? "" }),
    async seen(s3, Bucket, abortSignal, { body }) {
      const { GetBucketMetricsConfigurationCommand } = await import("@aws-sdk/client-s3");
      const command = new GetBucketMetricsConfigurationCommand({ Bucket, Id: textOf(body.name) });
      const { MetricsConfiguration } = await s3.send(command, { abortSignal });
      return { Id: MetricsConfiguration?.Id };
    },
    sentence: "the metrics configuration exists",
  },
  {
    id: "bucket-notification",
    title: "Bucket notification",
    type: "aws_s3_bucket_notification",
    action: "s3:GetBucketNotification",
    expected: ({ body: { queue = [], topic = [], lambda_function = [], eventbridge = false } }) => ({
      queue,
      topic,
      lambda_function,
      eventbridge,
    }),
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketNotificationConfigurationCommand } = await import("@aws-sdk/client-s3");
      const answer = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }), {
        abortSignal,
      });
      const { queues, topics, functions, eventBridge } = notificationsOf(answer, "") ?? {};
      return { queue: queues, topic: topics, lambda_function: functions, eventbridge: eventBridge };
    },
    sentence: "the replication events are published as in the stack",
  },
  {
    id: "bucket-access-logs",
    title: "Server access logs",
    type: "aws_s3_bucket_logging",
    action: "s3:GetBucketLogging",
    expected: ({ body }) => ({
      target_bucket: body.target_bucket ?? "",
      target_prefix: body.target_prefix ?? "",
    }),
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketLoggingCommand } = await import("@aws-sdk/client-s3");
      const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }), { abortSignal });
      return { TargetBucket: LoggingEnabled?.TargetBucket, TargetPrefix: LoggingEnabled?.TargetPrefix };
    },
    sentence: "S3 delivers them to the bucket of the file",
  },
];
