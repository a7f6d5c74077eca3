import { aliasOutcome, keyOutcome, rotationOutcome } from "../../../../cli/verify/checks/keys";
import { AGAIN, line } from "./outcomes";

const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
const policy = (Sid: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Action: "kms:*", Resource: "*" }],
  });
const outcome = (key: { state?: string; policy?: string } | undefined) =>
  line(
    keyOutcome({
      name: "alias/photos-alerts",
      region: "eu-west-1",
      shown: "photos",
      wanted: policy("Account"),
      key: key && { arn, state: "Enabled", policy: policy("Account"), ...key },
    }),
  );

test("a key that can be used", () => {
  expect(outcome({})).toBe(
    "ok: The key alias/photos-alerts in eu-west-1 is enabled, and has the policy of the stack.",
  );
});

test("a key that cannot be used", () => {
  expect(outcome(undefined)).toBe(
    `error: The key alias/photos-alerts in eu-west-1 does not exist. | ${AGAIN} creates it.`,
  );
  expect(outcome({ state: "Disabled" })).toBe(
    `error: The key alias/photos-alerts in eu-west-1 is disabled. Nothing can be encrypted with it. | Enable the key ${arn}.`,
  );
  expect(outcome({ state: "PendingDeletion" })).toBe(
    `error: The key alias/photos-alerts in eu-west-1 is about to be deleted. | Cancel the deletion of the key ${arn}, then enable the key.`,
  );
  expect(outcome({ state: "Unavailable" })).toBe(
    `error: The key alias/photos-alerts in eu-west-1 is Unavailable, not Enabled. | Look at the key ${arn} in KMS.`,
  );
  expect(outcome({ policy: policy("Other") })).toBe(
    `error: The policy of the key alias/photos-alerts in eu-west-1 lacks the statement Account and has the additional statement Other. | ${AGAIN} restores the policy.`,
  );
});

const own = { name: "alias/photos-objects", region: "eu-west-1", shown: "photos" };

test("an alias that does not point to the key of the stack", () => {
  expect(aliasOutcome(own, arn, arn)).toBeUndefined();
  expect(line(aliasOutcome(own, arn, undefined)!)).toBe(
    `error: The alias alias/photos-objects in eu-west-1 does not exist. The key of the stack is ${arn}. | ${AGAIN} restores the alias.`,
  );
  expect(line(aliasOutcome(own, arn, `${arn}2`)!)).toBe(
    `error: The alias alias/photos-objects in eu-west-1 points to the key ${arn}2, not to ${arn}. | ${AGAIN} restores the alias.`,
  );
});

test("a key that is not rotated", () => {
  const key = { arn, state: "Enabled", policy: "{}" };
  expect(line(rotationOutcome({ ...own, key }, true))).toBe(
    "ok: KMS rotates the key alias/photos-objects in eu-west-1 every year.",
  );
  expect(line(rotationOutcome({ ...own, key }, false))).toBe(
    `warning: The rotation of the key alias/photos-objects in eu-west-1 (${arn}) is off. | ${AGAIN} turns it on.`,
  );
  expect(line(rotationOutcome({ ...own, key: undefined }, false))).toBe(
    `error: The key alias/photos-objects in eu-west-1 does not exist. | ${AGAIN} creates it.`,
  );
});
