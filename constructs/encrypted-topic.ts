import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface EncryptedTopicProps {
  /** The topic's name. The alias of its key is `alias/NAME`. */
  readonly name: string;
  readonly accountId: string;
  /** The AWS service that publishes, such as `cloudwatch.amazonaws.com`. */
  readonly publisher: string;
  /**
   * Allow the service to publish only on behalf of this account. Set to false for services that send no source account:
   * a topic policy with a condition silently drops the messages of EventBridge. @default true
   */
  readonly onlyForThisAccount?: boolean;
  /** Email addresses. Each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /**
   * The topic's Region. If it is set, the service may use the key only for this topic. @default the service may use the
   * key for any topic
   */
  readonly region?: string;
  /** The provider of the topic's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * A topic that an AWS service publishes to, encrypted with its own KMS key. A topic that is encrypted with the
 * AWS managed key (`alias/aws/sns`) silently receives nothing from AWS services, because the policy of that key does
 * not allow them and cannot be changed.
 *
 * @example
 * new EncryptedTopic(stack, "alerts", {
 *   name: "photos-alerts",
 *   accountId: "123456789012",
 *   publisher: "cloudwatch.amazonaws.com",
 *   emails: ["operators@example.com"],
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class EncryptedTopic extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, props: EncryptedTopicProps) {
    super(scope, id);
    const { provider, accountId, name } = props;
    const principals = [{ type: "Service", identifiers: [props.publisher] }];
    const keyPolicy = new DataAwsIamPolicyDocument(this, "key", {
      statement: [
        {
          sid: "AccountAdministersKey",
          principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${accountId}:root`] }],
          actions: ["kms:*"],
          resources: ["*"],
        },
        {
          // No aws:SourceAccount: AWS does not document it for these calls, and a wrong condition loses messages.
          sid: "ServicePublishesEncrypted",
          principals,
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
          condition: props.region
            ? [
                {
                  test: "StringEquals",
                  variable: "kms:EncryptionContext:aws:sns:topicArn",
                  values: [`arn:aws:sns:${props.region}:${accountId}:${name}`],
                },
              ]
            : undefined,
        },
      ],
    });
    const key = new KmsKey(this, "Key", {
      provider,
      description: `Encrypts the SNS topic ${name}`,
      enableKeyRotation: true,
      policy: keyPolicy.json,
    });
    new KmsAlias(this, "Alias", { provider, name: `alias/${name}`, targetKeyId: key.keyId });
    this.topic = new SnsTopic(this, "Resource", { provider, name, kmsMasterKeyId: key.arn });

    const forThisAccount = [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }];
    const topicPolicy = new DataAwsIamPolicyDocument(this, "Publishers", {
      statement: [
        {
          sid: "ServicePublishes",
          principals,
          actions: ["sns:Publish"],
          resources: [this.topic.arn],
          condition: (props.onlyForThisAccount ?? true) ? forThisAccount : undefined,
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
