import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface AlertTopicProps {
  /** The topic's name; the key's alias is `alias/NAME`. */
  readonly name: string;
  readonly accountId: string;
  /** E-mail addresses; each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /** AWS services that may publish, beside CloudWatch's alarms. @default none */
  readonly publishers?: readonly string[];
  /** The provider of the topic's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

const ALARMS = "cloudwatch.amazonaws.com";

/**
 * A Region's topic for alarms, encrypted with a key of its own: a topic under the AWS-managed key (`alias/aws/sns`)
 * silently gets nothing from CloudWatch, because that key's policy cannot let it in.
 */
export class AlertTopic extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const { provider } = props;
    const services = [ALARMS, ...(props.publishers ?? [])];
    const keyPolicy = new DataAwsIamPolicyDocument(this, "key", {
      statement: [
        {
          sid: "AccountAdministersKey",
          principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${props.accountId}:root`] }],
          actions: ["kms:*"],
          resources: ["*"],
        },
        {
          // No aws:SourceAccount here: AWS does not document it for these calls, and a wrong condition loses alarms.
          sid: "ServicesPublishEncrypted",
          principals: [{ type: "Service", identifiers: services }],
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
        },
      ],
    });
    const key = new KmsKey(this, "Key", {
      provider,
      description: `Encrypts the SNS topic ${props.name}`,
      enableKeyRotation: true,
      policy: keyPolicy.json,
    });
    new KmsAlias(this, "Alias", { provider, name: `alias/${props.name}`, targetKeyId: key.keyId });
    this.topic = new SnsTopic(this, "Resource", { provider, name: props.name, kmsMasterKeyId: key.arn });

    const topicPolicy = new DataAwsIamPolicyDocument(this, "Publishers", {
      statement: [
        {
          sid: "ServicesOfThisAccountPublish",
          principals: [{ type: "Service", identifiers: services }],
          actions: ["sns:Publish"],
          resources: [this.topic.arn],
          condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [props.accountId] }],
        },
      ],
    });
    new SnsTopicPolicy(this, "Policy", { provider, arn: this.topic.arn, policy: topicPolicy.json });
    for (const endpoint of props.emails ?? []) {
      new SnsTopicSubscription(this, endpoint, {
        provider,
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint,
      });
    }
  }

  get arn(): string {
    return this.topic.arn;
  }
}
