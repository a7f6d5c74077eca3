import { RoutingChangeForwarding } from "../../constructs/routing-change-forwarding";
import { synthPlain } from "../support/synth";

const BUS = "arn:aws:events:us-west-2:123456789012:event-bus/default";
const ROLE = "arn:aws:iam::123456789012:role/forwarding";

test("a rule forwards the event to the bus of another Region, or to a queue if that fails", () => {
  const stack = synthPlain(["eu-west-1"], (plain) => {
    new RoutingChangeForwarding(plain, "forwarding", {
      name: "my-mrap-routing",
      eventBusArn: BUS,
      roleArn: ROLE,
      provider: plain.providers.in("eu-west-1"),
    });
  });
  expect(stack.resource("aws_cloudwatch_event_rule")).toMatchObject({
    name: "my-mrap-routing",
    provider: "aws.eu_west_1",
  });
  expect(stack.resource("aws_cloudwatch_event_target")).toEqual({
    rule: "${aws_cloudwatch_event_rule.forwarding/Rule.name}",
    target_id: "event-bus",
    arn: BUS,
    role_arn: ROLE,
    dead_letter_config: { arn: "${aws_sqs_queue.forwarding/undelivered/Queue.arn}" },
    provider: "aws.eu_west_1",
  });
});
