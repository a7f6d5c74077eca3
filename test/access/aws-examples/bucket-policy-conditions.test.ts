/** Examples of the Amazon S3 User Guide and the IAM User Guide for conditions of bucket policies. */
import { ACCOUNT, allowAll, anonymous, decide, OTHER_ACCOUNT, policy, service, user } from "./support";
import type { Policy, Statement } from "../policy/statement";

const bucket = "arn:aws:s3:::example";
const object = `${bucket}/photo.jpg`;
const both = [bucket, `${bucket}/*`];
const openTo = (action: string): Statement => ({
  Effect: "Allow",
  Principal: "*",
  Action: action,
  Resource: `${bucket}/*`,
});
type Keys = Record<string, string | string[]>;
const call =
  (resource: Policy, action = "s3:GetObject", principal = user("ana"), on = object) =>
  (keys: Keys = {}) =>
    decide({ resource }, principal, action, on, keys);

describe('Amazon S3 User Guide, "Bucket policy examples": networks, folders and MFA', () => {
  test("only one network: NotIpAddress denies other addresses, and a VPC endpoint that has no address", () => {
    const get = call(
      policy(openTo("s3:GetObject"), {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: both,
        Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      }),
    );
    expect(get({ "aws:SourceIp": "192.0.2.17" })).toBe("allow");
    expect(get({ "aws:SourceIp": "203.0.113.1" })).toBe("explicit deny");
    expect(get()).toBe("explicit deny");
  });

  test("IPv4 and IPv6: the addresses that the page names are allowed or not", () => {
    const get = call(
      policy({
        ...openTo("s3:*"),
        Condition: {
          IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:DB8:1234:5678::/64"] },
          NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678:ABCD::/80"] },
        },
      }),
    );
    expect(get({ "aws:SourceIp": "192.0.2.1" })).toBe("allow");
    expect(get({ "aws:SourceIp": "2001:DB8:1234:5678::1" })).toBe("allow");
    expect(get({ "aws:SourceIp": "203.0.113.1" })).toBe("implicit deny");
    expect(get({ "aws:SourceIp": "2001:DB8:1234:5678:ABCD::1" })).toBe("implicit deny");
  });

  test("only HTTPS", () => {
    const get = call(
      policy(openTo("s3:GetObject"), {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: both,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
    expect(get({ "aws:SecureTransport": "true" })).toBe("allow");
    expect(get({ "aws:SecureTransport": "false" })).toBe("explicit deny");
  });

  test("a referer: StringLike matches two websites", () => {
    const get = call(
      policy({
        ...openTo("s3:GetObject"),
        Condition: { StringLike: { "aws:Referer": ["http://www.example.com/*", "http://example.com/*"] } },
      }),
    );
    expect(get({ "aws:Referer": "http://www.example.com/page" })).toBe("allow");
    expect(get({ "aws:Referer": "http://example.org/page" })).toBe("implicit deny");
    expect(get()).toBe("implicit deny");
  });

  test("folders: a user lists the root and the own folder, and uses the own folder only", () => {
    const ana = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` } } as const;
    const resource = policy(
      {
        ...ana,
        Action: "s3:ListBucket",
        Resource: bucket,
        Condition: { StringEquals: { "s3:prefix": ["", "home/", "home/ana"], "s3:delimiter": ["/"] } },
      },
      {
        ...ana,
        Action: "s3:ListBucket",
        Resource: bucket,
        Condition: { StringLike: { "s3:prefix": ["home/ana/*"] } },
      },
      { ...ana, Action: "s3:*", Resource: `${bucket}/home/ana/*` },
    );
    const listing = call(resource, "s3:ListBucket", user("ana"), bucket);
    expect(listing({ "s3:prefix": "home/", "s3:delimiter": "/" })).toBe("allow");
    expect(listing({ "s3:prefix": "home/ana/2026" })).toBe("allow");
    expect(listing({ "s3:prefix": "home/bob/", "s3:delimiter": "/" })).toBe("implicit deny");
    expect(call(resource, "s3:PutObject", user("ana"), `${bucket}/home/ana/a`)()).toBe("allow");
    expect(call(resource, "s3:PutObject", user("ana"), `${bucket}/home/bob/a`)()).toBe("implicit deny");
  });

  test("require MFA: Null and NumericGreaterThan deny", () => {
    const deny = (Condition: Statement["Condition"]): Statement => ({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `${bucket}/taxdocuments/*`,
      Condition,
    });
    const resource = policy(
      deny({ Null: { "aws:MultiFactorAuthAge": true } }),
      deny({ NumericGreaterThan: { "aws:MultiFactorAuthAge": 3600 } }),
      openTo("s3:GetObject"),
    );
    const get = call(resource, "s3:GetObject", user("ana"), `${bucket}/taxdocuments/2026`);
    expect(get({ "aws:MultiFactorAuthAge": "60" })).toBe("allow");
    expect(get({ "aws:MultiFactorAuthAge": "3601" })).toBe("explicit deny");
    expect(get()).toBe("explicit deny");
    expect(call(resource)()).toBe("allow");
  });
});

describe('Amazon S3 User Guide, "Amazon S3 condition key examples"', () => {
  test("a Deny statement closes the way around a conditional grant", () => {
    const dave = user("dave", OTHER_ACCOUNT);
    const condition = { "s3:x-amz-grant-full-control": "id=OWNER" };
    const of = (Effect: "Allow" | "Deny", operator: string): Statement => ({
      Effect,
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:user/dave` },
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: { [operator]: condition },
    });
    const put = (keys: Keys) =>
      decide(
        {
          resource: policy(
            openTo("s3:PutObject"),
            of("Deny", "StringNotEquals"),
            of("Allow", "StringEquals"),
          ),
          identity: [allowAll],
        },
        dave,
        "s3:PutObject",
        object,
        keys,
      );
    expect(put(condition)).toBe("allow");
    expect(put({})).toBe("explicit deny");
  });

  test("copies only from one folder: StringNotLike denies another source and an upload without a source", () => {
    const put = call(
      policy(openTo("s3:PutObject"), {
        Effect: "Deny",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` },
        Action: "s3:PutObject",
        Resource: `${bucket}/*`,
        Condition: { StringNotLike: { "s3:x-amz-copy-source": "example/public/*" } },
      }),
      "s3:PutObject",
    );
    expect(put({ "s3:x-amz-copy-source": "example/public/a.jpg" })).toBe("allow");
    expect(put({ "s3:x-amz-copy-source": "example/private/a.jpg" })).toBe("explicit deny");
    expect(put()).toBe("explicit deny");
  });
});

describe('Amazon S3 User Guide, "Controlling access from VPC endpoints with bucket policies"', () => {
  test.each([
    ["aws:SourceVpce", "vpce-1a2b3c4d", "vpce-9z8y7x6w"],
    ["aws:SourceVpc", "vpc-111bbb22", "vpc-999zzz88"],
  ])("%s: another network, and no VPC endpoint, are denied", (key, right, wrong) => {
    const get = call(
      policy(openTo("s3:GetObject"), {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: both,
        Condition: { StringNotEquals: { [key]: right } },
      }),
    );
    expect(get({ [key]: right })).toBe("allow");
    expect(get({ [key.toLowerCase()]: wrong })).toBe("explicit deny");
    expect(get()).toBe("explicit deny");
  });
});

describe('IAM User Guide, "AWS global condition context keys", aws:PrincipalIsAWSService', () => {
  test("only the expected network or an AWS service may write", () => {
    const resource = policy(openTo("s3:PutObject"), {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: {
        StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-111bbb22" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
    const put = (principal: any, keys: Keys) => decide({ resource }, principal, "s3:PutObject", object, keys);
    expect(put(service("cloudtrail.amazonaws.com"), { "aws:PrincipalIsAWSService": "true" })).toBe("allow");
    const ana = { "aws:PrincipalIsAWSService": "false" };
    expect(put(user("ana"), { ...ana, "aws:SourceVpc": "vpc-111bbb22" })).toBe("allow");
    expect(put(user("ana"), ana)).toBe("explicit deny");
    expect(put(anonymous, {})).toBe("explicit deny");
  });
});
