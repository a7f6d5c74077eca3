import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { EventDeadLetterQueue } from "./event-dead-letter-queue";
import { routingChangeRule } from "./routing-change-rule";

export interface RoutingChangeForwardingProps {
  /** The rule's name. The queue for undelivered events is named `NAME-undelivered`. */
  readonly name: string;
  /** ARN of the event bus that receives the events. */
  readonly eventBusArn: string;
  /** ARN of the role that EventBridge assumes to put the events on that bus. */
  readonly roleArn: string;
  /** The provider of the Region whose events are forwarded. */
  readonly provider: TerraformProvider;
}

/**
 * Forwards the calls that submit routes from the Region of the call to an event bus in another Region.
 *
 * @example
 * new RoutingChangeForwarding(stack, "forwarding", {
 *   name: "photos-routing",
 *   eventBusArn: "arn:aws:events:us-west-2:123456789012:event-bus/default",
 *   roleArn: "arn:aws:iam::123456789012:role/forward-routing-changes",
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class RoutingChangeForwarding extends Construct {
  readonly undelivered: EventDeadLetterQueue;

  constructor(scope: Construct, id: string, props: RoutingChangeForwardingProps) {
    super(scope, id);
    const { provider } = props;
    const rule = routingChangeRule(this, { name: props.name, provider });
    this.undelivered = new EventDeadLetterQueue(this, "undelivered", {
      queueName: `${props.name}-undelivered`,
      ruleArn: rule.arn,
      provider,
    });
    new CloudwatchEventTarget(this, "Target", {
      provider,
      rule: rule.name,
      targetId: "event-bus",
      arn: props.eventBusArn,
      roleArn: props.roleArn,
      deadLetterConfig: { arn: this.undelivered.arn },
    });
  }
}
