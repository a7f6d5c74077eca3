import { queueOutcome } from "../../../../cli/verify/checks/queues";
import { AGAIN, line } from "./outcomes";

const policy = (Sid: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Action: "sqs:*", Resource: "*" }],
  });

test("a queue as in the stack, missing, closed, not encrypted, or with messages", () => {
  const good = { policy: policy("Send"), encrypted: true, messages: 0 };
  const outcome = (queue: Partial<typeof good> | undefined, isDeadLetter = true) =>
    line(
      queueOutcome({
        name: "photos-undelivered",
        region: "eu-west-1",
        shown: "photos",
        wanted: policy("Send"),
        queue: queue && { ...good, ...queue },
        isDeadLetter,
      }),
    );
  expect(outcome({})).toBe(
    "ok: The queue photos-undelivered in eu-west-1 is encrypted and has the policy of the stack.",
  );
  expect(outcome(undefined)).toBe(
    `error: The queue photos-undelivered in eu-west-1 does not exist. | ${AGAIN} creates it.`,
  );
  expect(outcome({ policy: policy("Other") })).toMatch(/^error: .* lacks the statement Send/);
  expect(outcome({ encrypted: false })).toBe(
    `error: The queue photos-undelivered in eu-west-1 is not encrypted. | ${AGAIN} encrypts it.`,
  );
  expect(outcome({ messages: 2 })).toBe(
    "warning: The queue photos-undelivered in eu-west-1 contains about 2 routing changes that EventBridge could not deliver. | Read the messages: each names the error. Delete them after you fixed the cause.",
  );
  expect(outcome({ messages: 2 }, false)).toMatch(/^ok: /);
});
