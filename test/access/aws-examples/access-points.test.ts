/** The examples of the Amazon S3 User Guide for access points, Multi-Region Access Points and VPC endpoints. */
import { authorizeAll } from "../policy/authorize";
import { controlRequest, directRequest, requestThrough, type S3Request } from "../s3";
import type { Policy } from "../policy/statement";
import { ACCOUNT, allowAll, anonymous, OTHER_ACCOUNT, policy, service, user } from "./support";

const arn = `arn:aws:s3::${ACCOUNT}:accesspoint/mfzwi23gnjvgw.mrap`;
const objects = `${arn}/object/*`;
const bucketArn = "arn:aws:s3:::example";
const ana = user("ana");
const dave = user("dave", OTHER_ACCOUNT);

const everyone = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" } as const;
const delegation = policy({
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "*",
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { StringEquals: { "s3:DataAccessPointArn": arn } },
});
const readers = policy({
  Effect: "Allow",
  Principal: { AWS: [ana.type === "user" ? ana.arn : "", dave.type === "user" ? dave.arn : ""] },
  Action: ["s3:ListBucket", "s3:GetObject"],
  Resource: [arn, objects],
});

interface Case extends Partial<S3Request> {
  readonly accessPoint?: Policy;
  readonly bucket?: Policy;
}
const request = (given: Case): S3Request => ({
  principal: dave,
  identity: [allowAll],
  action: "s3:GetObject",
  key: "photo.jpg",
  keys: {},
  ...given,
});
const through = ({ accessPoint, bucket, ...given }: Case) =>
  authorizeAll(
    requestThrough(
      { arn, policy: accessPoint },
      { name: "example", account: ACCOUNT, policy: bucket },
      request(given),
    ),
  );
const direct = ({ bucket, ...given }: Case) =>
  authorizeAll(directRequest({ name: "example", account: ACCOUNT, policy: bucket }, request(given)));

describe('Amazon S3 User Guide, "Permissions" of Multi-Region Access Points', () => {
  test("a request from another account needs the access point, the bucket and the identity policy", () => {
    expect(through({ accessPoint: readers, bucket: delegation })).toBe("allow");
    expect(through({ accessPoint: readers })).toBe("implicit deny");
    expect(through({ bucket: delegation })).toBe("implicit deny");
    expect(through({ accessPoint: readers, bucket: delegation, identity: [] })).toBe("implicit deny");
  });

  test("a request from the same account needs the identity policy only", () => {
    expect(through({ principal: ana })).toBe("allow");
    expect(through({ principal: ana, identity: [] })).toBe("implicit deny");
  });

  test("the more restrictive of the two policies takes precedence", () => {
    const deny = (resource: string) =>
      policy({ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: resource });
    expect(through({ principal: ana, accessPoint: deny(objects) })).toBe("explicit deny");
    expect(through({ principal: ana, bucket: deny(`${bucketArn}/*`) })).toBe("explicit deny");
  });

  test("the delegation does not change direct requests, and the access point's policy does not apply to them", () => {
    expect(direct({ bucket: delegation })).toBe("implicit deny");
    expect(direct({ bucket: delegation, principal: ana })).toBe("allow");
  });

  test("the delegation names one access point", () => {
    const other = policy({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { StringEquals: { "s3:DataAccessPointArn": `${arn}-other` } },
    });
    expect(through({ accessPoint: readers, bucket: other })).toBe("implicit deny");
  });

  test("the policy grants listing on the access point and reads on its objects", () => {
    const listing = { action: "s3:ListBucket", key: undefined };
    expect(through({ accessPoint: readers, bucket: delegation, ...listing })).toBe("allow");
    const onlyListing = policy({
      Effect: "Allow",
      Principal: { AWS: OTHER_ACCOUNT },
      Action: "s3:ListBucket",
      Resource: arn,
    });
    expect(through({ accessPoint: onlyListing, bucket: delegation, ...listing })).toBe("allow");
    expect(through({ accessPoint: onlyListing, bucket: delegation })).toBe("implicit deny");
  });
});

describe('Amazon S3 User Guide, "Configuring a Multi-Region Access Point for use with AWS PrivateLink"', () => {
  const open = {
    accessPoint: policy({ ...everyone, Resource: objects }),
    bucket: policy({ ...everyone, Resource: [`${bucketArn}/*`] }),
  };
  const endpoint = (...Resource: string[]) => policy({ ...everyone, Resource });

  test("the endpoint's policy must allow the access point and the bucket", () => {
    expect(through({ ...open, endpoint: endpoint(`${bucketArn}/*`, objects) })).toBe("allow");
    expect(through({ ...open, endpoint: endpoint(objects) })).toBe("implicit deny");
    expect(through({ ...open, endpoint: endpoint(`${bucketArn}/*`) })).toBe("implicit deny");
  });

  test("an endpoint that allows reads allows no writes", () => {
    const put = { ...open, principal: ana, action: "s3:PutObject" };
    expect(through({ ...put, endpoint: endpoint(`${bucketArn}/*`, objects) })).toBe("implicit deny");
    expect(through(put)).toBe("allow");
  });

  test("an endpoint can deny the buckets of other accounts", () => {
    const only = policy(
      { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" },
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: "arn:aws:s3:::*",
        Condition: { StringNotEquals: { "aws:ResourceAccount": ACCOUNT } },
      },
    );
    const from = (account: string) =>
      direct({ principal: ana, endpoint: only, keys: { "aws:ResourceAccount": account } });
    expect(from(ACCOUNT)).toBe("allow");
    expect(from(OTHER_ACCOUNT)).toBe("explicit deny");
  });
});

test('Amazon S3 User Guide, "Multi-Region Access Point restrictions and limitations": no anonymous requests', () => {
  const open = {
    accessPoint: policy({ ...everyone, Resource: objects }),
    bucket: policy({ ...everyone, Resource: `${bucketArn}/*` }),
  };
  expect(through({ ...open, principal: anonymous, identity: [] })).toBe("implicit deny");
  expect(direct({ ...open, principal: anonymous, identity: [] })).toBe("allow");
});

describe('Amazon S3 User Guide, "Configuring IAM policies for using access points"', () => {
  test("a Deny statement can limit the bucket to access points with a VPC origin", () => {
    const bucket = policy({
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArn}/*`,
      Condition: { StringNotEquals: { "s3:AccessPointNetworkOrigin": "VPC" } },
    });
    const get = (keys: S3Request["keys"]) => direct({ principal: ana, bucket, keys });
    expect(get({ "s3:AccessPointNetworkOrigin": "VPC" })).toBe("allow");
    expect(get({ "s3:AccessPointNetworkOrigin": "Internet" })).toBe("explicit deny");
    expect(get({})).toBe("explicit deny");
  });

  test("StringLike matches all access points of an account", () => {
    const bucket = policy({
      ...everyone,
      Resource: `${bucketArn}/*`,
      Condition: { StringLike: { "s3:DataAccessPointArn": `arn:aws:s3:us-west-2:${ACCOUNT}:accesspoint/*` } },
    });
    const get = (account: string) =>
      direct({ bucket, keys: { "s3:DataAccessPointArn": `arn:aws:s3:us-west-2:${account}:accesspoint/a` } });
    expect(get(ACCOUNT)).toBe("allow");
    expect(get(OTHER_ACCOUNT)).toBe("implicit deny");
  });
});

describe('CloudFront Developer Guide, "Restrict access to an Amazon S3 Multi-Region Access Point origin"', () => {
  const distribution = `arn:aws:cloudfront::${ACCOUNT}:distribution/EDFDVBD6EXAMPLE`;
  const accessPoint = policy({
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: objects,
    Condition: { StringEquals: { "aws:SourceArn": distribution } },
  });
  const get = (source: string, name = "cloudfront.amazonaws.com") =>
    through({
      accessPoint,
      bucket: delegation,
      principal: service(name),
      identity: [],
      keys: { "aws:SourceArn": source },
    });

  test("the policy allows one distribution", () => {
    expect(get(distribution)).toBe("allow");
    expect(get(`${distribution}2`)).toBe("implicit deny");
    expect(get(distribution, "s3.amazonaws.com")).toBe("implicit deny");
  });
});

test('Amazon S3 User Guide, "Multi-Region Access Point routing states": the routes are authorized on the ARN', () => {
  const identity = (Resource: string) => [
    policy({ Effect: "Allow", Action: "s3:SubmitMultiRegionAccessPointRoutes", Resource }),
  ];
  const submit = (policies: Policy[], principal = ana) =>
    authorizeAll(
      controlRequest(
        { arn },
        request({ principal, identity: policies, action: "s3:SubmitMultiRegionAccessPointRoutes" }),
      ),
    );
  expect(submit(identity(arn))).toBe("allow");
  expect(submit(identity(objects))).toBe("implicit deny");
  expect(submit(identity(arn), dave)).toBe("implicit deny");
});
