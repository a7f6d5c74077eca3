import { App } from "cdktf";
import { AccessPointPolicy, type AccessPointPolicyProps } from "../../constructs/access-point-policy";
import { messageOf, PlainStack, synthPlain, validationErrors } from "../support/synth";
import { ACCESS_POINT_ARN, accessPoint, ADMIN_ROLE, APP_ROLE, TWO_REGIONS } from "./support";

const make = (props: Partial<AccessPointPolicyProps> = {}) =>
  synthPlain(TWO_REGIONS, (stack) => {
    const { accessPoint: point } = accessPoint(stack);
    new AccessPointPolicy(stack, "policy", { accessPoint: point, ...props });
  });
const statements = (props?: Partial<AccessPointPolicyProps>) => make(props).statements("policy/access-point");

test("references the access point, so that a replacement gets the policy too", () => {
  expect(make().resource("aws_s3control_multi_region_access_point_policy").details).toEqual({
    name: "${aws_s3control_multi_region_access_point.mrap/Resource.details[0].name}",
    policy: "${data.aws_iam_policy_document.policy/access-point.json}",
  });
});

test("allows nothing without readers and writers, and denies requests without TLS and with another encryption", () => {
  expect(statements()).toEqual({
    OnlyOverTls: {
      sid: "OnlyOverTls",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["s3:*"],
      resources: [ACCESS_POINT_ARN, `${ACCESS_POINT_ARN}/object/*`],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    },
    OnlyBucketEncryption: {
      sid: "OnlyBucketEncryption",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["s3:PutObject"],
      resources: [`${ACCESS_POINT_ARN}/object/*`],
      condition: [
        { test: "Null", variable: "s3:x-amz-server-side-encryption", values: ["false"] },
        { test: "StringNotEquals", variable: "s3:x-amz-server-side-encryption", values: ["AES256"] },
      ],
    },
  });
  expect(Object.keys(statements({ onlyBucketEncryption: false }))).toEqual(["OnlyOverTls"]);
});

test("waits up to 24 hours for the control plane", () => {
  expect(make().resource("aws_s3control_multi_region_access_point_policy").timeouts).toEqual({
    create: "24h",
    update: "24h",
  });
});

test("allows readers to get and list objects only", () => {
  const { ReadersGetObjects, ReadersListObjects, ...rest } = statements({ readers: [APP_ROLE] });
  expect(ReadersGetObjects).toEqual({
    sid: "ReadersGetObjects",
    principals: [{ type: "AWS", identifiers: [APP_ROLE] }],
    actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
    resources: [`${ACCESS_POINT_ARN}/object/*`],
  });
  expect(ReadersListObjects).toMatchObject({ actions: ["s3:ListBucket"], resources: [ACCESS_POINT_ARN] });
  expect(Object.keys(rest)).toEqual(["OnlyOverTls", "OnlyBucketEncryption"]);
});

test("allows writers to read, write and delete objects, but not to delete versions", () => {
  const { WritersUseObjects, WritersListObjects } = statements({ writers: [APP_ROLE] });
  expect(WritersUseObjects!.actions).toEqual([
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionTagging",
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:DeleteObjectTagging",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
  ]);
  expect(WritersUseObjects!.principals).toEqual([{ type: "AWS", identifiers: [APP_ROLE] }]);
  expect(WritersListObjects!.actions).toEqual(["s3:ListBucket", "s3:ListBucketMultipartUploads"]);
});

const DATA_PLANE = {
  effect: "Deny",
  principals: [{ type: "*", identifiers: ["*"] }],
  actions: [
    "s3:*Object*",
    "s3:AbortMultipartUpload",
    "s3:BypassGovernanceRetention",
    "s3:ListMultipartUploadParts",
    "s3:ReplicateDelete",
    "s3:ReplicateTags",
    "s3:ListBucket*",
  ],
  resources: [ACCESS_POINT_ARN, `${ACCESS_POINT_ARN}/object/*`],
};

test("denies principals outside the organization the data plane, except AWS services", () => {
  expect(statements({ organization: "o-abcdefghij" }).OnlyThisOrganization).toEqual({
    sid: "OnlyThisOrganization",
    ...DATA_PLANE,
    condition: [
      { test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
      { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
    ],
  });
});

test("denies the data plane to requests that use no VPC endpoint, except those of administrators", () => {
  expect(
    statements({ onlyFromEndpoints: ["vpce-1", "vpce-2"], administrators: [ADMIN_ROLE] })
      .OnlyFromVpcEndpoints,
  ).toEqual({
    sid: "OnlyFromVpcEndpoints",
    ...DATA_PLANE,
    condition: [
      { test: "StringNotEquals", variable: "aws:SourceVpce", values: ["vpce-1", "vpce-2"] },
      { test: "ArnNotLike", variable: "aws:PrincipalArn", values: [ADMIN_ROLE] },
    ],
  });
});

test("rejects an empty list of endpoints, which would deny everyone", () => {
  const stack = new PlainStack(new App(), TWO_REGIONS);
  const point = accessPoint(stack).accessPoint;
  expect(
    messageOf(() => new AccessPointPolicy(stack, "policy", { accessPoint: point, onlyFromEndpoints: [] })),
  ).toBe("'onlyFromEndpoints' should name at least one VPC endpoint, got an empty list (at plain/policy)");
});

test("allows everyone only within the organization, because S3 rejects a public policy", () => {
  const { ReadersGetObjects, WritersUseObjects } = statements({
    readers: ["*"],
    writers: ["123456789012"],
    organization: "o-abcdefghij",
  });
  expect(ReadersGetObjects).toMatchObject({
    principals: [{ type: "AWS", identifiers: ["*"] }],
    condition: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] }],
  });
  expect(WritersUseObjects!.principals).toEqual([{ type: "AWS", identifiers: ["123456789012"] }]);
  expect(WritersUseObjects).not.toHaveProperty("condition");
});

test.each(["readers", "writers"])("rejects everyone as %s without an organization", (list) => {
  const stack = new PlainStack(new App(), TWO_REGIONS);
  const point = accessPoint(stack).accessPoint;
  expect(messageOf(() => new AccessPointPolicy(stack, "policy", { accessPoint: point, [list]: ["*"] }))).toBe(
    `'${list}' should not have '*' without 'organization' (at plain/policy)`,
  );
});

test("allows CloudFront distributions to get objects, also without a VPC endpoint", () => {
  const distribution = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL";
  const { CloudFrontGetsObjects, OnlyFromVpcEndpoints } = statements({
    cloudFrontDistributions: [distribution],
    onlyFromEndpoints: ["vpce-1"],
  });
  expect(CloudFrontGetsObjects).toEqual({
    sid: "CloudFrontGetsObjects",
    principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
    actions: ["s3:GetObject"],
    resources: [`${ACCESS_POINT_ARN}/object/*`],
    condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [distribution] }],
  });
  expect(OnlyFromVpcEndpoints!.condition).toEqual([
    { test: "StringNotEquals", variable: "aws:SourceVpce", values: ["vpce-1"] },
    { test: "StringNotEquals", variable: "aws:SourceArn", values: [distribution] },
  ]);
});

const roles = (count: number) =>
  Array.from({ length: count }, (_, index) => `${APP_ROLE}-${String(index).padStart(60, "0")}`);
const account = "name an account ID in place of its roles and users";

test.each([
  ["readers", { readers: roles(100) }, 20_598, account],
  ["writers", { writers: roles(100), readers: [APP_ROLE] }, 21_244, account],
  [
    "administrators",
    { administrators: roles(200), onlyFromEndpoints: ["vpce-0123456789abcdef0"] },
    20_674,
    "write a wildcard in place of several names, such as arn:aws:iam::ACCOUNT:role/team-*",
  ],
  [
    "cloudFrontDistributions",
    {
      cloudFrontDistributions: Array.from(
        { length: 400 },
        (_, index) => `arn:aws:cloudfront::123456789012:distribution/E${index}`,
      ),
    },
    21_933,
    "serve several sites with one distribution",
  ],
])("rejects more %s than a policy has room for", (prop, props, bytes, fix) => {
  expect(validationErrors(() => make(props))).toEqual([
    `[plain/policy] the policy of the access point should have at most 20480 bytes, got about ${bytes} because of '${prop}': ${fix}`,
  ]);
});

test("accepts as many principals as a policy has room for", () => {
  expect(() => make({ readers: roles(99) })).not.toThrow();
  expect(() => make({ readers: roles(100) })).toThrow("should have at most 20480 bytes, got about 20598");
  // Administrators are in the policy only together with onlyFromEndpoints.
  expect(() => make({ administrators: roles(300) })).not.toThrow();
});
