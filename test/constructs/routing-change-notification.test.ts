import { RoutingChangeNotification } from "../../constructs/routing-change-notification";
import { synthPlain } from "../support/synth";

const synthesized = synthPlain(["us-west-2"], (stack) => {
  new RoutingChangeNotification(stack, "notification", {
    name: "my-mrap",
    accountId: stack.accountId,
    emails: ["ops@example.com"],
    topicArns: ["arn:aws:sns:us-west-2:210987654321:ops"],
    provider: stack.providers.in("us-west-2"),
  });
});

test("every call that submits routes is published to the topics as a message", () => {
  const rule = synthesized.resource("aws_cloudwatch_event_rule");
  expect(rule).toMatchObject({ provider: "aws.us_west_2", name: "my-mrap-routing" });
  expect(rule.event_pattern).toContain("SubmitMultiRegionAccessPointRoutes");
  expect(rule.event_pattern).toContain("AWS API Call via CloudTrail");
  const targets = Object.values(synthesized.resources("aws_cloudwatch_event_target"));
  expect(targets.map(({ arn, target_id }) => [target_id, arn])).toEqual([
    ["210987654321-ops", "arn:aws:sns:us-west-2:210987654321:ops"],
    ["topic", "${aws_sns_topic.notification/Topic/Resource.arn}"],
  ]);
  for (const { input_transformer } of targets) {
    const { input_paths, input_template } = input_transformer;
    for (const [, path] of input_template.matchAll(/<(\w+)>/g))
      expect(Object.keys(input_paths)).toContain(path);
  }
});

test("the topic is encrypted with a key that EventBridge may use, and its policy has no condition", () => {
  expect(synthesized.resource("aws_sns_topic").kms_master_key_id).toContain("aws_kms_key.");
  expect(synthesized.statements("notification/Topic/key").ServicePublishesEncrypted).toMatchObject({
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    principals: [{ identifiers: ["events.amazonaws.com"], type: "Service" }],
  });
  const publish = synthesized.statements("notification/Topic/Publishers").ServicePublishes!;
  expect(publish.actions).toEqual(["sns:Publish"]);
  expect(publish.condition).toBeUndefined();
  expect(synthesized.resource("aws_sns_topic_subscription")).toMatchObject({ endpoint: "ops@example.com" });
});
