/** The examples of the AWS KMS Developer Guide, and of the Amazon S3 User Guide for keys. */
import { ACCOUNT, allowAll, decide, OTHER_ACCOUNT, policy, role, service, user } from "./support";
import type { Policy, Statement } from "../policy/statement";

const key = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1`;
const toAccount: Statement = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};
type Keys = Record<string, string | string[]>;
const use =
  (resource: Policy, principal: Parameters<typeof decide>[1] = user("alice"), identity: Policy[] = []) =>
  (action: string, keys: Keys = {}) =>
    decide({ resource, identity, resourcePolicyDecides: true }, principal, action, key, keys);

describe('AWS KMS Developer Guide, "Default key policy" and "Troubleshooting key access"', () => {
  test("the default key policy lets identity policies decide, and Alice has none", () => {
    expect(use(policy(toAccount))("kms:Decrypt")).toBe("implicit deny");
    expect(use(policy(toAccount), user("alice"), [allowAll])("kms:Decrypt")).toBe("allow");
  });

  test("without the statement for the account, an identity policy is not enough", () => {
    const other = policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` },
      Action: "kms:*",
      Resource: "*",
    });
    expect(use(other, user("alice"), [allowAll])("kms:Decrypt")).toBe("implicit deny");
    expect(use(other, { type: "root", arn: `arn:aws:iam::${ACCOUNT}:root` })("kms:Decrypt")).toBe(
      "implicit deny",
    );
  });

  test("a role of another account needs the key policy and an identity policy", () => {
    const resource = policy(toAccount, {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      Resource: "*",
    });
    const identity = [policy({ Effect: "Allow", Action: ["kms:Encrypt", "kms:Decrypt"], Resource: key })];
    const engineering = role("Engineering", OTHER_ACCOUNT);
    expect(use(resource, engineering, identity)("kms:Decrypt")).toBe("allow");
    expect(use(resource, engineering)("kms:Decrypt")).toBe("implicit deny");
    expect(use(policy(toAccount), engineering, identity)("kms:Decrypt")).toBe("implicit deny");
    expect(use(resource, engineering, [allowAll])("kms:ScheduleKeyDeletion")).toBe("implicit deny");
  });
});

describe('AWS KMS Developer Guide, "Examining the key policy"', () => {
  const resource = policy(
    toAccount,
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/admin` },
      Action: ["kms:Describe*", "kms:Put*", "kms:ScheduleKeyDeletion"],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` },
      Action: ["kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt", "kms:ReEncrypt*", "kms:Decrypt"],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
    },
  );

  test("an administrator manages the key and does not use it", () => {
    expect(use(resource, user("admin"))("kms:PutKeyPolicy")).toBe("allow");
    expect(use(resource, user("admin"))("kms:Decrypt")).toBe("implicit deny");
  });

  test("the application uses the key, and creates grants for AWS services only", () => {
    const app = use(resource, role("app"));
    expect(app("kms:GenerateDataKeyWithoutPlaintext")).toBe("allow");
    expect(app("kms:ReEncryptFrom")).toBe("allow");
    expect(app("kms:PutKeyPolicy")).toBe("implicit deny");
    expect(app("kms:CreateGrant", { "kms:GrantIsForAWSResource": "true" })).toBe("allow");
    expect(app("kms:CreateGrant")).toBe("implicit deny");
  });
});

describe('AWS KMS Developer Guide, "AWS KMS condition keys"', () => {
  const example = { AWS: `arn:aws:iam::${ACCOUNT}:user/example` };
  const via = (services: string[]) => ({ StringEquals: { "kms:ViaService": services } });

  test("kms:ViaService limits a grant to two services in one Region", () => {
    const call = use(
      policy({
        Effect: "Allow",
        Principal: example,
        Action: ["kms:Encrypt", "kms:Decrypt"],
        Resource: "*",
        Condition: via(["ec2.us-west-2.amazonaws.com", "rds.us-west-2.amazonaws.com"]),
      }),
      user("example"),
    );
    expect(call("kms:Decrypt", { "kms:ViaService": "rds.us-west-2.amazonaws.com" })).toBe("allow");
    expect(call("kms:Decrypt", { "kms:ViaService": "rds.us-east-1.amazonaws.com" })).toBe("implicit deny");
    expect(call("kms:Decrypt")).toBe("implicit deny");
  });

  test("kms:ViaService can deny one service", () => {
    const call = use(
      policy(toAccount, {
        Effect: "Deny",
        Principal: example,
        Action: "kms:Encrypt",
        Resource: "*",
        Condition: via(["lambda.us-west-2.amazonaws.com"]),
      }),
      user("example"),
      [allowAll],
    );
    expect(call("kms:Encrypt", { "kms:ViaService": "lambda.us-west-2.amazonaws.com" })).toBe("explicit deny");
    expect(call("kms:Encrypt")).toBe("allow");
    expect(call("kms:Decrypt", { "kms:ViaService": "lambda.us-west-2.amazonaws.com" })).toBe("allow");
  });
});

test('AWS KMS Developer Guide, "Permissions for AWS services in key policies": one trail of CloudTrail', () => {
  const resource = policy({
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "kms:GenerateDataKey",
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:SourceArn": [`arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/finance`] },
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": [`arn:aws:cloudtrail:*:${ACCOUNT}:trail/*`] },
    },
  });
  const generate = (trail: string, context: string) =>
    use(resource, service("cloudtrail.amazonaws.com"))("kms:GenerateDataKey", {
      "aws:SourceArn": `arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/${trail}`,
      "kms:EncryptionContext:aws:cloudtrail:arn": context,
    });
  const context = `arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/finance`;
  expect(generate("finance", context)).toBe("allow");
  expect(generate("other", context)).toBe("implicit deny");
  expect(generate("finance", `arn:aws:cloudtrail:us-west-2:${OTHER_ACCOUNT}:trail/finance`)).toBe(
    "implicit deny",
  );
});

describe('Amazon S3 User Guide, "Replicating objects created with server-side encryption"', () => {
  const [source, destination] = [
    `arn:aws:kms:us-east-1:${ACCOUNT}:key/s`,
    `arn:aws:kms:eu-west-1:${ACCOUNT}:key/d`,
  ];
  const statement = (action: string, region: string, arn: string, Resource: string): Statement => ({
    Effect: "Allow",
    Action: action,
    Resource,
    Condition: {
      StringLike: {
        "kms:ViaService": `s3.${region}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": [arn],
      },
    },
  });
  const identity = [
    policy(
      statement("kms:Decrypt", "us-east-1", "arn:aws:s3:::source/prefix*", source),
      statement("kms:Encrypt", "eu-west-1", "arn:aws:s3:::destination/prefix*", destination),
    ),
  ];
  const call = (action: string, on: string, region: string, arn: string) =>
    decide(
      { identity, resource: policy(toAccount), resourcePolicyDecides: true },
      role("replication"),
      action,
      on,
      { "kms:ViaService": `s3.${region}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": arn },
    );

  test("the role decrypts source objects and encrypts replicas, each through S3 in the Region of the key", () => {
    expect(call("kms:Decrypt", source, "us-east-1", "arn:aws:s3:::source/prefix1/a")).toBe("allow");
    expect(call("kms:Encrypt", destination, "eu-west-1", "arn:aws:s3:::destination/prefix1/a")).toBe("allow");
    expect(call("kms:Encrypt", source, "us-east-1", "arn:aws:s3:::source/prefix1/a")).toBe("implicit deny");
    expect(call("kms:Decrypt", source, "eu-west-1", "arn:aws:s3:::source/prefix1/a")).toBe("implicit deny");
    expect(call("kms:Decrypt", source, "us-east-1", "arn:aws:s3:::source/other")).toBe("implicit deny");
  });

  test("with an S3 Bucket Key the context is the bucket's ARN, which a pattern for objects does not match", () => {
    expect(call("kms:Decrypt", source, "us-east-1", "arn:aws:s3:::source")).toBe("implicit deny");
  });
});
