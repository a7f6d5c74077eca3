import {
  notificationsOutcome,
  subscriptionsOutcome,
  topicOutcome,
} from "../../../../cli/verify/checks/topics";
import { AGAIN, line } from "./outcomes";

const about = { name: "photos-alerts", region: "eu-west-1", shown: "photos" };
const key = "arn:aws:kms:eu-west-1:123456789012:key/1";
const policy = (Sid: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Action: "sns:Publish", Resource: "*" }],
  });

test("a topic as in the stack, missing, without its policy, or with another key", () => {
  const found = { policy: policy("Publish"), key };
  const outcome = (more: object) =>
    line(topicOutcome({ ...about, wanted: policy("Publish"), found, key, ...more }));
  const good =
    "ok: The topic photos-alerts in eu-west-1 has the policy and the key of the stack: its services can publish.";
  expect(outcome({})).toBe(good);
  expect(outcome({ found: { ...found, key: "1" } })).toBe(good);
  expect(outcome({ found: undefined })).toBe(
    `error: The topic photos-alerts in eu-west-1 does not exist. | ${AGAIN} creates it.`,
  );
  expect(outcome({ found: { ...found, policy: policy("Other") } })).toBe(
    `error: The policy of the topic photos-alerts in eu-west-1 lacks the statement Publish and has the additional statement Other. | ${AGAIN} restores the policy.`,
  );
  expect(outcome({ found: { ...found, key: "alias/aws/sns" } })).toBe(
    `error: The topic photos-alerts in eu-west-1 is encrypted with alias/aws/sns, not with ${key}. | ${AGAIN} sets the key.`,
  );
  expect(outcome({ found: { policy: policy("Publish") } })).toBe(
    `error: The topic photos-alerts in eu-west-1 is encrypted with no key, not with ${key}. | ${AGAIN} sets the key.`,
  );
  expect(outcome({ key: undefined })).toBe(
    `error: The topic photos-alerts in eu-west-1 has no key that its services can use. | ${AGAIN} creates the key.`,
  );
});

test("subscriptions that are confirmed, pending or missing", () => {
  const subscription = (confirmed: boolean) => ({
    protocol: "email",
    endpoint: "ops@example.com",
    confirmed,
  });
  const outcome = (found: ReturnType<typeof subscription>[] | undefined, wanted = ["ops@example.com"]) =>
    line(subscriptionsOutcome({ ...about, wanted, found }));
  expect(outcome([subscription(true)])).toBe(
    "ok: The topic photos-alerts in eu-west-1 has 1 confirmed subscription.",
  );
  expect(outcome([subscription(false)])).toBe(
    "warning: ops@example.com did not confirm the subscription to the topic photos-alerts in eu-west-1. | Open the link in the email from AWS Notifications. If it has expired, subscribe the address again.",
  );
  expect(outcome([])).toBe(
    `error: The topic photos-alerts in eu-west-1 has no subscription of ops@example.com. | ${AGAIN} subscribes it. Each address must confirm the subscription.`,
  );
  expect(outcome([], [])).toBe(
    "ok: The topic photos-alerts in eu-west-1 has no subscription, as in the environment file.",
  );
  expect(outcome(undefined)).toBe(
    `not known: The topic photos-alerts in eu-west-1 does not exist. | ${AGAIN} creates it.`,
  );
});

test("an environment that notifies no one", () => {
  expect(line(notificationsOutcome([], 0))).toBe(
    "warning: No one is notified of alarms and routing changes: monitoring.notify is empty, and no topic has a subscription. | Add an email address or the ARN of a topic to monitoring.notify.",
  );
  expect(line(notificationsOutcome([], 2))).toBe(
    "ok: monitoring.notify is empty, but the topics have subscriptions.",
  );
  expect(line(notificationsOutcome(["ops@example.com"], 0))).toBe("ok: monitoring.notify names 1 recipient.");
});
