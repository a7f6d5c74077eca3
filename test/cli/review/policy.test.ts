import { compareAccess, matches, type Step } from "../../../cli/review/access";
import { gain } from "../../../cli/review/findings/policies";
import { LATER, parsePolicy, type Policy } from "../../../cli/review/policy";
import { comparePolicies } from "../../../cli/review/policy-difference";
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

function policy(...statements: readonly Part[]): Policy {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (!parsed) throw new Error("no policy");
  return parsed;
}
const kinds = (steps: readonly Step[]): string[] =>
  steps.map((step) => `${step.effect} ${step.kind}: ${step.detail.join(" => ")}`);
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
      [`Allow principal: ${OTHER}`],
    ],
    ["anybody", [ALLOW], [{ ...ALLOW, Principal: "*" }], ["Allow principal: *"]],
    [
      "an action",
      [ALLOW],
      [{ ...ALLOW, Action: ["s3:GetObject", "s3:PutObject"] }],
      ["Allow action: s3:PutObject"],
    ],
    ["a wider action", [ALLOW], [{ ...ALLOW, Action: "s3:Get*" }], ["Allow action: s3:Get*"]],
    ["a resource", [ALLOW], [{ ...ALLOW, Resource: "*" }], ["Allow resource: *"]],
    ["a statement", [TLS], [TLS, ALLOW], ["Allow statement added: "]],
    ["a refusal that goes", [TLS, ALLOW], [ALLOW], ["Deny statement removed: "]],
    ["a refusal of less", [TLS], [{ ...TLS, Action: "s3:PutObject" }], ["Deny action: s3:*"]],
    [
      "a refusal under one condition more",
      [{ ...TLS, Condition: {} }],
      [TLS],
      ["Deny condition added: Bool aws:SecureTransport = false"],
    ],
    [
      "one more exempt from a refusal",
      [ONLY],
      [{ ...ONLY, Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE, OTHER] } } }],
      [
        `Deny condition tightened: ArnNotLike aws:PrincipalArn = ${ROLE} => ArnNotLike aws:PrincipalArn = ${ROLE} | ${OTHER}`,
      ],
    ],
    [
      "a condition dropped",
      [{ ...ALLOW, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
      [ALLOW],
      ["Allow condition removed: StringEquals aws:PrincipalOrgID = o-1"],
    ],
    [
      "a condition with one value more",
      [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }],
      [{ ...ALLOW, Condition: { StringEquals: { k: ["a", "b"] } } }],
      ["Allow condition loosened: StringEquals k = a => StringEquals k = a | b"],
    ],
    [
      "a condition that holds without the key",
      [{ ...ALLOW, Condition: { StringEquals: { k: "a" } } }],
      [{ ...ALLOW, Condition: { StringEqualsIfExists: { k: "a" } } }],
      ["Allow condition loosened: StringEquals k = a => StringEqualsIfExists k = a"],
    ],
    [
      "a range that moves",
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "5" } } }],
      [{ ...ALLOW, Condition: { NumericLessThan: { k: "9" } } }],
      ["Allow condition loosened: NumericLessThan k = 5 => NumericLessThan k = 9"],
    ],
    [
      "an exception of NotAction that goes",
      [{ ...ALLOW, Action: undefined, NotAction: ["s3:DeleteObject", "s3:PutObject"] }],
      [{ ...ALLOW, Action: undefined, NotAction: ["s3:PutObject"] }],
      ["Allow action: s3:DeleteObject"],
    ],
    [
      "Action turned into NotAction",
      [ALLOW],
      [{ ...ALLOW, Action: undefined, NotAction: "s3:DeleteBucket" }],
      ["Allow action: *"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(gains(before, after)).toEqual(expected);
  });
});

test("a statement that is known later is not taken for one that was there", () => {
  const after = policy(ALLOW, { ...ALLOW, Sid: "B" });
  const [first, second] = after.statements;
  const sets = new Map(second!.sets).set("Resource", [LATER]);
  const { gains, uncertain } = compareAccess(policy(ALLOW), {
    ...after,
    statements: [first!, { ...second!, sets }],
  });
  expect([kinds(gains), uncertain]).toEqual([["Allow statement added: "], true]);
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
    ["a refusal taken in by a wider one", [TLS], [{ ...TLS, Sid: "All", Condition: undefined }]],
  ])("%s", (_, before, after) => {
    expect(gains(before, after)).toEqual([]);
  });
});

test("who loses what", () => {
  expect(losses([{ ...ALLOW, Principal: { AWS: [ROLE, OTHER] } }], [ALLOW])).toEqual([
    `Allow principal: ${OTHER}`,
  ]);
  expect(losses([ALLOW], [ALLOW, TLS])).toEqual(["Deny statement added: "]);
});

test("the sentences", () => {
  const say = (before: Part[], after: Part[]): string[] =>
    compareAccess(policy(...before), policy(...after)).gains.map((step) => plain(gain(step)));
  expect(say([ALLOW], [{ ...ALLOW, Principal: "*" }])).toEqual([
    "* (anybody) gains s3:GetObject on arn:b/*, without any condition (statement Read)",
  ]);
  expect(say([TLS], [])).toEqual([
    "s3:* on * is no longer refused to * (anybody) where Bool aws:SecureTransport = false (statement Tls)",
  ]);
  expect(say([{ ...ALLOW, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }], [ALLOW])).toEqual([
    `${ROLE} gains s3:GetObject without the condition StringEquals aws:PrincipalOrgID = o-1 (statement Read)`,
  ]);
  expect(
    say([ONLY], [{ ...ONLY, Condition: { ArnNotLike: { "aws:PrincipalArn": [ROLE, OTHER] } } }]),
  ).toEqual([
    `s3:* is refused to fewer: the condition ArnNotLike aws:PrincipalArn = ${ROLE} becomes ArnNotLike aws:PrincipalArn = ${ROLE} | ${OTHER} (statement Only)`,
  ]);
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
  expect(matches("s3:*", "s3:get*")).toBe(true);
  expect(matches("s3:get*", "s3:*")).toBe(false);
  expect(matches("a?c", "a*c")).toBe(false);
  expect(matches("*a*a*a*a*b", "a".repeat(2000))).toBe(false);
});

test("what is no policy", () => {
  expect(parsePolicy("Statement")).toBeUndefined();
  expect(parsePolicy('{"Statement":["x"]}')).toBeUndefined();
  expect(parsePolicy('{"Statements":[]}')).toBeUndefined();
});
