import { RoutingChangeNotification } from "../../constructs/routing-change-notification";
import { synthPlain } from "../support/synth";

const make = (topicArns: readonly string[] = ["arn:aws:sns:us-west-2:210987654321:ops"]) =>
  synthPlain(["us-west-2", "eu-west-1", "us-east-1"], (stack) => {
    new RoutingChangeNotification(stack, "notification", {
      name: "my-mrap",
      accountId: stack.accountId,
      region: "us-west-2",
      emails: ["ops@example.com"],
      topicArns,
      provider: stack.providers.in("us-west-2"),
      forwardFrom: new Map(["eu-west-1", "us-east-1"].map((region) => [region, stack.providers.in(region)])),
      path: "/apps/",
      permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
    });
  });
const synthesized = make();
const targets = (stack = synthesized) => stack.resources("aws_cloudwatch_event_target");

test("the topic and existing topics receive a message, or a queue if that fails", () => {
  for (const [label, targetId, arn] of [
    ["Target", "topic", "${aws_sns_topic.notification/Topic/Resource.arn}"],
    ["210987654321-ops", "210987654321-ops", "arn:aws:sns:us-west-2:210987654321:ops"],
  ]) {
    expect(targets()[`notification/${label}`]).toMatchObject({
      target_id: targetId,
      arn,
      provider: "aws.us_west_2",
      dead_letter_config: { arn: "${aws_sqs_queue.notification/undelivered/Queue.arn}" },
      input_transformer: { input_paths: { who: "$.detail.userIdentity.arn" } },
    });
  }
});

test("each Region has a rule of the same name, and other Regions forward to the bus of the topic's Region", () => {
  const rules = Object.values(synthesized.resources("aws_cloudwatch_event_rule"));
  expect(rules.map(({ name, provider }) => [name, provider]).sort()).toEqual([
    ["my-mrap-routing", "aws.eu_west_1"],
    ["my-mrap-routing", "aws.us_east_1"],
    ["my-mrap-routing", "aws.us_west_2"],
  ]);
  const bus = "arn:aws:events:us-west-2:${data.aws_caller_identity.current.account_id}:event-bus/default";
  for (const region of ["eu-west-1", "us-east-1"]) {
    expect(targets()[`notification/${region}/Target`]).toMatchObject({
      arn: bus,
      role_arn: "${aws_iam_role.notification/forwarding/Role.arn}",
    });
  }
  expect(synthesized.statements("notification/forwarding/Permissions")).toEqual({
    PutEventsOnThisBus: {
      sid: "PutEventsOnThisBus",
      actions: ["events:PutEvents"],
      resources: [bus],
    },
  });
});

test("the forwarding role has the path and the permissions boundary of the props", () => {
  expect(synthesized.resource("aws_iam_role")).toMatchObject({
    name: "my-mrap-routing-forwarding",
    path: "/apps/",
    permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
  });
});

test("without other Regions there is neither forwarding nor a role", () => {
  const stack = synthPlain(["us-west-2"], (plain) => {
    new RoutingChangeNotification(plain, "notification", {
      name: "my-mrap",
      accountId: plain.accountId,
      region: "us-west-2",
    });
  });
  expect(Object.keys(stack.resources("aws_cloudwatch_event_rule"))).toEqual(["notification/Rule"]);
  expect(stack.types).not.toContain("aws_iam_role");
});

test("target ids fit 64 characters, and long ids that differ at the end stay unique", () => {
  const arn = (topic: string) => `arn:aws:sns:us-west-2:210987654321:${topic}`;
  const long = "a".repeat(60);
  const ids = (...topics: string[]) =>
    topics.map(
      (topic) => targets(make(topics.map(arn)))[`notification/210987654321-${topic}`]!.target_id as string,
    );
  const [one, two, short] = ids(`${long}-1`, `${long}-2`, "ops");
  expect(one).not.toBe(two);
  expect([one!.length, two!.length]).toEqual([64, 64]);
  expect(short).toBe("210987654321-ops");
  // A long id without a collision is cut as before, because another id replaces the target.
  expect(ids(`${long}-1`)).toEqual([`210987654321-${"a".repeat(51)}`]);
});

test("EventBridge may use the topic's key for this topic only, and the topic policy has no condition", () => {
  expect(synthesized.resource("aws_sns_topic").kms_master_key_id).toContain("aws_kms_key.");
  expect(synthesized.statements("notification/Topic/key").ServicePublishesEncrypted).toMatchObject({
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    principals: [{ identifiers: ["events.amazonaws.com"], type: "Service" }],
    condition: [
      {
        test: "StringEquals",
        variable: "kms:EncryptionContext:aws:sns:topicArn",
        values: ["arn:aws:sns:us-west-2:${data.aws_caller_identity.current.account_id}:my-mrap-routing"],
      },
    ],
  });
  const publish = synthesized.statements("notification/Topic/Publishers").ServicePublishes!;
  expect(publish.actions).toEqual(["sns:Publish"]);
  expect(publish.condition).toBeUndefined();
  expect(synthesized.resource("aws_sns_topic_subscription")).toMatchObject({ endpoint: "ops@example.com" });
});
