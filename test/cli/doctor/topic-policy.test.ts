import { grants, type Grant } from "../../../cli/doctor/topic-policy";

const topic = "arn:aws:sns:eu-west-1:123456789012:operators";
const cloudWatch = {
  service: "cloudwatch.amazonaws.com",
  action: "sns:Publish",
  account: "123456789012",
  region: "eu-west-1",
};
const allow = (more: object = {}): object => ({
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topic,
  ...more,
});
const policy = (...Statement: object[]): string => JSON.stringify({ Statement });
const deny = (Condition?: object): object => ({
  ...allow({ Effect: "Deny" }),
  ...(Condition && { Condition }),
});

test.each<[string, string, Grant]>([
  ["no statement", "{}", "no"],
  ["the service", policy(allow()), "yes"],
  ["one statement that is not a list", JSON.stringify({ Statement: allow() }), "yes"],
  [
    "the service in a list",
    policy(allow({ Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] } })),
    "yes",
  ],
  ["everyone", policy(allow({ Principal: "*" })), "yes"],
  ["every AWS principal", policy(allow({ Principal: { AWS: "*" } })), "yes"],
  ["another service", policy(allow({ Principal: { Service: "events.amazonaws.com" } })), "no"],
  ["another action", policy(allow({ Action: "sns:Subscribe" })), "no"],
  ["a pattern of actions, in any case", policy(allow({ Action: ["SNS:Pub*"] })), "yes"],
  ["everything but an action", policy(allow({ Action: undefined, NotAction: "sns:Subscribe" })), "yes"],
  [
    "the account",
    policy(allow({ Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } } })),
    "yes",
  ],
  [
    "another account",
    policy(allow({ Condition: { StringEquals: { "aws:SourceAccount": "210987654321" } } })),
    "no",
  ],
  [
    "the alarms of the Region",
    policy(
      allow({
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*" } },
      }),
    ),
    "yes",
  ],
  [
    "the alarms of another Region",
    policy(
      allow({
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*" } },
      }),
    ),
    "no",
  ],
  [
    "a condition that is not understood",
    policy(allow({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } })),
    "unclear",
  ],
  [
    "one clear statement besides one that is not",
    policy(allow({ Condition: { Bool: { "x:y": "true" } } }), allow()),
    "yes",
  ],
  ["a Deny statement", policy(allow(), deny()), "no"],
  [
    "a Deny statement for requests without TLS",
    policy(allow(), deny({ Bool: { "aws:SecureTransport": "false" } })),
    "yes",
  ],
  [
    "a Deny statement with another condition",
    policy(allow(), deny({ StringNotEquals: { "aws:SourceAccount": "1" } })),
    "unclear",
  ],
])("a policy with %s lets CloudWatch publish: %3$s", (_, text, expected) => {
  expect(grants(text, cloudWatch)).toBe(expected);
});

test("EventBridge sends no keys, so a condition never holds", () => {
  const events = { ...cloudWatch, service: "events.amazonaws.com" };
  const statement = (Condition?: object) =>
    policy(allow({ Principal: { Service: "events.amazonaws.com" }, ...(Condition && { Condition }) }));
  expect(grants(statement(), events)).toBe("yes");
  expect(grants(statement({ StringEquals: { "aws:SourceAccount": "123456789012" } }), events)).toBe("no");
});
