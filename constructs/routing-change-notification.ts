import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { createHash } from "node:crypto";
import { EncryptedTopic } from "./encrypted-topic";
import { EventDeadLetterQueue } from "./event-dead-letter-queue";
import { EVENT_TARGET_ID_LENGTH } from "./limits";
import { fitRoleName } from "./role-name";
import type { RoleOptions } from "./role-options";
import { RoutingChangeForwarding } from "./routing-change-forwarding";
import { ROUTING_CHANGE_MESSAGE } from "./routing-change-message";
import { routingChangeRule } from "./routing-change-rule";

export interface RoutingChangeNotificationProps extends RoleOptions {
  /** The access point's name. The topic and the rules are named `NAME-routing`. */
  readonly name: string;
  readonly accountId: string;
  /** The Region of the topic. */
  readonly region: string;
  /** Email addresses. Each must confirm its subscription. @default none */
  readonly emails?: readonly string[];
  /** ARNs of topics in the same Region to notify as well. Their policies must allow events.amazonaws.com to publish. @default none */
  readonly topicArns?: readonly string[];
  /** The provider of the topic's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** The providers of other Regions, keyed by Region, whose calls are forwarded to the topic's Region. @default none */
  readonly forwardFrom?: ReadonlyMap<string, TerraformProvider>;
}

/**
 * Notifies a topic of every call that submits routes, whether it succeeds or fails.
 *
 * Five Regions serve the routes API. CloudTrail records a call in the Region that received it, so each of these Regions
 * has a rule. The rules of other Regions forward the events to the topic's Region, where one topic has all messages.
 *
 * A topic policy for EventBridge can have no condition. A rule of any account can therefore publish to this topic, and
 * the message tells the reader to look up the event in CloudTrail.
 *
 * @example
 * new RoutingChangeNotification(stack, "routing", {
 *   name: "photos",
 *   accountId: "123456789012",
 *   region: "us-west-2",
 *   emails: ["operators@example.com"],
 *   forwardFrom: new Map([["eu-west-1", providers.in("eu-west-1")]]),
 * });
 */
export class RoutingChangeNotification extends Construct {
  readonly topic: EncryptedTopic;
  /** The name of the rule in each Region, as a literal. It is a dimension of the rule's metrics. */
  readonly ruleName: string;
  /** The Regions whose calls are announced. The first one is the topic's Region. */
  readonly regions: readonly string[];
  /** The queues of events that were not delivered, by Region. */
  readonly undelivered: ReadonlyMap<string, EventDeadLetterQueue>;

  constructor(scope: Construct, id: string, props: RoutingChangeNotificationProps) {
    super(scope, id);
    const { provider, region, accountId } = props;
    const name = `${props.name}-routing`;
    this.ruleName = name;
    this.topic = new EncryptedTopic(this, "Topic", {
      name,
      accountId,
      publisher: "events.amazonaws.com",
      onlyForThisAccount: false,
      emails: props.emails,
      region,
      provider,
    });
    const rule = routingChangeRule(this, { name, provider });
    const queue = new EventDeadLetterQueue(this, "undelivered", {
      queueName: `${name}-undelivered`,
      ruleArn: rule.arn,
      provider,
    });
    const addTarget = (id: string, targetId: string, arn: string) =>
      new CloudwatchEventTarget(this, id, {
        provider,
        rule: rule.name,
        targetId,
        arn,
        inputTransformer: ROUTING_CHANGE_MESSAGE,
        deadLetterConfig: { arn: queue.arn },
      });
    addTarget("Target", "topic", this.topic.arn);
    for (const [id, { targetId, arn }] of topicTargets(props.topicArns ?? [])) addTarget(id, targetId, arn);

    const undelivered = new Map([[region, queue]]);
    if (props.forwardFrom?.size) {
      const eventBusArn = `arn:aws:events:${region}:${accountId}:event-bus/default`;
      const roleArn = this.forwardingRole(props, eventBusArn).arn;
      for (const [source, sourceProvider] of props.forwardFrom) {
        const forwarding = new RoutingChangeForwarding(this, source, {
          name,
          eventBusArn,
          roleArn,
          provider: sourceProvider,
        });
        undelivered.set(source, forwarding.undelivered);
      }
    }
    this.undelivered = undelivered;
    this.regions = [...undelivered.keys()];
  }

  private forwardingRole(props: RoutingChangeNotificationProps, eventBusArn: string): IamRole {
    const role = new Construct(this, "forwarding");
    const trust = new DataAwsIamPolicyDocument(role, "trust", {
      statement: [
        {
          sid: "EventBridgeForwardsEvents",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
        },
      ],
    });
    const permissions = new DataAwsIamPolicyDocument(role, "Permissions", {
      statement: [{ sid: "PutEventsOnThisBus", actions: ["events:PutEvents"], resources: [eventBusArn] }],
    });
    const iamRole = new IamRole(role, "Role", {
      name: fitRoleName(`${props.name}-routing-forwarding`),
      description: "Used by EventBridge to forward routing changes of a Multi-Region Access Point",
      path: props.path,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: trust.json,
    });
    new IamRolePolicy(role, "Policy", { name: "forwarding", role: iamRole.id, policy: permissions.json });
    return iamRole;
  }
}

/** The targets of existing topics, by construct id. An id that is too long for EventBridge is cut. */
function topicTargets(arns: readonly string[]): Map<string, { targetId: string; arn: string }> {
  const names = arns.map((arn) => arn.split(":").slice(-2).join("-"));
  const cut = names.map((name) => name.slice(0, EVENT_TARGET_ID_LENGTH));
  return new Map(
    arns.map((arn, index) => {
      const name = names[index]!;
      let targetId = cut[index]!;
      // Only ids that would collide have a hash, because a new id replaces the target of a deployed environment.
      if (cut.filter((other) => other === targetId).length > 1) {
        const hash = createHash("sha256").update(arn).digest("hex").slice(0, 8);
        targetId = `${name.slice(0, EVENT_TARGET_ID_LENGTH - hash.length - 1)}-${hash}`;
      }
      return [name, { targetId, arn }];
    }),
  );
}
