import { keyAccessOutcome, type KeyPolicies } from "../../../cli/checks/key-access";
import { accessKeyUses, type KeyUse } from "../../../cli/checks/key-uses";
import { line } from "../verify/checks/outcomes";

const account = "123456789012";
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const use = (more: Partial<KeyUse> = {}): KeyUse => ({
  key,
  region: "eu-west-1",
  principal: role("one"),
  actions: ["kms:Encrypt", "kms:Decrypt"],
  context: {},
  effect: "Objects in us-east-1 do not replicate to eu-west-1.",
  ...more,
});
const policyFor = (AWS: string, Effect = "Allow", Action = "kms:*") =>
  JSON.stringify({ Statement: [{ Effect, Principal: { AWS }, Action, Resource: "*" }] });
const DEFAULT = policyFor(`arn:aws:iam::${account}:root`);
const OWN = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "kms:*", Resource: key }] });

const outcome = (policies: Partial<KeyPolicies>, uses: KeyUse[] = [use()]) =>
  line(
    keyAccessOutcome(
      uses,
      { key, account, policy: DEFAULT, grants: [], roles: new Map([[role("one"), OWN]]), ...policies },
      { key: (what) => `Allow ${what}.`, role: "Fix the role." },
    ),
  );

test("the default policy, with the policy of the role", () => {
  expect(outcome({})).toBe(
    `ok: The policy of the key ${key} lets its principal use the key, or leaves the decision to their own policies.`,
  );
  expect(outcome({ roles: new Map([[role("one"), undefined]]) })).toBe(
    `error: The policy of the key ${key} lets the policies of the roles decide, and they do not allow kms:Encrypt and kms:Decrypt to ${role("one")}. Objects in us-east-1 do not replicate to eu-west-1. | Fix the role.`,
  );
});

test("a policy without the role", () => {
  const policy = policyFor(role("other"));
  expect(outcome({ policy })).toBe(
    `error: The policy of the key ${key} does not allow kms:Encrypt and kms:Decrypt to ${role("one")}. Objects in us-east-1 do not replicate to eu-west-1. | Allow kms:Encrypt and kms:Decrypt to ${role("one")}.`,
  );
  expect(outcome({ policy, grants: undefined })).toBe(
    `not known: The policy of the key ${key} does not allow kms:Encrypt and kms:Decrypt to ${role("one")}. Whether a grant does is not known. | Allow kms:ListGrants to your role, then run the command again.`,
  );
  expect(
    outcome({ policy, grants: [{ GranteePrincipal: role("one"), Operations: ["Encrypt", "Decrypt"] }] }),
  ).toMatch(/^ok: /);
  expect(outcome({ policy, grants: [{ GranteePrincipal: role("one"), Operations: ["Encrypt"] }] })).toContain(
    `does not allow kms:Decrypt to ${role("one")}.`,
  );
});

test("roles with the same fault share a sentence, and a Deny statement is named", () => {
  const policy = JSON.stringify({
    Statement: [
      ...JSON.parse(DEFAULT).Statement,
      ...JSON.parse(policyFor("*", "Deny", "kms:Encrypt")).Statement,
    ],
  });
  const two = [
    use(),
    use({ principal: role("two"), effect: "Objects in eu-west-2 do not replicate to eu-west-1." }),
  ];
  const roles = new Map([
    [role("one"), OWN],
    [role("two"), OWN],
  ]);
  expect(outcome({ policy, roles }, two)).toBe(
    `error: A Deny statement in the policy of the key ${key} denies kms:Encrypt to ${role("one")} and ${role("two")}. Objects in us-east-1 do not replicate to eu-west-1. Objects in eu-west-2 do not replicate to eu-west-1. | Allow kms:Encrypt to ${role("one")} and ${role("two")}.`,
  );
});

test("readers, writers and distributions of the environment file", () => {
  const outside = "arn:aws:iam::210987654321:role/reader";
  const distribution = `arn:aws:cloudfront::${account}:distribution/E1`;
  const environment = {
    access: { readers: [outside, role("reader")], writers: [account], cloudfront: [distribution] },
    regions: { "eu-west-1": { bucket: "photos" } },
    encryption: { type: "kms" },
  };
  const uses = accessKeyUses(environment as never, "eu-west-1", key);
  // The policies of readers and writers are their own.
  expect(outcome({}, uses)).toBe(
    `error: The policy of the key ${key} does not allow kms:Decrypt to ${outside} and cloudfront.amazonaws.com. Readers cannot read objects in eu-west-1. CloudFront cannot read objects in eu-west-1. | Allow kms:Decrypt to ${outside} and cloudfront.amazonaws.com.`,
  );
  expect(uses.map(({ principal, actions }) => [principal, ...actions])).toEqual([
    [outside, "kms:Decrypt"],
    [role("reader"), "kms:Decrypt"],
    [`arn:aws:iam::${account}:root`, "kms:Decrypt", "kms:GenerateDataKey"],
    ["cloudfront.amazonaws.com", "kms:Decrypt"],
  ]);
  const older = accessKeyUses({ ...environment, encryption: { type: "s3" } } as never, "eu-west-1", key);
  expect(older.map(({ actions }) => actions.join(" "))).toEqual(Array(4).fill("kms:Decrypt"));
});
