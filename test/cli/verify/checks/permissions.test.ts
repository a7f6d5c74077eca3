import { permissionsOutcome } from "../../../../cli/verify/checks/permissions";
import { line } from "./outcomes";

const role = "arn:aws:iam::123456789012:role/reports";
const decided = (action: string, decision: string, byOrganization = true, missingKeys: string[] = []) => ({
  action,
  decision,
  byOrganization,
  missingKeys,
});

test("a reader that may read and not write, and a writer that may do both", () => {
  const decisions = [decided("s3:GetObject", "allowed"), decided("s3:PutObject", "implicitDeny")];
  expect(line(permissionsOutcome(role, "reader", decisions))).toBe(
    `ok: The policies of ${role} allow reads through the access point, and no writes.`,
  );
  expect(line(permissionsOutcome(role, "writer", [decided("s3:PutObject", "allowed")]))).toBe(
    `ok: The policies of ${role} allow reads and writes through the access point.`,
  );
});

test("an action that is not allowed, denied, or denied by the organization", () => {
  const lacking = [decided("s3:GetObject", "implicitDeny"), decided("s3:ListBucket", "implicitDeny")];
  expect(line(permissionsOutcome(role, "reader", lacking))).toBe(
    `error: The policies of ${role} do not allow s3:GetObject, s3:ListBucket through the access point. | Attach the policy of the output reader_policy (terraform output -raw reader_policy) to it.`,
  );
  expect(line(permissionsOutcome(role, "writer", [decided("s3:PutObject", "explicitDeny")]))).toBe(
    `error: A policy of ${role} denies s3:PutObject through the access point. | Remove the Deny statement from the policies or the permissions boundary.`,
  );
  expect(line(permissionsOutcome(role, "writer", [decided("s3:PutObject", "implicitDeny", false)]))).toBe(
    `error: A service control policy denies s3:PutObject to ${role}. | Ask the administrators of your organization to allow these actions.`,
  );
});

test("a decision that depends on a key of the request is not known", () => {
  const decisions = [decided("s3:GetObject", "implicitDeny", true, ["aws:SourceVpce"])];
  expect(line(permissionsOutcome(role, "reader", decisions))).toBe(
    `not known: Whether ${role} may use the access point depends on aws:SourceVpce, which only a request has: s3:GetObject is not allowed without it. | Send a request as this principal.`,
  );
  const allowed = [decided("s3:GetObject", "allowed", true, ["aws:SourceVpce"])];
  expect(permissionsOutcome(role, "reader", allowed).level).toBe("ok");
});

test("a reader that may write. The listing of uploads changes nothing", () => {
  const decisions = [decided("s3:GetObject", "allowed"), decided("s3:PutObject", "allowed")];
  expect(line(permissionsOutcome(role, "reader", decisions))).toBe(
    `warning: ${role} is a reader, and its policies also allow s3:PutObject through the access point. | Remove these actions from its policies, or list it in access.writers.`,
  );
  const listing = [decided("s3:GetObject", "allowed"), decided("s3:ListBucketMultipartUploads", "allowed")];
  expect(permissionsOutcome(role, "reader", listing).level).toBe("ok");
});
