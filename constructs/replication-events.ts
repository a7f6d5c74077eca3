import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import type { MemberBucket } from "./member-bucket";
import { DEFAULTS } from "./defaults";

export interface ReplicationEventsProps {
  readonly bucket: MemberBucket;
  readonly queueName: string;
  readonly accountId: string;
  /** True if the replication rules use Replication Time Control (RTC). Without RTC, S3 sends failures only. @default true */
  readonly timeControl?: boolean;
}

/** The id of the entry in the notification configuration. */
export const REPLICATION_EVENTS_ID = "replication-events";

/** 14 days, the maximum of SQS. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * A queue that receives the replication events of one bucket and keeps them for 14 days. The events name the objects
 * that failed to replicate or exceeded the 15 minutes. S3 sends one event for each object, so a topic would send one
 * email for each object.
 *
 * S3 Lifecycle does not act on an object whose replication failed, until S3 Batch Replication has replicated it.
 *
 * This construct owns the bucket's notification configuration. A bucket has only one. The notifications of an existing
 * bucket are part of it.
 *
 * @example
 * new ReplicationEvents(stack, "events", {
 *   bucket: buckets[0]!,
 *   queueName: "photos-replication-events",
 *   accountId: "123456789012",
 * });
 */
export class ReplicationEvents extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: ReplicationEventsProps) {
    super(scope, id);
    const { bucket, timeControl = DEFAULTS.replication.timeControl } = props;
    this.queue = new SqsQueue(this, "Queue", {
      provider: bucket.provider,
      name: props.queueName,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    });
    const document = new DataAwsIamPolicyDocument(this, "Senders", {
      statement: [
        {
          sid: "S3SendsEventsOfThisBucket",
          principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
          actions: ["sqs:SendMessage"],
          resources: [this.queue.arn],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [props.accountId] },
            { test: "ArnEquals", variable: "aws:SourceArn", values: [bucket.arn] },
          ],
        },
      ],
    });
    const policy = new SqsQueuePolicy(this, "QueuePolicy", {
      provider: bucket.provider,
      queueUrl: this.queue.url,
      policy: document.json,
    });
    const { queues = [], topics, functions, eventBridge } = bucket.existing?.notifications ?? {};
    const notification = new S3BucketNotification(this, "Notification", {
      provider: bucket.provider,
      bucket: bucket.name,
      ...(topics && { topic: [...topics] }),
      ...(functions && { lambdaFunction: [...functions] }),
      ...(eventBridge && { eventbridge: true }),
      queue: [
        ...queues,
        {
          id: REPLICATION_EVENTS_ID,
          queueArn: this.queue.arn,
          events: [timeControl ? "s3:Replication:*" : "s3:Replication:OperationFailedReplication"],
        },
      ],
      // S3 sends a test message before it accepts the configuration.
      dependsOn: [policy],
    });
    if (bucket.existing?.notifications && bucket.nameInput !== undefined)
      notification.importFrom(bucket.nameInput);
  }
}
