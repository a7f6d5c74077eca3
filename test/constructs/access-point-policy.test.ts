import { App } from "cdktf";
import { AccessPointPolicy, type AccessPointPolicyProps } from "../../constructs/access-point-policy";
import { messageOf, PlainStack, synthPlain } from "../support/synth";
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

test("allows nothing without readers and writers, and denies requests without TLS", () => {
  expect(statements()).toEqual({
    OnlyOverTls: {
      sid: "OnlyOverTls",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["s3:*"],
      resources: [ACCESS_POINT_ARN, `${ACCESS_POINT_ARN}/object/*`],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    },
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
  expect(Object.keys(rest)).toEqual(["OnlyOverTls"]);
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
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
  ]);
  expect(WritersUseObjects!.principals).toEqual([{ type: "AWS", identifiers: [APP_ROLE] }]);
  expect(WritersListObjects!.actions).toEqual(["s3:ListBucket", "s3:ListBucketMultipartUploads"]);
});

test("denies principals outside the organization, except AWS services", () => {
  expect(statements({ organization: "o-abcdefghij" }).OnlyThisOrganization).toMatchObject({
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    condition: [
      { test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
      { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
    ],
  });
});

test("denies requests that use no VPC endpoint, except those of administrators", () => {
  expect(
    statements({ onlyFromEndpoints: ["vpce-1", "vpce-2"], administrators: [ADMIN_ROLE] })
      .OnlyFromVpcEndpoints,
  ).toMatchObject({
    effect: "Deny",
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
