import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DeleteMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointRoutesCommand,
  S3ControlClient,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { accountId as AccountId } from "../../../../local-aws/credentials";
import { versionedBucket } from "../../../support/buckets";
import { type AccessPoint, accessPoint, errorOf } from "../../support";

let aws: LocalAws;
let control: S3ControlClient;
let point: AccessPoint;
let near: S3Client;
let far: S3Client;

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  await aws.control.reset();
  control = new S3ControlClient(aws.clientConfig("us-west-2"));
  far = await versionedBucket(aws, "us-east-1", "member-us");
  near = await versionedBucket(aws, "ap-south-1", "member-ap");
  point = await accessPoint(aws, "orders", ["member-us", "member-ap"]);
});

function submit(dials: Record<string, number>, region = "us-west-2", Mrap = point.arn): Promise<unknown> {
  const members: Record<string, string> = { "us-east-1": "member-us", "ap-south-1": "member-ap" };
  const RouteUpdates = Object.entries(dials).map(([member, TrafficDialPercentage]) => ({
    Bucket: members[member] ?? "no-member",
    TrafficDialPercentage,
  }));
  const client = new S3ControlClient(aws.clientConfig(region));
  return client.send(new SubmitMultiRegionAccessPointRoutesCommand({ AccountId, Mrap, RouteUpdates }));
}

async function dials(): Promise<Record<string, number | undefined>> {
  const got = await control.send(new GetMultiRegionAccessPointRoutesCommand({ AccountId, Mrap: point.arn }));
  return Object.fromEntries((got.Routes ?? []).map((route) => [route.Region, route.TrafficDialPercentage]));
}

async function servedBy(client: S3Client, key: string): Promise<string | undefined> {
  await client.send(new PutObjectCommand({ Bucket: point.arn, Key: key, Body: key }));
  return (await aws.control.requests()).at(-1)?.servedBy?.region;
}

describe("the control plane", () => {
  it("reports the status that a test sets", async () => {
    const status = async () => {
      const asked = new GetMultiRegionAccessPointCommand({ AccountId, Name: "orders" });
      return (await control.send(asked)).AccessPoint?.Status;
    };
    expect(await status()).toBe("READY");
    await aws.control.setAccessPointStatus("orders", "PARTIALLY_CREATED");
    expect(await status()).toBe("PARTIALLY_CREATED");
    await aws.control.setAccessPointStatus("orders", "READY");
    expect(await status()).toBe("READY");
    await expect(aws.control.setAccessPointStatus("nothing", "CREATING")).rejects.toThrow(
      "the local AWS rejected PUT access-point: no access point 'nothing'",
    );
  });

  it("knows the Region and the account of every member", () => {
    expect(point.regions).toEqual([
      { Bucket: "member-us", Region: "us-east-1", BucketAccountId: AccountId },
      { Bucket: "member-ap", Region: "ap-south-1", BucketAccountId: AccountId },
    ]);
  });

  it("uses no alias twice", async () => {
    expect(point.alias).toMatch(/^[a-z][a-z0-9]{12}\.mrap$/);
    const remove = { AccountId, ClientToken: "delete", Details: { Name: "orders" } };
    await control.send(new DeleteMultiRegionAccessPointCommand(remove));
    const again = await accessPoint(aws, "orders", ["member-us", "member-ap"]);
    expect(again.alias).not.toBe(point.alias);
  });

  it("rejects what AWS rejects", async () => {
    await versionedBucket(aws, "ap-south-1", "second-ap");
    expect(await errorOf(accessPoint(aws, "missing", ["member-us", "no-such-bucket"]))).toBe(
      "InvalidRequest 400",
    );
    expect(await errorOf(accessPoint(aws, "twice", ["member-ap", "second-ap"]))).toBe("InvalidRequest 400");
    expect(await errorOf(accessPoint(aws, "Bad_Name", ["member-us"]))).toBe("InvalidRequest 400");
    expect(await errorOf(near.send(new DeleteBucketCommand({ Bucket: "member-ap" })))).toBe(
      "InvalidBucketState 409",
    );
    const elsewhere = new S3ControlClient(aws.clientConfig("eu-west-1"));
    const remove = { AccountId, ClientToken: "delete", Details: { Name: "orders" } };
    expect(await errorOf(elsewhere.send(new DeleteMultiRegionAccessPointCommand(remove)))).toBe(
      "InvalidRequest 400",
    );
  });
});

describe("routes", () => {
  it("keep the dials that an update omits", async () => {
    expect(await dials()).toEqual({ "us-east-1": 100, "ap-south-1": 100 });
    await submit({ "us-east-1": 0 });
    expect(await dials()).toEqual({ "us-east-1": 0, "ap-south-1": 100 });
    await submit({ "us-east-1": 100, "ap-south-1": 0 });
    expect(await dials()).toEqual({ "us-east-1": 100, "ap-south-1": 0 });
  });

  it("keep one Region active, and accept only 0 and 100", async () => {
    await submit({ "us-east-1": 0 });
    expect(await errorOf(submit({ "ap-south-1": 0 }))).toBe("InvalidRequest 400");
    expect(await errorOf(submit({ "ap-south-1": 50 }))).toBe("InvalidRequest 400");
    expect(await errorOf(submit({ "eu-west-1": 100 }))).toBe("InvalidRequest 400");
    expect(await dials()).toEqual({ "us-east-1": 0, "ap-south-1": 100 });
  });

  it("name the bucket, not the Region", async () => {
    const update = (route: object): Promise<unknown> =>
      control.send(
        new SubmitMultiRegionAccessPointRoutesCommand({
          AccountId,
          Mrap: point.arn,
          RouteUpdates: [{ TrafficDialPercentage: 0, ...route }],
        }),
      );
    expect(await errorOf(update({ Region: "us-east-1" }))).toBe("InvalidRequest 400");
    expect(await errorOf(update({ Bucket: "member-us", Region: "us-east-1" }))).toBe("InvalidRequest 400");
    expect(await errorOf(update({ Bucket: "member-us" }))).toBe("no error");
    expect(await dials()).toEqual({ "us-east-1": 0, "ap-south-1": 100 });
  });

  it("are served by five Regions", async () => {
    for (const region of ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"]) {
      expect(await errorOf(submit({ "us-east-1": 100 }, region))).toBe("no error");
    }
    expect(await errorOf(submit({ "us-east-1": 100 }, "ap-south-1"))).toBe("InvalidRequest 400");
  });

  it("do not exist for an access point of one Region", async () => {
    const single = await accessPoint(aws, "single", ["member-us"]);
    expect(await errorOf(submit({ "us-east-1": 100 }, "us-west-2", single.arn))).toBe("MethodNotAllowed 405");
  });
});

describe("the data plane", () => {
  it("serves a client from the nearest active Region", async () => {
    expect(await servedBy(near, "one")).toBe("ap-south-1");
    expect(await servedBy(far, "two")).toBe("us-east-1");
    const west = new S3Client(aws.clientConfig("ap-southeast-1"));
    expect(await servedBy(west, "three")).toBe("ap-south-1");
    await submit({ "ap-south-1": 0 });
    expect(await servedBy(near, "four")).toBe("us-east-1");
    await expect(
      far.send(new HeadObjectCommand({ Bucket: "member-us", Key: "four" })),
    ).resolves.toBeDefined();
    expect(await errorOf(near.send(new HeadObjectCommand({ Bucket: "member-ap", Key: "four" })))).toBe(
      "NotFound 404",
    );
  });

  it("accepts SigV4A requests to the host of the access point", async () => {
    await near.send(new PutObjectCommand({ Bucket: point.arn, Key: "a b/ü.txt", Body: "text" }));
    const got = await near.send(new GetObjectCommand({ Bucket: point.arn, Key: "a b/ü.txt" }));
    expect(await got.Body?.transformToString()).toBe("text");
    const last = (await aws.control.requests()).at(-1);
    expect(last).toMatchObject({
      host: `${point.alias}.accesspoint.s3-global.amazonaws.com`,
      key: "a b/ü.txt",
    });
    expect(last?.servedBy?.bucket).toBe("member-ap");
  });

  it("copies to the access point, not from it, and deletes one object at a time", async () => {
    await near.send(new PutObjectCommand({ Bucket: "member-ap", Key: "origin", Body: "1" }));
    const copy = (CopySource: string): Promise<unknown> =>
      near.send(new CopyObjectCommand({ Bucket: point.arn, Key: "copy", CopySource }));
    expect(await errorOf(copy("member-ap/origin"))).toBe("no error");
    expect(await errorOf(copy(`${point.arn}/object/origin`))).toBe("InvalidRequest 400");
    const bulk = new DeleteObjectsCommand({ Bucket: point.arn, Delete: { Objects: [{ Key: "copy" }] } });
    expect(await errorOf(near.send(bulk))).toBe("MethodNotAllowed 405");
  });

  it("answers 404 for the alias of a deleted access point", async () => {
    const remove = { AccountId, ClientToken: "delete", Details: { Name: "orders" } };
    await control.send(new DeleteMultiRegionAccessPointCommand(remove));
    const call = near.send(new GetObjectCommand({ Bucket: point.arn, Key: "k" }));
    expect(await errorOf(call)).toBe("NoSuchMultiRegionAccessPoint 404");
  });
});
