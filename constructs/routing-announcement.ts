import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface RoutingAnnouncementProps {
  /** The access point's name; the topic and the rule are called `NAME-routing`. */
  readonly name: string;
  readonly accountId: string;
  /** E-mail addresses; each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /** The provider of the Region whose events are heard. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

const EVENTS = "events.amazonaws.com";

/**
 * Tells a topic whenever anybody submits routes, or tries to. CloudTrail must record management events in the Region,
 * which every account's event history does. One hears one Region: make one for each whose events matter.
 */
export class RoutingAnnouncement extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, props: RoutingAnnouncementProps) {
    super(scope, id);
    const { provider } = props;
    const name = `${props.name}-routing`;
    const keyPolicy = new DataAwsIamPolicyDocument(this, "key", {
      statement: [
        {
          sid: "AccountAdministersKey",
          principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${props.accountId}:root`] }],
          actions: ["kms:*"],
          resources: ["*"],
        },
        {
          sid: "EventsPublishEncrypted",
          principals: [{ type: "Service", identifiers: [EVENTS] }],
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
        },
      ],
    });
    const key = new KmsKey(this, "Key", {
      provider,
      description: `Encrypts the SNS topic ${name}`,
      enableKeyRotation: true,
      policy: keyPolicy.json,
    });
    this.topic = new SnsTopic(this, "Resource", { provider, name, kmsMasterKeyId: key.arn });
    const publishers = new DataAwsIamPolicyDocument(this, "Publishers", {
      statement: [
        {
          // No condition: EventBridge publishes to a topic whose policy has one without a word, and in vain.
          sid: "EventsPublish",
          principals: [{ type: "Service", identifiers: [EVENTS] }],
          actions: ["sns:Publish"],
          resources: [this.topic.arn],
        },
      ],
    });
    new SnsTopicPolicy(this, "Policy", { provider, arn: this.topic.arn, policy: publishers.json });
    for (const endpoint of props.emails ?? [])
      new SnsTopicSubscription(this, endpoint, {
        provider,
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint,
      });
    const rule = new CloudwatchEventRule(this, "Rule", {
      provider,
      name,
      description: "Somebody submitted routes of a Multi-Region Access Point",
      eventPattern: Fn.jsonencode({
        source: ["aws.s3"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["s3.amazonaws.com"],
          eventName: ["SubmitMultiRegionAccessPointRoutes"],
        },
      }),
    });
    new CloudwatchEventTarget(this, "Target", {
      provider,
      rule: rule.name,
      targetId: "topic",
      arn: this.topic.arn,
      inputTransformer: {
        inputPaths: {
          who: "$.detail.userIdentity.arn",
          when: "$.time",
          where: "$.detail.awsRegion",
          what: "$.detail.requestParameters",
          error: "$.detail.errorCode",
        },
        inputTemplate:
          '"<who> submitted routes of a Multi-Region Access Point at <when> through <where> (error: <error>): <what>"',
      },
    });
  }
}
