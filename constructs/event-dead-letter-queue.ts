import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface EventDeadLetterQueueProps {
  readonly queueName: string;
  /** ARN of the rule whose undelivered events the queue receives. */
  readonly ruleArn: string;
  /** The provider of the rule's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/** 14 days, the maximum of SQS. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * A queue that receives the events that EventBridge could not deliver to a target of a rule. EventBridge retries for
 * 24 hours first, except after errors that a retry cannot fix, such as a missing permission.
 *
 * @example
 * new EventDeadLetterQueue(stack, "undelivered", {
 *   queueName: "photos-routing-undelivered",
 *   ruleArn: "arn:aws:events:us-west-2:123456789012:rule/photos-routing",
 * });
 */
export class EventDeadLetterQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: EventDeadLetterQueueProps) {
    super(scope, id);
    const { provider } = props;
    this.queue = new SqsQueue(this, "Queue", {
      provider,
      name: props.queueName,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    });
    const document = new DataAwsIamPolicyDocument(this, "Senders", {
      statement: [
        {
          sid: "EventBridgeSendsEventsOfThisRule",
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          actions: ["sqs:SendMessage"],
          resources: [this.queue.arn],
          condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [props.ruleArn] }],
        },
      ],
    });
    new SqsQueuePolicy(this, "QueuePolicy", {
      provider,
      queueUrl: this.queue.url,
      policy: document.json,
    });
  }

  get arn(): string {
    return this.queue.arn;
  }
}
