import { EventDeadLetterQueue } from "../../constructs/event-dead-letter-queue";
import { synthPlain } from "../support/synth";

const RULE = "arn:aws:events:eu-west-1:123456789012:rule/my-mrap-routing";
const stack = synthPlain(["eu-west-1"], (plain) => {
  new EventDeadLetterQueue(plain, "undelivered", {
    queueName: "my-mrap-routing-undelivered",
    ruleArn: RULE,
    provider: plain.providers.in("eu-west-1"),
  });
});

test("is encrypted and keeps events for 14 days", () => {
  expect(stack.resource("aws_sqs_queue")).toEqual({
    name: "my-mrap-routing-undelivered",
    message_retention_seconds: 1209600,
    sqs_managed_sse_enabled: true,
    provider: "aws.eu_west_1",
  });
});

test("accepts only events of this rule from EventBridge", () => {
  expect(stack.statements("undelivered/Senders")).toEqual({
    EventBridgeSendsEventsOfThisRule: {
      sid: "EventBridgeSendsEventsOfThisRule",
      principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
      actions: ["sqs:SendMessage"],
      resources: ["${aws_sqs_queue.undelivered/Queue.arn}"],
      condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [RULE] }],
    },
  });
});
