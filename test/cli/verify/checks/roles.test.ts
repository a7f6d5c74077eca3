import { roleOutcome } from "../../../../cli/verify/checks/roles";
import { AGAIN, line } from "./outcomes";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = policy({
  Sid: "S3",
  Effect: "Allow",
  Principal: { Service: ["s3.amazonaws.com"] },
  Action: ["sts:AssumeRole"],
});
const write = { Sid: "WriteReplicas", Effect: "Allow", Action: ["s3:ReplicateObject"], Resource: ["*"] };
const element = (type: string, body: object) =>
  ({ address: `${type}.x`, type, label: "x", region: "us-west-2", body }) as never;
const outcome = (more: object = {}) =>
  line(
    roleOutcome({
      name: "photos-replication",
      effect: "S3 cannot replicate",
      shown: "photos",
      role: element("aws_iam_role", { assume_role_policy: trust }),
      found: { trust },
      inline: [element("aws_iam_role_policy", { name: "replication", policy: policy(write) })],
      documents: [policy(write)],
      ...more,
    }),
  );

test("a role as in the stack", () => {
  expect(outcome()).toBe(
    "ok: The role photos-replication has the trust policy and the permissions of the stack.",
  );
});

test("a role that is missing, or that its service may not assume", () => {
  expect(outcome({ found: undefined })).toBe(
    `error: The role photos-replication does not exist: S3 cannot replicate. | ${AGAIN} creates it.`,
  );
  expect(outcome({ found: { trust: policy() } })).toBe(
    `error: The trust policy of the role photos-replication lacks the statement S3: S3 cannot replicate. | ${AGAIN} restores the policy.`,
  );
});

test("a policy that allows less, or more", () => {
  expect(outcome({ documents: [undefined] })).toBe(
    `error: The policy replication of the role photos-replication is missing: S3 cannot replicate. | ${AGAIN} restores the policy.`,
  );
  const more = { ...write, Sid: "More" };
  expect(outcome({ documents: [policy(write, more)] })).toBe(
    `warning: The policy replication of the role photos-replication has the additional statement More. It allows more than the stack gives it. | ${AGAIN} restores the policy.`,
  );
});

test("a permissions boundary that is not in the stack", () => {
  expect(outcome({ found: { trust, boundary: "arn:aws:iam::123456789012:policy/limit" } })).toBe(
    `error: The role photos-replication has the permissions boundary arn:aws:iam::123456789012:policy/limit, not none. | ${AGAIN} restores it.`,
  );
});

test("a policy with the ARN of an access point that does not exist", () => {
  const inline = [element("aws_iam_role_policy", { name: "routing", policy: "${aws_x.y.arn}" })];
  expect(outcome({ inline })).toBe(
    `not known: The policy routing of the role photos-replication cannot be compared without the access point. | ${AGAIN} creates it.`,
  );
});
