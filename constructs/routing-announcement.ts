import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { EncryptedTopic } from "./encrypted-topic";

export interface RoutingAnnouncementProps {
  /** The access point's name; the topic and the rule are called `NAME-routing`. */
  readonly name: string;
  readonly accountId: string;
  /** E-mail addresses; each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /** Topics of the same Region that are told, too; their policies must let events.amazonaws.com publish. @default none */
  readonly topicArns?: readonly string[];
  /** The provider of the Region whose events are heard. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * Tells a topic whenever anybody submits routes, or tries to. CloudTrail must record management events in the Region,
 * which every account's event history does. One hears one Region: make one for each whose events matter.
 */
export class RoutingAnnouncement extends Construct {
  readonly topic: EncryptedTopic;
  /** A literal: EventBridge's metrics of the rule have it as a dimension. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: RoutingAnnouncementProps) {
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
    const tell = (id: string, targetId: string, arn: string) =>
      new CloudwatchEventTarget(this, id, {
        provider,
        rule: rule.name,
        targetId,
        arn,
        inputTransformer: WORDS,
      });
    tell("Target", "topic", this.topic.arn);
    for (const arn of props.topicArns ?? []) {
      const [account, topic] = arn.split(":").slice(-2);
      tell(`${account}-${topic}`, `${account}-${topic}`.slice(0, 64), arn);
    }
  }
}

const WORDS = {
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
