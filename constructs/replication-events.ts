import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import type { RegionalBucket } from "./bucket";

export interface ReplicationEventsProps {
  readonly bucket: RegionalBucket;
  readonly queueName: string;
  readonly accountId: string;
}

/** Seconds: the longest that SQS keeps a message (14 days). */
const RETENTION = 14 * 24 * 60 * 60;

/**
 * Which objects failed to replicate, or missed the 15 minutes: S3's replication events of one bucket, kept for 14 days
 * in a queue. A queue, not the alarms' topic: one event for each object would be one e-mail for each object.
 *
 * It owns the bucket's notification configuration, of which a bucket has one only.
 */
export class ReplicationEvents extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: ReplicationEventsProps) {
    super(scope, id);
    const { bucket } = props;
    this.queue = new SqsQueue(this, "Queue", {
      provider: bucket.provider,
      name: props.queueName,
      messageRetentionSeconds: RETENTION,
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
    new S3BucketNotification(this, "Notification", {
      provider: bucket.provider,
      bucket: bucket.name,
      queue: [{ id: "replication-events", queueArn: this.queue.arn, events: ["s3:Replication:*"] }],
      // S3 sends a test message before it accepts the configuration.
      dependsOn: [policy],
    });
  }
}
