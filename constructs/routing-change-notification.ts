import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { EncryptedTopic } from "./encrypted-topic";

export interface RoutingChangeNotificationProps {
  /** The access point's name. The topic and the rule are named `NAME-routing`. */
  readonly name: string;
  readonly accountId: string;
  /** Email addresses. Each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /** ARNs of topics in the same Region to notify as well. Their policies must allow events.amazonaws.com to publish. @default none */
  readonly topicArns?: readonly string[];
  /** The provider of the Region whose events are watched. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * Notifies a topic of every call that submits routes, whether it succeeds or fails. EventBridge receives these calls
 * only if a CloudTrail trail records write management events in the Region.
 */
export class RoutingChangeNotification extends Construct {
  readonly topic: EncryptedTopic;
  /** The rule's name as a literal. It is a dimension of the rule's metrics. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: RoutingChangeNotificationProps) {
    super(scope, id);
    const { provider } = props;
    const name = `${props.name}-routing`;
    this.ruleName = name;
    this.topic = new EncryptedTopic(this, "Topic", {
      name,
      accountId: props.accountId,
      publisher: "events.amazonaws.com",
      onlyForThisAccount: false,
      emails: props.emails,
      provider,
    });
    const rule = new CloudwatchEventRule(this, "Rule", {
      provider,
      name,
      description: "Calls that change the routing of a Multi-Region Access Point",
      eventPattern: Fn.jsonencode({
        source: ["aws.s3"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["s3.amazonaws.com"],
          eventName: ["SubmitMultiRegionAccessPointRoutes"],
        },
      }),
    });
    const addTarget = (id: string, targetId: string, arn: string) =>
      new CloudwatchEventTarget(this, id, {
        provider,
        rule: rule.name,
        targetId,
        arn,
        inputTransformer: MESSAGE,
      });
    addTarget("Target", "topic", this.topic.arn);
    for (const arn of props.topicArns ?? []) {
      const [account, topic] = arn.split(":").slice(-2);
      addTarget(`${account}-${topic}`, `${account}-${topic}`.slice(0, 64), arn);
    }
  }
}

const MESSAGE = {
  inputPaths: {
    who: "$.detail.userIdentity.arn",
    when: "$.time",
    where: "$.detail.awsRegion",
    what: "$.detail.requestParameters",
    error: "$.detail.errorCode",
  },
  inputTemplate:
    '"<who> submitted routes of a Multi-Region Access Point at <when> through <where> (error: <error>): <what>"',
};
