import { MemberBucketPolicy, type MemberBucketPolicyProps } from "../../constructs/bucket-policy";
import { synthPlain, validationErrors } from "../support/synth";
import { ACCESS_POINT_ARN, accessPoint, ADMIN_ROLE, TWO_REGIONS } from "./support";

const make = (props: Partial<MemberBucketPolicyProps> = {}) =>
  synthPlain(TWO_REGIONS, (stack) => {
    const { accessPoint: point, buckets } = accessPoint(stack);
    new MemberBucketPolicy(stack, "policy", {
      bucket: buckets[0]!,
      accessPoint: point,
      replicationRoleArns: ["arn:aws:iam::123456789012:role/replication"],
      ...props,
    });
  });
const BUCKET = "${aws_s3_bucket.eu-west-1/Resource.arn}";

test("denies object requests that bypass the access point, except those of replication", () => {
  expect(make().statements("policy/bucket").OnlyThroughAccessPoint).toEqual({
    sid: "OnlyThroughAccessPoint",
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: [
      "s3:*Object*",
      "s3:AbortMultipartUpload",
      "s3:BypassGovernanceRetention",
      "s3:ListMultipartUploadParts",
      "s3:ReplicateDelete",
      "s3:ReplicateTags",
    ],
    resources: [`${BUCKET}/*`],
    condition: [
      { test: "StringNotEquals", variable: "s3:DataAccessPointArn", values: [ACCESS_POINT_ARN] },
      {
        test: "ArnNotLike",
        variable: "aws:PrincipalArn",
        values: ["arn:aws:iam::123456789012:role/replication"],
      },
      { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
    ],
  });
});

test("does not deny administrators", () => {
  const { condition } = make({ administrators: [ADMIN_ROLE] }).statements(
    "policy/bucket",
  ).OnlyThroughAccessPoint!;
  expect(condition[1].values).toEqual(["arn:aws:iam::123456789012:role/replication", ADMIN_ROLE]);
});

test("allows direct requests on request, and still requires TLS", () => {
  expect(Object.keys(make({ onlyThroughAccessPoint: false }).statements("policy/bucket"))).toEqual([
    "OnlyOverTls",
    "DelegateObjectsToAccessPoint",
    "DelegateListingToAccessPoint",
    "OnlyBucketEncryption",
  ]);
});

test("delegates access control to this access point only", () => {
  const { DelegateObjectsToAccessPoint, DelegateListingToAccessPoint } = make().statements("policy/bucket");
  for (const statement of [DelegateObjectsToAccessPoint!, DelegateListingToAccessPoint!]) {
    expect(statement.condition).toEqual([
      { test: "StringEquals", variable: "s3:DataAccessPointArn", values: [ACCESS_POINT_ARN] },
    ]);
  }
  expect(DelegateObjectsToAccessPoint!.resources).toEqual([`${BUCKET}/*`]);
  expect(DelegateListingToAccessPoint!.resources).toEqual([BUCKET]);
});

test("is created in the bucket's Region after the public access block", () => {
  expect(make().resource("aws_s3_bucket_policy")).toEqual({
    bucket: "${aws_s3_bucket.eu-west-1/Resource.id}",
    policy: "${data.aws_iam_policy_document.policy/bucket.json}",
    provider: "aws.eu_west_1",
    depends_on: ["aws_s3_bucket_public_access_block.eu-west-1/PublicAccessBlock"],
  });
});

test("delegates access control for principals of the organization only", () => {
  const { DelegateObjectsToAccessPoint } = make({ organization: "o-abcdefghij" }).statements("policy/bucket");
  expect(DelegateObjectsToAccessPoint!.condition).toEqual([
    { test: "StringEquals", variable: "s3:DataAccessPointArn", values: [ACCESS_POINT_ARN] },
    { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
  ]);
});

test("denies uploads with another encryption, which S3 would never replicate", () => {
  expect(make().statements("policy/bucket").OnlyBucketEncryption).toMatchObject({
    effect: "Deny",
    actions: ["s3:PutObject"],
    resources: [`${BUCKET}/*`],
  });
  expect(make({ onlyBucketEncryption: false }).statements("policy/bucket")).not.toHaveProperty(
    "OnlyBucketEncryption",
  );
});

test("allows CloudFront distributions to get objects", () => {
  const distribution = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL";
  const { CloudFrontGetsObjects } = make({ cloudFrontDistributions: [distribution] }).statements(
    "policy/bucket",
  );
  expect(CloudFrontGetsObjects).toMatchObject({
    principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
    actions: ["s3:GetObject"],
    resources: [`${BUCKET}/*`],
    condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [distribution] }],
  });
});

test("rejects more administrators than a policy has room for", () => {
  const administrators = (count: number) =>
    Array.from({ length: count }, (_, index) => `${ADMIN_ROLE}-${String(index).padStart(60, "0")}`);
  expect(validationErrors(() => make({ administrators: administrators(200) }))).toEqual([
    "[plain/policy] the bucket policy should have at most 20480 bytes, got about 21798 because of 'administrators': write a wildcard in place of several names, such as arn:aws:iam::ACCOUNT:role/team-*",
  ]);
  expect(() => make({ administrators: administrators(180) })).not.toThrow();
});

test("rejects more CloudFront distributions than a policy has room for", () => {
  const cloudFrontDistributions = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:cloudfront::123456789012:distribution/E${index}`);
  expect(validationErrors(() => make({ cloudFrontDistributions: cloudFrontDistributions(400) }))).toEqual([
    "[plain/policy] the bucket policy should have at most 20480 bytes, got about 23107 because of 'cloudFrontDistributions': serve several sites with one distribution",
  ]);
  expect(() => make({ cloudFrontDistributions: cloudFrontDistributions(340) })).not.toThrow();
});
