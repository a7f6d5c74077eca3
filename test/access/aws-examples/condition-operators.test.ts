/** The examples of the IAM User Guide: "Condition operators" and "Conditions with multiple context keys or values". */
import { conditionsHold, type Conditions } from "../policy/condition";
import { Context } from "../policy/request";
import { decide, policy, user } from "./support";

type Keys = Record<string, string | string[]>;
const holds = (conditions: Conditions, keys: Keys = {}) => conditionsHold(conditions, new Context(keys));

describe('IAM User Guide, "Condition operators"', () => {
  test.each<[string, Conditions, Keys, boolean]>([
    [
      "StringEquals with the tag of the principal",
      { StringEquals: { "aws:PrincipalTag/job": "admin" } },
      { "aws:PrincipalTag/job": "admin" },
      true,
    ],
    [
      "StringEquals is case-sensitive",
      { StringEquals: { "aws:PrincipalTag/job": "admin" } },
      { "aws:PrincipalTag/job": "Admin" },
      false,
    ],
    ["StringEquals without the key", { StringEquals: { "aws:PrincipalTag/job": "admin" } }, {}, false],
    [
      "StringEqualsIgnoreCase",
      { StringEqualsIgnoreCase: { "aws:PrincipalTag/job": "admin" } },
      { "aws:principaltag/job": "ADMIN" },
      true,
    ],
    [
      "NumericLessThanEquals, up to 10 keys",
      { NumericLessThanEquals: { "s3:max-keys": "10" } },
      { "s3:max-keys": "10" },
      true,
    ],
    [
      "NumericLessThanEquals, 11 keys",
      { NumericLessThanEquals: { "s3:max-keys": "10" } },
      { "s3:max-keys": "11" },
      false,
    ],
    ["NumericLessThanEquals without the key", { NumericLessThanEquals: { "s3:max-keys": "10" } }, {}, false],
    [
      "DateGreaterThan with newer credentials",
      { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
      { "aws:TokenIssueTime": "2020-06-01T00:00:00Z" },
      true,
    ],
    [
      "DateGreaterThan with older credentials",
      { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
      { "aws:TokenIssueTime": "2019-12-31T00:00:00Z" },
      false,
    ],
    [
      "DateGreaterThan without temporary credentials",
      { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
      {},
      false,
    ],
    [
      "Bool without TLS",
      { Bool: { "aws:SecureTransport": "false" } },
      { "aws:SecureTransport": "false" },
      true,
    ],
    ["Bool with TLS", { Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "true" }, false],
    [
      "IpAddress in the block",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:SourceIp": "203.0.113.200" },
      true,
    ],
    [
      "IpAddress outside the block",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:SourceIp": "203.0.114.1" },
      false,
    ],
    [
      "IpAddress through a VPC endpoint, without the key",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      {},
      false,
    ],
    [
      "IpAddress with IPv6",
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } },
      { "aws:SourceIp": "2001:db8:1234:5678::1" },
      true,
    ],
    [
      "ArnEquals with the topic",
      { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:topic" } },
      { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:topic" },
      true,
    ],
    [
      "ArnEquals for a user who calls directly",
      { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:topic" } },
      {},
      false,
    ],
    ["Null for long-term credentials", { Null: { "aws:TokenIssueTime": "true" } }, {}, true],
    [
      "Null for temporary credentials",
      { Null: { "aws:TokenIssueTime": "true" } },
      { "aws:TokenIssueTime": "2020-06-01T00:00:00Z" },
      false,
    ],
    [
      "StringLikeIfExists for an instance of another type",
      { StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*"] } },
      { "ec2:InstanceType": "m5.large" },
      false,
    ],
    [
      "StringLikeIfExists for a resource without a type",
      { StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*"] } },
      {},
      true,
    ],
    [
      "StringLike for a resource without a type",
      { StringLike: { "ec2:InstanceType": ["t1.*", "t2.*"] } },
      {},
      false,
    ],
    [
      "StringNotEqualsIfExists without the key",
      { StringNotEqualsIfExists: { "aws:RequestTag/a": "b" } },
      {},
      true,
    ],
    [
      "a negated operator without the key",
      { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a" } },
      {},
      true,
    ],
  ])("%s", (_, conditions, keys, expected) => {
    expect(holds(conditions, keys)).toBe(expected);
  });

  test("StringLike matches across colons and ArnLike does not", () => {
    const pattern = "arn:aws:someservice:*:111122223333:finance/*";
    const keys = {
      "aws:SourceArn":
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    };
    expect(holds({ StringLike: { "aws:SourceArn": pattern } }, keys)).toBe(true);
    expect(holds({ ArnLike: { "aws:SourceArn": pattern } }, keys)).toBe(false);
  });

  test("a policy variable is the user's own name, and a user without the name has no home directory", () => {
    const identity = [
      policy({ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::b/home/${aws:username}/*" }),
      policy({
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::b",
        Condition: { StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/*"] } },
      }),
    ];
    const get = (key: string, keys: Keys) =>
      decide({ identity }, user("ana"), "s3:GetObject", `arn:aws:s3:::b/home/${key}`, keys);
    expect(get("ana/a", { "aws:username": "ana" })).toBe("allow");
    expect(get("bob/a", { "aws:username": "ana" })).toBe("implicit deny");
    expect(get("ana/a", {})).toBe("implicit deny");
    const listing = (prefix: string) =>
      decide({ identity }, user("ana"), "s3:ListBucket", "arn:aws:s3:::b", {
        "aws:username": "ana",
        "s3:prefix": prefix,
      });
    expect(listing("home/ana/2026")).toBe("allow");
    expect(listing("home/bob/2026")).toBe("implicit deny");
  });

  test("an operator that IAM does not have is an error", () => {
    expect(() => holds({ StringIs: { a: "b" } }, { a: "b" })).toThrow(
      "StringIs is not a condition operator.",
    );
  });
});

describe('IAM User Guide, "Conditions with multiple context keys or values"', () => {
  test("operators and keys are combined with AND, and values with OR", () => {
    const conditions: Conditions = {
      StringEqualsIgnoreCase: {
        "aws:PrincipalTag/department": ["finance", "hr", "legal"],
        "aws:PrincipalTag/role": ["audit", "security"],
      },
      StringEquals: { "aws:PrincipalAccount": "123456789012" },
    };
    const keys = {
      "aws:PrincipalTag/department": "HR",
      "aws:PrincipalTag/role": "audit",
      "aws:PrincipalAccount": "123456789012",
    };
    expect(holds(conditions, keys)).toBe(true);
    expect(holds(conditions, { ...keys, "aws:PrincipalTag/role": "sales" })).toBe(false);
    expect(holds(conditions, { ...keys, "aws:PrincipalAccount": "210987654321" })).toBe(false);
  });

  test("a negated operator must match none of the values", () => {
    const conditions = { StringNotEquals: { "aws:PrincipalAccount": ["111111111111", "222222222222"] } };
    expect(holds(conditions, { "aws:PrincipalAccount": "333333333333" })).toBe(true);
    expect(holds(conditions, { "aws:PrincipalAccount": "222222222222" })).toBe(false);
  });

  const allowed = ["PostDateTime", "Message", "Tags"];
  test.each<[string[] | undefined, boolean]>([
    [["Message", "Tags"], true],
    [["PostDateTime", "UserName"], false],
    [[], true],
    [undefined, true],
  ])("ForAllValues with the attributes %p", (attributes, expected) => {
    const keys: Keys = attributes ? { "dynamodb:Attributes": attributes } : {};
    expect(holds({ "ForAllValues:StringEquals": { "dynamodb:Attributes": allowed } }, keys)).toBe(expected);
  });

  test.each<[string[] | undefined, boolean]>([
    [["UserName", "Message", "PostDateTime"], true],
    [["UserName"], false],
    [[], false],
    [undefined, false],
  ])("ForAnyValue with the attributes %p", (attributes, expected) => {
    const keys: Keys = attributes ? { "dynamodb:Attributes": attributes } : {};
    const conditions = { "ForAnyValue:StringEquals": { "dynamodb:Attributes": ["ID", "PostDateTime"] } };
    expect(holds(conditions, keys)).toBe(expected);
  });
});
