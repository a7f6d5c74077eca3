import { compareAccess, type AccessStep } from "../../../cli/review/policy/access";
import { gain } from "../../../cli/review/findings/policies";
import { audiences } from "../../../cli/review/policy/audience";
import { conditionText } from "../../../cli/review/policy/conditions";
import { globCovers } from "../../../cli/review/policy/glob";
import { LATER, parsePolicy, type PolicyDocument } from "../../../cli/review/policy/document";
import { comparePolicies } from "../../../cli/review/policy/difference";
import { plain } from "../../../cli/review/text";

type Part = Readonly<Record<string, unknown>>;
const ROLE = "arn:aws:iam::123456789012:role/reader";
const OTHER = "arn:aws:iam::210987654321:root";
const ALLOW: Part = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: [ROLE] },
  Action: ["s3:GetObject"],
  Resource: "arn:b/*",
};
const TLS: Part = {
  Sid: "Tls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const ONLY: Part = {
  Sid: "Only",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE] } },
};

function policy(...statements: readonly Part[]): PolicyDocument {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (!parsed) throw new Error("no policy");
  return parsed;
}
const ACCOUNTS = { own: new Set(["123456789012"]), named: new Set<string>() };
const kinds = (steps: readonly AccessStep[]): string[] =>
  steps.map(({ kind, who, what, where, conditions }) => {
    const [before, after] = [conditions.before, conditions.after].map((all) =>
      all.map(conditionText).join(" and "),
    );
    return kind === "grant" || kind === "denial"
      ? `${kind}: ${[who, what, where].map(({ not, values }) => (not ? "not " : "") + values.join(" ")).join(", ")}`
      : `${kind}: ${before} => ${after}`;
  });
const gains = (before: readonly Part[], after: readonly Part[]): string[] =>
  kinds(compareAccess(policy(...before), policy(...after)).gains);
const losses = (before: readonly Part[], after: readonly Part[]): string[] =>
  kinds(compareAccess(policy(...before), policy(...after)).losses);

describe("who gains what", () => {
  test.each<[string, Part[], Part[], string[]]>([
    [
      "a principal",
      [ALLOW],
      [{ ...ALLOW, Principal: { AWS: [ROLE, OTHER] } }],
      [`grant: ${OTHER}, s3:GetObject, arn:b/*`],
    ],
    ["anybody", [ALLOW], [{ ...ALLOW, Principal: "*" }], ["grant: *, s3:GetObject, arn:b/*"]],
    [
      "an action",
      [ALLOW],
      [{ ...ALLOW, Action: ["s3:GetObject", "s3:PutObject"] }],
      ["grant: arn:aws:iam::123456789012:role/reader, s3:PutObject, arn:b/*"],
    ],
    [
      "a wider action",
      [ALLOW],
      [{ ...ALLOW, Action: "s3:Get*" }],
      ["grant: arn:aws:iam::123456789012:role/reader, s3:Get*, arn:b/*"],
    ],
    [
      "a resource",
      [ALLOW],
      [{ ...ALLOW, Resource: "*" }],
      ["grant: arn:aws:iam::123456789012:role/reader, s3:GetObject, *"],
    ],
    [
      "a statement",
      [TLS],
      [TLS, ALLOW],
      ["grant: arn:aws:iam::123456789012:role/reader, s3:GetObject, arn:b/*"],
    ],
    ["a Deny statement that is removed", [TLS, ALLOW], [ALLOW], ["denial: *, s3:*, *"]],
    ["a refusal of less", [TLS], [{ ...TLS, Action: "s3:PutObject" }], ["denial: *, s3:*, *"]],
    [
      "a refusal under one condition more",
      [{ ...TLS, Condition: {} }],
      [TLS],
      ["exemption:  => Bool aws:SecureTransport = false"],
    ],
    [
      "one more exempt from a refusal",
      [ONLY],
      [{ ...ONLY, Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE, OTHER] } } }],
      [
        `exemption: ArnNotLike aws:PrincipalArn = ${ROLE} => ArnNotLike aws:PrincipalArn = ${ROLE} | ${OTHER}`,
      ],
    ],
    [
      "a condition dropped",
      [{ ...ALLOW, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
      [ALLOW],
      ["condition: StringEquals aws:PrincipalOrgID = o-1 => "],
    ],
    [
      "a condition with one value more",
      [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }],
      [{ ...ALLOW, Condition: { StringEquals: { k: ["a", "b"] } } }],
      ["condition: StringEquals k = a => StringEquals k = a | b"],
    ],
    [
      "a condition that holds without the key",
      [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }],
      [{ ...ALLOW, Condition: { StringEqualsIfExists: { k: "a" } } }],
      ["condition: StringEquals k = a => StringEqualsIfExists k = a"],
    ],
    [
      "a range that moves",
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "5" } } }],
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "9" } } }],
      ["condition: NumericLessThan k = 5 => NumericLessThan k = 9"],
    ],
    [
      "an exception of NotAction that is removed",
      [{ ...ALLOW, Action: undefined, NotAction: ["s3:DeleteObject", "s3:PutObject"] }],
      [{ ...ALLOW, Action: undefined, NotAction: ["s3:PutObject"] }],
      ["grant: arn:aws:iam::123456789012:role/reader, not s3:PutObject, arn:b/*"],
    ],
    [
      "Action turned into NotAction",
      [ALLOW],
      [{ ...ALLOW, Action: undefined, NotAction: "s3:DeleteBucket" }],
      ["grant: arn:aws:iam::123456789012:role/reader, not s3:DeleteBucket, arn:b/*"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(gains(before, after)).toEqual(expected);
  });
});

test("a statement that is known later is not taken for one that was there", () => {
  const after = policy(ALLOW, { ...ALLOW, Sid: "B" });
  const [first, second] = after.statements;
  const sets = new Map(second!.sets).set("Resource", { not: false, values: [LATER] });
  const { gains, unknown } = compareAccess(policy(ALLOW), {
    ...after,
    statements: [first!, { ...second!, sets }],
  });
  expect([kinds(gains), unknown.map(({ sid }) => sid)]).toEqual([
    [`grant: ${ROLE}, s3:GetObject, ${LATER}`],
    ["B"],
  ]);
});

describe("nobody gains anything", () => {
  test.each<[string, Part[], Part[]]>([
    ["the same in another order", [ALLOW, TLS], [TLS, ALLOW]],
    ["another sid", [ALLOW], [{ ...ALLOW, Sid: "Other" }]],
    ["a list of one or a string", [ALLOW], [{ ...ALLOW, Action: "s3:GetObject", Principal: { AWS: ROLE } }]],
    ["the case of an action", [ALLOW], [{ ...ALLOW, Action: "S3:getobject" }]],
    [
      "an account's number or its root",
      [{ ...ALLOW, Principal: { AWS: "210987654321" } }],
      [{ ...ALLOW, Principal: { AWS: OTHER } }],
    ],
    ["* in either form", [{ ...ALLOW, Principal: "*" }], [{ ...ALLOW, Principal: { AWS: "*" } }]],
    ["fewer principals", [{ ...ALLOW, Principal: { AWS: [ROLE, OTHER] } }], [ALLOW]],
    ["fewer actions of a wildcard", [{ ...ALLOW, Action: "s3:*" }], [ALLOW]],
    [
      "one statement made two",
      [{ ...ALLOW, Action: ["s3:GetObject", "s3:PutObject"] }],
      [ALLOW, { ...ALLOW, Sid: "Write", Action: "s3:PutObject" }],
    ],
    [
      "two statements made one",
      [ALLOW, { ...ALLOW, Sid: "B", Principal: { AWS: OTHER } }],
      [{ ...ALLOW, Principal: { AWS: [ROLE] } }],
    ],
    [
      "what another statement gave already",
      [ALLOW, { ...ALLOW, Sid: "B", Principal: { AWS: OTHER } }],
      [
        { ...ALLOW, Principal: { AWS: [ROLE, OTHER] } },
        { ...ALLOW, Sid: "B", Principal: { AWS: OTHER } },
      ],
    ],
    ["a refusal that stands twice is taken out once", [TLS, { ...TLS, Sid: "Again" }], [TLS]],
    [
      "a refusal is narrowed that another one still makes",
      [TLS, { ...TLS, Sid: "Again", Action: ["s3:GetObject", "s3:PutObject"] }],
      [TLS, { ...TLS, Sid: "Again", Action: ["s3:GetObject"] }],
    ],
    ["a condition more", [ALLOW], [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }]],
    ["a refusal more", [ALLOW], [ALLOW, TLS]],
    [
      "StringLike without a wildcard",
      [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }],
      [{ ...ALLOW, Condition: { StringLike: { k: "a" } } }],
    ],
    [
      "ArnEquals for ArnLike",
      [{ ...ALLOW, Condition: { ArnLike: { k: "a" } } }],
      [{ ...ALLOW, Condition: { ArnEquals: { k: "a" } } }],
    ],
    [
      "the key's case",
      [{ ...ALLOW, Condition: { StringEquals: { "aws:SourceArn": "a" } } }],
      [{ ...ALLOW, Condition: { StringEquals: { "AWS:SourceArn": "a" } } }],
    ],
    [
      "an exempt one fewer",
      [{ ...ONLY, Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE, OTHER] } } }],
      [ONLY],
    ],
    ["a refusal kept under another sid", [TLS, ONLY], [{ ...TLS, Sid: "X" }, ONLY]],
    [
      "a narrower block of addresses",
      [{ ...ALLOW, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
      [{ ...ALLOW, Condition: { IpAddress: { "aws:SourceIp": "10.1.0.0/16" } } }],
    ],
    [
      "a smaller number",
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "9" } } }],
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "5" } } }],
    ],
    [
      "an earlier end",
      [{ ...ALLOW, Condition: { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } } }],
      [{ ...ALLOW, Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } } }],
    ],
    [
      "a higher version of TLS",
      [{ ...TLS, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } }],
      [{ ...TLS, Condition: { NumericLessThan: { "s3:TlsVersion": "1.3" } } }],
    ],
    ["a refusal taken in by a wider one", [TLS], [{ ...TLS, Sid: "All", Condition: undefined }]],
  ])("%s", (_, before, after) => {
    expect(gains(before, after)).toEqual([]);
  });
});

test("who loses what", () => {
  expect(losses([{ ...ALLOW, Principal: { AWS: [ROLE, OTHER] } }], [ALLOW])).toEqual([
    `grant: ${OTHER}, s3:GetObject, arn:b/*`,
  ]);
  expect(losses([ALLOW], [ALLOW, TLS])).toEqual(["denial: *, s3:*, *"]);
});

test("the sentences", () => {
  const say = (before: Part[], after: Part[]): string[] =>
    compareAccess(policy(...before), policy(...after)).gains.map((step) =>
      plain(gain(step, audiences(step.who, step.statement.conditions, ACCOUNTS))),
    );
  expect(say([ALLOW], [{ ...ALLOW, Principal: "*" }])).toEqual([
    "* (anyone) gains s3:GetObject on arn:b/*; there is no condition (statement Read)",
  ]);
  expect(say([ALLOW], [{ ...ALLOW, Principal: { AWS: [ROLE, OTHER] } }])).toEqual([
    `${OTHER} (foreign account 210987654321) gains s3:GetObject on arn:b/*; there is no condition (statement Read)`,
  ]);
  expect(
    say([], [{ ...ALLOW, Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }]),
  ).toEqual([
    "* (anyone) gains s3:GetObject on arn:b/*; the conditions exclude no one: Bool aws:SecureTransport = true (statement Read)",
  ]);
  expect(say([TLS], [])).toEqual([
    "s3:* on * is no longer denied to * (anyone), if Bool aws:SecureTransport = false (statement Tls)",
  ]);
  expect(say([{ ...ALLOW, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }], [ALLOW])).toEqual([
    `${ROLE} gains s3:GetObject on arn:b/*: the condition StringEquals aws:PrincipalOrgID = o-1 is removed; there is no condition (statement Read)`,
  ]);
  expect(
    say([ONLY], [{ ...ONLY, Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE, OTHER] } } }]),
  ).toEqual([
    `s3:* on * is denied to fewer requests: it was denied if ArnNotLike aws:PrincipalArn = ${ROLE}, and now only if ArnNotLike aws:PrincipalArn = ${ROLE} | ${OTHER} (statement Only)`,
  ]);
});

describe("how far a principal reaches", () => {
  const reach = (who: string, condition?: Part): string =>
    audiences(
      { not: false, values: [who] },
      policy({ ...ALLOW, Condition: condition }).statements[0]!.conditions,
      { ...ACCOUNTS, named: new Set(["333333333333"]) },
    )[0]!.reach;

  test.each<[string, string, Part | undefined, string]>([
    ["anyone", "*", undefined, "anyone"],
    ["a role of the own account", ROLE, undefined, "own"],
    ["an account that the plan uses", "arn:aws:iam::333333333333:root", undefined, "named"],
    ["a foreign account", OTHER, undefined, "foreign"],
    ["a service", "Service s3.amazonaws.com", undefined, "service"],
    ["TLS only", "*", { Bool: { "aws:SecureTransport": "true" } }, "anyone"],
    ["the whole internet", "*", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, "anyone"],
    ["half of the internet", "*", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }, "anyone"],
    ["one network", "*", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "endpoint"],
    ["any role of any account", "*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "anyone"],
    [
      "any role of the own account",
      "*",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } },
      "own",
    ],
    [
      "a foreign account by condition",
      "*",
      { StringEquals: { "aws:PrincipalAccount": "210987654321" } },
      "foreign",
    ],
    ["an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }, "organization"],
    [
      "an organization, if the key is there",
      "*",
      { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } },
      "anyone",
    ],
    ["everybody but one", "*", { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } }, "anyone"],
    [
      "for all values, also of none",
      "*",
      { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1/*" } },
      "anyone",
    ],
    ["one endpoint", "*", { StringEquals: { "aws:SourceVpce": "vpce-1" } }, "endpoint"],
    ["any endpoint", "*", { StringLike: { "aws:SourceVpce": "*" } }, "anyone"],
    [
      "the own access point",
      "*",
      { StringEquals: { "s3:DataAccessPointArn": "arn:aws:s3::123456789012:accesspoint/m.mrap" } },
      "own",
    ],
    ["any access point", "*", { StringLike: { "s3:DataAccessPointArn": "*" } }, "anyone"],
    ["a bot, by its word", "*", { StringEquals: { "aws:UserAgent": "bot" } }, "anyone"],
  ])("%s", (_, who, condition, expected) => {
    expect(reach(who, condition)).toBe(expected);
  });
});

test("the structural difference names statements by sid, and facts one by one", () => {
  const { statements, same } = comparePolicies(
    policy(ALLOW, TLS),
    policy({ ...ALLOW, Principal: { AWS: [OTHER] }, Condition: { StringEquals: { k: ["a", "b"] } } }, TLS, {
      ...ALLOW,
      Sid: "New",
    }),
  );
  expect(same).toBe(1);
  expect(
    statements.map(({ kind, sid, lines }) => [kind, sid, ...lines.map((line) => line.sign + line.text)]),
  ).toEqual([
    ["changed", "Read", `-Principal: ${ROLE}`, `+Principal: ${OTHER}`, "+Condition: StringEquals k = a | b"],
    ["added", "New", `+Principal: ${ROLE}`, "+Action: s3:GetObject", "+Resource: arn:b/*"],
  ]);
});

test("a pattern in a pattern", () => {
  expect(globCovers("s3:*", "s3:get*")).toBe(true);
  expect(globCovers("s3:get*", "s3:*")).toBe(false);
  expect(globCovers("a?c", "a*c")).toBe(false);
  expect(globCovers("*a*a*a*a*b", "a".repeat(2000))).toBe(false);
});

test("what is no policy", () => {
  expect(parsePolicy("Statement")).toBeUndefined();
  expect(parsePolicy('{"Statement":["x"]}')).toBeUndefined();
  expect(parsePolicy('{"Statements":[]}')).toBeUndefined();
});
