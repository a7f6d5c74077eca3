/** Examples of the Amazon S3 User Guide, "Bucket policy examples". */
import { ACCOUNT, allowAll, anonymous, decide, OTHER_ACCOUNT, policy, role, service, user } from "./support";
import type { Policy, Statement } from "../policy/statement";

const bucket = "arn:aws:s3:::example";
const object = `${bucket}/photo.jpg`;
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

describe('Amazon S3 User Guide, "Bucket policy examples"', () => {
  test("require SSE-KMS: Null denies an upload without a key ID", () => {
    const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    const put = call(
      policy(openTo("s3:PutObject"), {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${bucket}/*`,
        Condition: { Null: { [key]: "true" } },
      }),
      "s3:PutObject",
    );
    expect(put()).toBe("explicit deny");
    expect(put({ [key]: "arn:aws:kms:us-east-2:111122223333:key/1" })).toBe("allow");
  });

  test("require one KMS key: ArnNotEqualsIfExists denies another key and an upload without a key", () => {
    const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    const put = call(
      policy(openTo("s3:PutObject"), {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${bucket}/*`,
        Condition: { ArnNotEqualsIfExists: { [key]: "arn:aws:kms:us-east-2:111122223333:key/1" } },
      }),
      "s3:PutObject",
    );
    expect(put({ [key]: "arn:aws:kms:us-east-2:111122223333:key/2" })).toBe("explicit deny");
    expect(put({ [key]: "arn:aws:kms:us-east-2:111122223333:key/1" })).toBe("allow");
    expect(put()).toBe("explicit deny");
  });

  test("grant uploads to another account only with a canned ACL", () => {
    const resource = policy({
      Effect: "Allow",
      Principal: { AWS: OTHER_ACCOUNT },
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    });
    const put = (keys: Keys) =>
      decide({ resource, identity: [allowAll] }, user("dave", OTHER_ACCOUNT), "s3:PutObject", object, keys);
    expect(put({ "s3:x-amz-acl": "bucket-owner-full-control" })).toBe("allow");
    expect(put({ "s3:x-amz-acl": "private" })).toBe("implicit deny");
    expect(put({})).toBe("implicit deny");
  });

  test("read only objects with a tag", () => {
    const get = call(
      policy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/ana` },
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `${bucket}/*`,
        Condition: { StringEquals: { "s3:ExistingObjectTag/environment": "production" } },
      }),
      "s3:GetObject",
      role("ana"),
    );
    expect(get({ "s3:ExistingObjectTag/environment": "production" })).toBe("allow");
    expect(get({ "s3:ExistingObjectTag/environment": "test" })).toBe("implicit deny");
    expect(get()).toBe("implicit deny");
  });

  test("add only some tag keys: ForAnyValue needs one of them", () => {
    const tag = call(
      policy({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/ana` },
        Action: "s3:PutObjectTagging",
        Resource: `${bucket}/*`,
        Condition: { "ForAnyValue:StringEquals": { "s3:RequestObjectTagKeys": ["Owner", "CreationDate"] } },
      }),
      "s3:PutObjectTagging",
      role("ana"),
    );
    expect(tag({ "s3:RequestObjectTagKeys": ["Owner"] })).toBe("allow");
    expect(tag({ "s3:RequestObjectTagKeys": ["Cost"] })).toBe("implicit deny");
    expect(tag({ "s3:RequestObjectTagKeys": [] })).toBe("implicit deny");
  });

  const logs = policy(
    {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::source" },
      },
    },
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: {
        "ForAllValues:StringNotEquals": { "aws:PrincipalServiceNamesList": "logging.s3.amazonaws.com" },
      },
    },
  );
  test("only server access logs: the service may write for one bucket of one account", () => {
    const deliver = (account: string, arn: string) =>
      decide({ resource: logs }, service("logging.s3.amazonaws.com"), "s3:PutObject", object, {
        "aws:SourceAccount": account,
        "aws:SourceArn": arn,
        "aws:PrincipalServiceNamesList": ["logging.s3.amazonaws.com", "delivery.logging.s3.amazonaws.com"],
      });
    expect(deliver(ACCOUNT, "arn:aws:s3:::source")).toBe("allow");
    expect(deliver(ACCOUNT, "arn:aws:s3:::other")).toBe("implicit deny");
    expect(deliver(OTHER_ACCOUNT, "arn:aws:s3:::source")).toBe("implicit deny");
    expect(decide({ resource: logs, identity: [allowAll] }, user("ana"), "s3:PutObject", object)).toBe(
      "explicit deny",
    );
  });

  test("only the organization: anonymous requests and other organizations have no access", () => {
    const resource = policy({
      ...openTo("s3:GetObject"),
      Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-aa111bb222"] } },
    });
    const get = (keys: Keys, principal: any = user("ana", OTHER_ACCOUNT)) =>
      decide({ resource, identity: [allowAll] }, principal, "s3:GetObject", object, keys);
    expect(get({ "aws:PrincipalOrgID": "o-aa111bb222" })).toBe("allow");
    expect(get({ "aws:PrincipalOrgID": "o-cc333dd444" })).toBe("implicit deny");
    expect(get({}, anonymous)).toBe("implicit deny");
  });
});
