import { EncryptedTopic } from "../../constructs/encrypted-topic";
import { synthPlain } from "../support/synth";

const EU = ["eu-west-1"];

const make = (emails: string[] = []) =>
  synthPlain(EU, (stack) => {
    new EncryptedTopic(stack, "alerts", {
      publisher: "cloudwatch.amazonaws.com",
      name: "my-mrap-alerts",
      accountId: stack.accountId,
      emails,
      provider: stack.providers.in("eu-west-1"),
    });
  });

test("is encrypted with its own rotating key that CloudWatch may use", () => {
  const stack = make();
  expect(stack.resource("aws_sns_topic").kms_master_key_id).toBe("${aws_kms_key.alerts/Key.arn}");
  expect(stack.resource("aws_kms_key")).toMatchObject({
    enable_key_rotation: true,
    provider: "aws.eu_west_1",
  });
  expect(stack.statements("alerts/key").ServicePublishesEncrypted).toEqual({
    sid: "ServicePublishesEncrypted",
    principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
  });
});

test("allows the service to publish on behalf of this account only", () => {
  expect(make().statements("alerts/Publishers").ServicePublishes).toMatchObject({
    actions: ["sns:Publish"],
    condition: [
      {
        test: "StringEquals",
        variable: "aws:SourceAccount",
        values: ["${data.aws_caller_identity.current.account_id}"],
      },
    ],
  });
});

test("has one subscription for each email address", () => {
  const subscriptions = Object.values(
    make(["a@example.com", "b@example.com"]).resources("aws_sns_topic_subscription"),
  );
  expect(subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
    ["email", "a@example.com"],
    ["email", "b@example.com"],
  ]);
});
