import { judgeIdentityPolicy, judgeKeyPolicy, type KeyQuestion } from "../../../cli/checks/key-policy";

const account = "123456789012";
const role = `arn:aws:iam::${account}:role/replication`;
const root = `arn:aws:iam::${account}:root`;
const question = {
  principal: role,
  account,
  action: "kms:Encrypt",
  context: {
    "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::photos",
  },
};
const allow = (AWS: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "kms:*",
  Resource: "*",
  ...more,
});
const deny = (more: object = {}) => ({ ...allow("*"), Effect: "Deny", ...more });
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const judge = (statements: object | object[], more: Partial<KeyQuestion> = {}) =>
  judgeKeyPolicy(JSON.stringify({ Statement: statements }), { ...question, ...more });

test("a policy that names the principal allows it, and one that names the account lets identity policies decide", () => {
  expect(judge(allow(role))).toBe("allowed");
  expect(judge([allow([root, role])])).toBe("allowed");
  expect(judge({ ...allow(""), Principal: "*" })).toBe("allowed");
  expect(judge(allow(root))).toBe("identity");
  expect(judge(allow(account))).toBe("identity");
  expect(judge(allow("arn:aws:iam::210987654321:root"))).toBe("no");
  expect(judge([])).toBe("no");
});

test("actions have wildcards, in any case", () => {
  expect(judge(allow(role, { Action: ["kms:Decrypt", "KMS:Enc*"] }))).toBe("allowed");
  expect(judge(allow(role, { Action: "kms:Decrypt" }))).toBe("no");
  expect(judge(allow(role, { Action: undefined, NotAction: "kms:Decrypt" }))).toBe("allowed");
  expect(judge(allow(role, { Action: undefined, NotAction: "kms:Enc*" }))).toBe("no");
});

test.each([
  ["StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com", "allowed"],
  ["StringEquals", "kms:ViaService", ["s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"], "allowed"],
  ["StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com", "no"],
  ["StringEquals", "kms:ViaService", "s3.*.amazonaws.com", "no"],
  ["StringLike", "KMS:viaservice", "s3.*.amazonaws.com", "allowed"],
  ["StringLike", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::photos/*", "no"],
  ["StringNotEquals", "kms:CallerAccount", account, "no"],
  ["StringEqualsIgnoreCase", "kms:CallerAccount", account, "allowed"],
  ["ArnLike", "aws:PrincipalArn", `arn:aws:iam::${account}:role/*`, "allowed"],
  ["ArnNotEquals", "aws:PrincipalArn", role, "no"],
  ["Bool", "aws:SecureTransport", "true", "allowed"],
  ["Null", "kms:ViaService", "false", "allowed"],
  ["Null", "kms:ViaService", "true", "no"],
  ["StringEquals", "aws:PrincipalOrgID", "o-1", "unclear"],
  ["IpAddress", "kms:ViaService", "10.0.0.0/8", "unclear"],
])("%s %s %j: %s", (operator, key, value, verdict) => {
  expect(judge(allow(role, when(operator, key, value)))).toBe(verdict);
});

test("all conditions of a statement have to hold", () => {
  const Condition = {
    StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": "210987654321" },
  };
  expect(judge(allow(role, { Condition }))).toBe("no");
});

test("a Deny statement wins, also one for the account", () => {
  expect(judge([allow(role), deny()])).toBe("denied");
  expect(judge([allow(role), deny({ Principal: { AWS: root } })])).toBe("denied");
  expect(judge([allow(role), deny({ Action: "kms:Decrypt" })])).toBe("allowed");
  expect(judge([allow(role), deny(when("StringNotEquals", "kms:CallerAccount", account))])).toBe("allowed");
  expect(judge([allow(role), deny(when("StringEquals", "aws:SourceVpce", "vpce-1"))])).toBe("unclear");
  expect(
    judge([allow(role), deny({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::1:user/x" } })]),
  ).toBe("denied");
});

test("only a statement for a service allows the service", () => {
  const service = {
    principal: "cloudfront.amazonaws.com",
    context: { "aws:SourceArn": "arn:aws:cloudfront::1:distribution/E" },
  };
  const statement = { ...allow(""), Principal: { Service: "cloudfront.amazonaws.com" } };
  expect(judge(allow(root), service)).toBe("no");
  expect(judge(statement, service)).toBe("allowed");
  expect(judge({ ...statement, ...when("StringEquals", "aws:SourceArn", "arn:other") }, service)).toBe("no");
});

test("an identity policy names keys", () => {
  const identity = (statements: object | object[]) =>
    judgeIdentityPolicy(JSON.stringify({ Statement: statements }), {
      ...question,
      resource: "arn:aws:kms:eu-west-1:1:key/a",
    });
  const statement = { Effect: "Allow", Action: "kms:Encrypt", Resource: "arn:aws:kms:eu-west-1:1:key/*" };
  expect(identity(statement)).toBe("allowed");
  expect(identity({ ...statement, Resource: "arn:aws:kms:us-east-1:1:key/*" })).toBe("no");
  expect(identity({ ...statement, Action: "kms:Decrypt" })).toBe("no");
  expect(identity([statement, { ...statement, Effect: "Deny" }])).toBe("denied");
  expect(identity({ ...statement, ...when("StringEquals", "aws:SourceVpce", "vpce-1") })).toBe("unclear");
});
