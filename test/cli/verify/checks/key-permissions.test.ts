import { keyPermissionsOutcome, type KeyAnswer } from "../../../../cli/verify/checks/key-permissions";
import { line } from "./outcomes";

const role = "arn:aws:iam::123456789012:role/reports";
const [IRELAND, MUMBAI] = [
  "arn:aws:kms:eu-west-1:123456789012:key/a",
  "arn:aws:kms:ap-south-1:123456789012:key/b",
];

const decided = (decision: string, missingKeys: string[] = [], byOrganization = true) => ({
  action: "kms:Decrypt",
  decision,
  byOrganization,
  missingKeys,
});
const answer = (more: Partial<KeyAnswer>, key = IRELAND): KeyAnswer => ({
  key,
  action: "kms:Decrypt",
  verdict: "identity",
  decision: decided("allowed"),
  ...more,
});
const outcome = (answers: KeyAnswer[], part: "reader" | "writer" = "reader"): string =>
  line(keyPermissionsOutcome(role, part, answers, (what) => `Allow ${what}.`));

test("a principal that the policies of the keys name, or whose own policies allow it", () => {
  const named = answer({ verdict: "allowed", decision: decided("implicitDeny") });
  expect(outcome([named, answer({}, MUMBAI)])).toBe(
    `ok: ${role} may use the keys of the buckets through S3 to read.`,
  );
  expect(outcome([named], "writer")).toBe(
    `ok: ${role} may use the keys of the buckets through S3 to read and write.`,
  );
});

test("its own policies do not allow the key", () => {
  const lacking = { decision: decided("implicitDeny", ["s3:DataAccessPointArn"]) };
  expect(outcome([answer(lacking), answer(lacking, MUMBAI)])).toBe(
    `error: The policies of ${role} do not allow kms:Decrypt on the keys ${IRELAND} and ${MUMBAI}, and the policy of the key lets them decide. | Attach the policy of the output reader_policy (terraform output -raw reader_policy) to it.`,
  );
  expect(outcome([answer({ ...lacking, action: "kms:GenerateDataKey" })], "writer")).toContain(
    "terraform output -raw writer_policy",
  );
});

test("a Deny statement, of its own or of the organization, wins over the policy of the key", () => {
  expect(outcome([answer({ verdict: "allowed", decision: decided("explicitDeny") })])).toBe(
    `error: A policy of ${role} denies kms:Decrypt on the key ${IRELAND}. | Remove the Deny statement from the policies or the permissions boundary.`,
  );
  expect(outcome([answer({ verdict: "allowed", decision: decided("implicitDeny", [], false) })])).toBe(
    `error: A service control policy denies kms:Decrypt on the key ${IRELAND} to ${role}. | Ask the administrators of your organization to allow these actions.`,
  );
});

test.each(["no", "denied"] as const)("the policy of the key says %s", (verdict) => {
  expect(outcome([answer({ verdict })])).toBe(
    `error: The policy of the key does not allow kms:Decrypt on the key ${IRELAND} to ${role}. | Allow kms:Decrypt on the key ${IRELAND} to ${role}.`,
  );
});

test("the policy of the key cannot be read", () => {
  const unread = answer({ verdict: undefined });
  expect(outcome([unread])).toBe(
    `not known: Whether ${role} may use kms:Decrypt on the key ${IRELAND} is not known: your role may not read the policy of the key. The policies of ${role} allow it. | Allow kms:GetKeyPolicy to your role, then run the command again.`,
  );
  expect(outcome([{ ...unread, decision: decided("implicitDeny") }])).toContain(
    `The policies of ${role} do not show that it may.`,
  );
});

test("a condition decides that no simulation knows", () => {
  const text = `not known: Whether ${role} may use kms:Decrypt on the key ${IRELAND} depends on a condition that only a request meets. | Send a request as this principal.`;
  expect(outcome([answer({ verdict: "unclear" })])).toBe(text);
  expect(outcome([answer({ decision: decided("implicitDeny", ["aws:SourceVpce"]) })])).toBe(text);
});

test("a principal of another account is never called sound", () => {
  expect(outcome([answer({ verdict: "allowed", decision: undefined })])).toBe(
    `not known: The policies of the keys allow ${role}. Whether its own policies allow kms:Decrypt on the key ${IRELAND} is not known: IAM does not simulate the policies of another account, or of a whole account. | Run iam:SimulatePrincipalPolicy in that account for a role.`,
  );
});
