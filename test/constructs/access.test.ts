import { App } from "cdktf";
import { MultiRegionAccessPoint } from "../../constructs/access-point";
import { AccessPointPolicy, type AccessPointPolicyProps } from "../../constructs/access-point-policy";
import { ApplicationPolicy } from "../../constructs/application-policy";
import { MemberBucketPolicy, type MemberBucketPolicyProps } from "../../constructs/bucket-policy";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

const TWO = ["eu-west-1", "us-east-1"];
const ARN = "${aws_s3control_multi_region_access_point.mrap/Resource.arn}";
const ROLE = "arn:aws:iam::123456789012:role/app";
const ADMIN = "arn:aws:iam::123456789012:role/admin";

const accessPoint = (stack: PlainStack, protect?: boolean) => {
  const buckets = stack.buckets();
  return {
    buckets,
    accessPoint: new MultiRegionAccessPoint(stack, "mrap", { name: "my-mrap", buckets, protect }),
  };
};

describe("the access point", () => {
  const make = (protect?: boolean) =>
    synthPlain(TWO, (stack) => void accessPoint(stack, protect)).resource(
      "aws_s3control_multi_region_access_point",
    );

  test("has one bucket for each Region by reference, blocks public access and is protected", () => {
    expect(make()).toEqual({
      details: {
        name: "my-mrap",
        public_access_block: {
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
        region: [
          { bucket: "${aws_s3_bucket.eu-west-1/Resource.id}" },
          { bucket: "${aws_s3_bucket.us-east-1/Resource.id}" },
        ],
      },
      lifecycle: { prevent_destroy: true },
    });
  });

  test("can be destroyed in a trial", () => {
    expect(make(false)).not.toHaveProperty("lifecycle");
  });

  test.each([["My-Mrap"], ["ab"], ["-abc"], ["abc-"], ["a".repeat(51)], ["with.dot"], ["with_underscore"]])(
    "refuses the name '%s'",
    (name) => {
      const stack = new PlainStack(new App(), TWO);
      expect(
        messageOf(() => new MultiRegionAccessPoint(stack, "mrap", { name, buckets: stack.buckets() })),
      ).toBe(
        `'name' should be 3 to 50 lower-case letters, digits and hyphens, with no hyphen at either end, got '${name}' (at plain/mrap)`,
      );
    },
  );

  test("skips the check of a name that only Terraform knows", () => {
    const synthesized = synthPlain(TWO, (stack) => {
      new MultiRegionAccessPoint(stack, "mrap", { name: stack.accountId, buckets: stack.buckets() });
    });
    expect(synthesized.resource("aws_s3control_multi_region_access_point").details.name).toBe(
      "${data.aws_caller_identity.current.account_id}",
    );
  });

  test.each([1, 18])("refuses %d buckets", (count) => {
    const regions = Array.from({ length: count }, (_, index) => `xx-region-${index}`);
    const stack = new PlainStack(new App(), regions);
    expect(messageOf(() => accessPoint(stack))).toBe(
      `'buckets' should have 2 to 17 buckets, got ${count} (at plain/mrap)`,
    );
  });
});

describe("the access point's policy", () => {
  const make = (props: Partial<AccessPointPolicyProps> = {}) =>
    synthPlain(TWO, (stack) => {
      const { accessPoint: point } = accessPoint(stack);
      new AccessPointPolicy(stack, "policy", { accessPoint: point, ...props });
    });
  const statements = (props?: Partial<AccessPointPolicyProps>) =>
    make(props).statements("policy/access-point");

  test("names the access point by reference, so that it follows a replacement", () => {
    expect(make().resource("aws_s3control_multi_region_access_point_policy").details).toEqual({
      name: "${aws_s3control_multi_region_access_point.mrap/Resource.details[0].name}",
      policy: "${data.aws_iam_policy_document.policy/access-point.json}",
    });
  });

  test("without readers and writers it grants nothing, and refuses what does not come over TLS", () => {
    expect(statements()).toEqual({
      OnlyOverTls: {
        sid: "OnlyOverTls",
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: [ARN, `${ARN}/object/*`],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    });
  });

  test("readers get and list, and cannot write", () => {
    const { ReadersGetObjects, ReadersListObjects, ...rest } = statements({ readers: [ROLE] });
    expect(ReadersGetObjects).toEqual({
      sid: "ReadersGetObjects",
      principals: [{ type: "AWS", identifiers: [ROLE] }],
      actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
      resources: [`${ARN}/object/*`],
    });
    expect(ReadersListObjects).toMatchObject({ actions: ["s3:ListBucket"], resources: [ARN] });
    expect(Object.keys(rest)).toEqual(["OnlyOverTls"]);
  });

  test("writers read, write and delete, and cannot remove a version", () => {
    const { WritersUseObjects, WritersListObjects } = statements({ writers: [ROLE] });
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
    expect(WritersUseObjects!.principals).toEqual([{ type: "AWS", identifiers: [ROLE] }]);
    expect(WritersListObjects!.actions).toEqual(["s3:ListBucket", "s3:ListBucketMultipartUploads"]);
  });

  test("an organization keeps everybody else out, but not AWS itself", () => {
    expect(statements({ organization: "o-abcdefghij" }).OnlyThisOrganization).toMatchObject({
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      condition: [
        { test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: ["o-abcdefghij"] },
        { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
      ],
    });
  });

  test("only from the endpoints, with the administrators exempt", () => {
    expect(
      statements({ onlyFromEndpoints: ["vpce-1", "vpce-2"], administrators: [ADMIN] }).OnlyFromVpcEndpoints,
    ).toMatchObject({
      effect: "Deny",
      condition: [
        { test: "StringNotEquals", variable: "aws:SourceVpce", values: ["vpce-1", "vpce-2"] },
        { test: "ArnNotLike", variable: "aws:PrincipalArn", values: [ADMIN] },
      ],
    });
  });

  test("refuses to shut everybody out with an empty list of endpoints", () => {
    const stack = new PlainStack(new App(), TWO);
    const point = accessPoint(stack).accessPoint;
    expect(
      messageOf(() => new AccessPointPolicy(stack, "policy", { accessPoint: point, onlyFromEndpoints: [] })),
    ).toBe("'onlyFromEndpoints' should name at least one VPC endpoint, got an empty list (at plain/policy)");
  });
});

describe("a member bucket's policy", () => {
  const make = (props: Partial<MemberBucketPolicyProps> = {}) =>
    synthPlain(TWO, (stack) => {
      const { accessPoint: point, buckets } = accessPoint(stack);
      new MemberBucketPolicy(stack, "policy", {
        bucket: buckets[0]!,
        accessPoint: point,
        replicationRoleArns: ["arn:aws:iam::123456789012:role/replication"],
        ...props,
      });
    });
  const BUCKET = "${aws_s3_bucket.eu-west-1/Resource.arn}";

  test("refuses object requests that do not come through the access point, except replication's", () => {
    expect(make().statements("policy/bucket").OnlyThroughAccessPoint).toEqual({
      sid: "OnlyThroughAccessPoint",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["s3:*"],
      resources: [`${BUCKET}/*`],
      condition: [
        { test: "StringNotEquals", variable: "s3:DataAccessPointArn", values: [ARN] },
        {
          test: "ArnNotLike",
          variable: "aws:PrincipalArn",
          values: ["arn:aws:iam::123456789012:role/replication"],
        },
        { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
      ],
    });
  });

  test("administrators are exempt, too", () => {
    const { condition } = make({ administrators: [ADMIN] }).statements(
      "policy/bucket",
    ).OnlyThroughAccessPoint!;
    expect(condition[1].values).toEqual(["arn:aws:iam::123456789012:role/replication", ADMIN]);
  });

  test("leaves the direct way open where that is asked for, and TLS closed to plain text", () => {
    expect(Object.keys(make({ onlyThroughAccessPoint: false }).statements("policy/bucket"))).toEqual([
      "OnlyOverTls",
      "DelegateObjectsToAccessPoint",
      "DelegateListingToAccessPoint",
    ]);
  });

  test("delegates to this access point only: everyone else's requests are not allowed by it", () => {
    const { DelegateObjectsToAccessPoint, DelegateListingToAccessPoint } = make().statements("policy/bucket");
    for (const statement of [DelegateObjectsToAccessPoint!, DelegateListingToAccessPoint!]) {
      expect(statement.condition).toEqual([
        { test: "StringEquals", variable: "s3:DataAccessPointArn", values: [ARN] },
      ]);
    }
    expect(DelegateObjectsToAccessPoint!.resources).toEqual([`${BUCKET}/*`]);
    expect(DelegateListingToAccessPoint!.resources).toEqual([BUCKET]);
  });

  test("is put in the bucket's Region after the public access block", () => {
    expect(make().resource("aws_s3_bucket_policy")).toEqual({
      bucket: "${aws_s3_bucket.eu-west-1/Resource.id}",
      policy: "${data.aws_iam_policy_document.policy/bucket.json}",
      provider: "aws.eu_west_1",
      depends_on: ["aws_s3_bucket_public_access_block.eu-west-1/PublicAccessBlock"],
    });
  });
});

describe("an application's identity policy", () => {
  const make = (write: boolean) =>
    synthPlain(
      TWO,
      (stack) => void new ApplicationPolicy(stack, "app", { ...accessPoint(stack), write }),
    ).statements("app/Resource");

  test("names the access point, and the buckets only through it", () => {
    const statements = make(true);
    expect(statements.AccessPointObjects!.resources).toEqual([`${ARN}/object/*`]);
    expect(statements.BucketObjectsThroughAccessPoint).toMatchObject({
      resources: ["${aws_s3_bucket.eu-west-1/Resource.arn}/*", "${aws_s3_bucket.us-east-1/Resource.arn}/*"],
      condition: [{ test: "StringEquals", variable: "s3:DataAccessPointArn", values: [ARN] }],
    });
    expect(statements.BucketObjectsThroughAccessPoint!.actions).toContain("s3:PutObject");
  });

  test("a reader's has no action that writes", () => {
    const actions = Object.values(make(false)).flatMap((statement) => statement.actions as string[]);
    expect(actions.filter((action) => !/^s3:(Get|List)/.test(action))).toEqual([]);
  });
});
