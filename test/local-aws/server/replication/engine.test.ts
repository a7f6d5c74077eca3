import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { HERE, ledger, mirror, THERE } from "../../mirror";
import { replicate, until } from "../../support";

let aws: LocalAws;
let here: S3Client;
let there: S3Client;
const { entries, settled, arrival } = ledger(() => aws);

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  [here, there] = await mirror(aws);
});

describe("replication", () => {
  it("keeps the version id, entity tag, metadata, type, content and tags in both directions", async () => {
    for (const [s3, from, other, to] of [
      [here, HERE, there, THERE],
      [there, THERE, here, HERE],
    ] as const) {
      const Key = `from-${from}`;
      const content = {
        Body: "content",
        ContentType: "text/plain",
        Metadata: { order: "7" },
        Tagging: "kind=test",
      };
      const put = await s3.send(new PutObjectCommand({ Bucket: from, Key, ...content }));
      await arrival(to, Key);
      const got = await other.send(new GetObjectCommand({ Bucket: to, Key }));
      expect(await got.Body?.transformToString()).toBe("content");
      expect(got).toMatchObject({
        VersionId: put.VersionId,
        ETag: put.ETag,
        ContentType: "text/plain",
        Metadata: { order: "7" },
        ReplicationStatus: "REPLICA",
      });
      const tags = await other.send(new GetObjectTaggingCommand({ Bucket: to, Key }));
      expect(tags.TagSet).toEqual([{ Key: "kind", Value: "test" }]);
      await until("the source says so", async () => {
        const head = await s3.send(new HeadObjectCommand({ Bucket: from, Key }));
        return head.ReplicationStatus === "COMPLETED";
      });
      expect(await entries(from, Key)).toHaveLength(1); // a replica does not come back
    }
  });

  it("includes copies, multipart uploads and later changes of tags", async () => {
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "origin", Body: "1" }));
    const copy = await here.send(
      new CopyObjectCommand({ Bucket: HERE, Key: "copy", CopySource: `${HERE}/origin` }),
    );
    expect((await arrival(THERE, "copy")).versionId).toBe(copy.VersionId);

    const target = { Bucket: HERE, Key: "parts" };
    const { UploadId } = await here.send(new CreateMultipartUploadCommand(target));
    const Body = Buffer.alloc(5 << 20, "x");
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const part = await here.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag: part.ETag });
    }
    const done = await here.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
    expect(`"${(await arrival(THERE, "parts")).etag}"`).toBe(done.ETag);

    const tags = async (): Promise<unknown> =>
      (await there.send(new GetObjectTaggingCommand({ Bucket: THERE, Key: "copy" }))).TagSet;
    const TagSet = [{ Key: "later", Value: "yes" }];
    await here.send(new PutObjectTaggingCommand({ Bucket: HERE, Key: "copy", Tagging: { TagSet } }));
    await until("the tags are there", async () => JSON.stringify(await tags()) === JSON.stringify(TagSet));
    await here.send(new DeleteObjectTaggingCommand({ Bucket: HERE, Key: "copy" }));
    await until("the tags are gone", async () => ((await tags()) as unknown[]).length === 0);
  });

  it("includes delete markers, but not the deletion of a version", async () => {
    const put = await here.send(new PutObjectCommand({ Bucket: HERE, Key: "k", Body: "1" }));
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "bulk", Body: "1" }));
    await settled();
    const gone = await here.send(new DeleteObjectCommand({ Bucket: HERE, Key: "k" }));
    await here.send(new DeleteObjectsCommand({ Bucket: HERE, Delete: { Objects: [{ Key: "bulk" }] } }));
    await until("the markers are there", async () => {
      return (await aws.control.ledger(THERE)).filter((entry) => entry.deleteMarker).length === 2;
    });
    expect((await entries(THERE, "k"))[1]?.versionId).toBe(gone.VersionId);
    await here.send(new DeleteObjectCommand({ Bucket: HERE, Key: "k", VersionId: put.VersionId }));
    await settled();
    expect(await entries(THERE, "k")).toHaveLength(2);
  });

  it("returns the configuration as it was put", async () => {
    const got = await here.send(new GetBucketReplicationCommand({ Bucket: HERE }));
    expect(got.ReplicationConfiguration?.Rules?.[0]).toMatchObject({
      ID: `to-${THERE}`,
      DeleteMarkerReplication: { Status: "Enabled" },
      SourceSelectionCriteria: { ReplicaModifications: { Status: "Enabled" } },
      Destination: { ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } } },
    });
  });

  it("follows the prefix of a rule", async () => {
    await replicate(here, HERE, THERE, "in/");
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "out/1", Body: "1" }));
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "in/1", Body: "1" }));
    await arrival(THERE, "in/1");
    expect(await entries(THERE, "out/1")).toEqual([]);
    const head = await here.send(new HeadObjectCommand({ Bucket: HERE, Key: "out/1" }));
    expect(head.ReplicationStatus).toBeUndefined();
  });

  describe("with Object Lock", () => {
    const lock = (s3: S3Client, Bucket: string, days?: number) =>
      s3.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: {
            ObjectLockEnabled: "Enabled",
            ...(days && { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: days } } }),
          },
        }),
      );
    const head = (Key: string) => there.send(new HeadObjectCommand({ Bucket: THERE, Key }));
    const iam = () => new IAMClient(aws.clientConfig("us-east-1"));
    const createRole = () =>
      iam().send(
        new CreateRoleCommand({
          RoleName: "replication",
          AssumeRolePolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          }),
        }),
      );
    const allow = (Action: string[]) =>
      iam().send(
        new PutRolePolicyCommand({
          RoleName: "replication",
          PolicyName: "lock",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action, Resource: `arn:aws:s3:::${HERE}/*` }],
          }),
        }),
      );
    const status = async (Key: string) =>
      (await here.send(new HeadObjectCommand({ Bucket: HERE, Key }))).ReplicationStatus;
    const put = (Key: string) => here.send(new PutObjectCommand({ Bucket: HERE, Key, Body: "1" }));

    it("is enabled on a bucket with objects, and never disabled", async () => {
      await put("before");
      await lock(here, HERE, 1);
      await lock(here, HERE);
      const { ObjectLockConfiguration } = await here.send(
        new GetObjectLockConfigurationCommand({ Bucket: HERE }),
      );
      expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
      await put("without a retention");
      const Key = "without a retention";
      await expect(here.send(new GetObjectRetentionCommand({ Bucket: HERE, Key }))).rejects.toMatchObject({
        name: "NoSuchObjectLockConfiguration",
        $metadata: { httpStatusCode: 404 },
      });
      const suspended = new PutBucketVersioningCommand({
        Bucket: HERE,
        VersioningConfiguration: { Status: "Suspended" },
      });
      await expect(here.send(suspended)).rejects.toThrow("the versioning state cannot be changed");
    });

    it("replicates the retention and the legal hold, if the role may read them", async () => {
      await Promise.all([lock(here, HERE, 1), lock(there, THERE), createRole()]);
      await put("denied");
      await until("it failed", async () => (await status("denied")) === "FAILED");
      await allow(["s3:GetObjectRetention", "s3:GetObjectLegalHold"]);
      const { VersionId } = await put("locked");
      await arrival(THERE, "locked");
      const original = await here.send(new HeadObjectCommand({ Bucket: HERE, Key: "locked" }));
      expect(original.ObjectLockMode).toBe("GOVERNANCE");
      const { ObjectLockMode, ObjectLockRetainUntilDate } = original;
      expect(await head("locked")).toMatchObject({ ObjectLockMode, ObjectLockRetainUntilDate });
      const { Retention } = await there.send(new GetObjectRetentionCommand({ Bucket: THERE, Key: "locked" }));
      expect(Retention).toEqual({ Mode: ObjectLockMode, RetainUntilDate: ObjectLockRetainUntilDate });
      const target = { Bucket: HERE, Key: "locked" };
      await here.send(new PutObjectLegalHoldCommand({ ...target, LegalHold: { Status: "ON" } }));
      await until("the hold is there", async () => (await head("locked")).ObjectLockLegalHoldStatus === "ON");
      const deletion = { ...target, VersionId, BypassGovernanceRetention: true };
      await expect(here.send(new DeleteObjectCommand(deletion))).rejects.toThrow("Access Denied");
      const shorter = { Mode: "GOVERNANCE" as const, RetainUntilDate: new Date(Date.now() + 1000) };
      const command = new PutObjectRetentionCommand({ ...target, Retention: shorter });
      await expect(here.send(command)).rejects.toThrow("Access Denied");
    });

    it("fails if only the source has Object Lock", async () => {
      await lock(here, HERE);
      await put("one-side");
      await until("it failed", async () => (await status("one-side")) === "FAILED");
      expect(await entries(THERE, "one-side")).toEqual([]);
    });
  });
});
