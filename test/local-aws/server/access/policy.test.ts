import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointRoutesCommand,
  PutMultiRegionAccessPointPolicyCommand,
  S3ControlClient,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { accountId as AccountId } from "../../../../local-aws/credentials";
import { versionedBucket } from "../../../support/buckets";
import { type AccessPoint, accessPoint, errorOf } from "../../support";
import { asRole } from "../../role";
import { plainGet } from "../../raw";

const Bucket = "member-us";
const ROLE = `arn:aws:iam::${AccountId}:role/replication`;
let aws: LocalAws;
let s3: S3Client;
let point: AccessPoint;

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  await aws.control.reset();
  s3 = await versionedBucket(aws, "us-east-1", Bucket);
  await versionedBucket(aws, "ap-south-1", "member-ap");
  point = await accessPoint(aws, "orders", [Bucket, "member-ap"]);
});

async function deny(Condition: unknown, Action: string | string[] = "s3:*"): Promise<void> {
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Statement = [{ Sid: "Test", Effect: "Deny", Principal: "*", Action, Resource, Condition }];
  await s3.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
  );
}

const put = (client: S3Client, to = Bucket): Promise<string> =>
  errorOf(client.send(new PutObjectCommand({ Bucket: to, Key: "k", Body: "1" })));

describe("an explicit Deny in a bucket policy", () => {
  it("of plain HTTP allows HTTPS", async () => {
    await deny({ Bool: { "aws:SecureTransport": "false" } });
    expect(await put(s3)).toBe("no error");
    expect(await plainGet(aws, `http://${Bucket}.s3.us-east-1.amazonaws.com/k`)).toBe(403);
    await deny({ Bool: { "aws:SecureTransport": "true" } }, "s3:DeleteBucket");
    expect(await plainGet(aws, `http://${Bucket}.s3.us-east-1.amazonaws.com/k`)).toBe(200);
  });

  it("outside the access point denies direct requests only", async () => {
    await deny(
      {
        StringNotEquals: { "s3:DataAccessPointArn": point.arn },
        ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${AccountId}:role/repl*` },
      },
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    );
    expect(await put(s3)).toBe("AccessDenied 403");
    expect(await put(s3, point.arn)).toBe("no error");
    expect(await put(await asRole(aws, "us-east-1", ROLE))).toBe("no error");
    expect(await put(await asRole(aws, "us-east-1", ROLE.replace("replication", "other")))).toBe(
      "AccessDenied 403",
    );
    expect(await errorOf(s3.send(new ListObjectsV2Command({ Bucket })))).toBe("no error");
    const bulk = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }] } }));
    expect(bulk.Errors).toMatchObject([{ Key: "k", Code: "AccessDenied" }]);
  });

  it("names the action, the resource and the policy in the error", async () => {
    await deny({ Null: { "s3:DataAccessPointArn": "true" } }, "s3:Get*");
    expect(await put(s3)).toBe("no error");
    const call = s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
    await expect(call).rejects.toThrow(
      `User: arn:aws:iam::${AccountId}:root is not authorized to perform: s3:GetObject on resource: ` +
        `"arn:aws:s3:::member-us/k" with an explicit deny in a resource-based policy: the policy of bucket member-us, statement Test`,
    );
  });

  it.each([
    [{ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, "AccessDenied 403"],
    [{ StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, "AccessDenied 403"],
    [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, "no error"],
    [{ StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } }, "AccessDenied 403"],
    [{ StringNotEquals: { "aws:PrincipalAccount": [AccountId, "1"] } }, "no error"],
    [{ BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }, "AccessDenied 403"],
    [{ Bool: { "aws:PrincipalIsAWSService": "true" } }, "no error"],
    [{ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:ro?t" } }, "AccessDenied 403"],
    [{ ArnLike: { "aws:PrincipalArn": "arn:*:root" } }, "no error"],
    [{ "ForAnyValue:StringEquals": { "aws:PrincipalAccount": [AccountId] } }, "AccessDenied 403"],
    [
      { StringEquals: { "aws:PrincipalAccount": AccountId }, Bool: { "aws:SecureTransport": "false" } },
      "no error",
    ],
  ])("with %j: %s", async (condition, outcome) => {
    await deny(condition, "s3:PutObject");
    expect(await put(s3)).toBe(outcome);
  });
});

describe("the policy of the access point", () => {
  it("denies requests through the access point only", async () => {
    const Statement = [
      { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:PutObject", Resource: `${point.arn}/object/k*` },
    ];
    const control = new S3ControlClient(aws.clientConfig("us-west-2"));
    const set = (Policy: string): Promise<unknown> =>
      control.send(
        new PutMultiRegionAccessPointPolicyCommand({
          AccountId,
          ClientToken: "p",
          Details: { Name: "orders", Policy },
        }),
      );
    await set(JSON.stringify({ Version: "2012-10-17", Statement }));
    expect(await put(s3)).toBe("no error");
    expect(await put(s3, point.arn)).toBe("AccessDenied 403");
    expect(await errorOf(s3.send(new GetObjectCommand({ Bucket: point.arn, Key: "k" })))).toBe("no error");
    expect(await errorOf(set("no JSON"))).toBe("MalformedPolicy 400");
  });

  it("sees the organization of the account", async () => {
    await deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, "s3:PutObject");
    expect(await put(s3)).toBe("AccessDenied 403");
    await aws.control.setOrganization("o-a1b2c3d4e5");
    expect(await put(s3)).toBe("no error");
    await aws.control.setOrganization("o-fffffffff0");
    expect(await put(s3)).toBe("AccessDenied 403");
  });

  it("judges the control plane calls on the access point", async () => {
    const control = new S3ControlClient(aws.clientConfig("us-west-2"));
    const routes = { AccountId, Mrap: point.arn };
    const deny = (Action: string | string[], Condition?: object) => ({
      AccountId,
      ClientToken: "p",
      Details: {
        Name: "orders",
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: point.arn, Condition }],
        }),
      },
    });
    const getRoutes = () => errorOf(control.send(new GetMultiRegionAccessPointRoutesCommand(routes)));
    const submit = () =>
      errorOf(
        control.send(
          new SubmitMultiRegionAccessPointRoutesCommand({
            ...routes,
            RouteUpdates: [{ Bucket, TrafficDialPercentage: 100 }],
          }),
        ),
      );
    const describe = (Name: string) =>
      errorOf(control.send(new GetMultiRegionAccessPointCommand({ AccountId, Name })));

    await control.send(new PutMultiRegionAccessPointPolicyCommand(deny("s3:GetObject")));
    expect([await getRoutes(), await submit(), await describe("orders")]).toEqual(
      Array.from({ length: 3 }, () => "no error"),
    );

    const others = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
    await control.send(
      new PutMultiRegionAccessPointPolicyCommand(deny("s3:SubmitMultiRegionAccessPoint*", others)),
    );
    expect([await getRoutes(), await submit()]).toEqual(["no error", "AccessDenied 403"]);

    // The policy of the access point can lock out everyone, and nobody can delete it.
    await control.send(new PutMultiRegionAccessPointPolicyCommand(deny("s3:*", others)));
    expect([await getRoutes(), await submit(), await describe("orders")]).toEqual(
      Array.from({ length: 3 }, () => "AccessDenied 403"),
    );
    const again = new PutMultiRegionAccessPointPolicyCommand(deny("s3:GetObject"));
    expect(await errorOf(control.send(again))).toBe("AccessDenied 403");
  });
});
