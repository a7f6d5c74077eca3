import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { rawCall } from "../../raw";
import { HERE, ledger, mirror, THERE } from "../../mirror";
import { until } from "../../support";

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

describe("replication that a test controls", () => {
  it("remains pending for a paused Region only", async () => {
    await aws.control.setReplication({ pausedDestinations: ["ap-south-1"] });
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "waits", Body: "12345" }));
    await there.send(new PutObjectCommand({ Bucket: THERE, Key: "passes", Body: "1" }));
    await arrival(HERE, "passes");
    const pending = { source: HERE, destination: THERE, ruleId: `to-${THERE}`, operations: 1, bytes: 5 };
    expect(await aws.control.pending()).toEqual([expect.objectContaining(pending)]);
    expect(await entries(HERE, "waits")).toMatchObject([{ replication: "PENDING" }]);
    await aws.control.setReplication({ pausedDestinations: [] });
    await arrival(THERE, "waits");
  });

  it("fails or drops objects on request", async () => {
    await aws.control.setReplication({ failingDestinations: ["ap-south-1"] });
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "fails", Body: "1" }));
    await until("it failed", async () => (await entries(HERE, "fails"))[0]?.replication === "FAILED");
    expect(await entries(THERE, "fails")).toEqual([]);

    await aws.control.setReplication({ failingDestinations: [], dropEvery: 2 });
    for (const key of ["kept", "lost"])
      await here.send(new PutObjectCommand({ Bucket: HERE, Key: key, Body: "1" }));
    await until("both are reported", async () =>
      (await aws.control.ledger(HERE)).every(
        (entry) => entry.key === "fails" || entry.replication === "COMPLETED",
      ),
    );
    expect((await aws.control.ledger(THERE)).map((entry) => entry.key)).toEqual(["kept"]);

    // Delete markers are counted on their own, however many objects lie between them.
    for (const key of ["kept", "lost"]) {
      await here.send(new PutObjectCommand({ Bucket: HERE, Key: `${key} again`, Body: "1" }));
      await here.send(new DeleteObjectCommand({ Bucket: HERE, Key: key }));
    }
    await settled();
    const markers = (await aws.control.ledger(THERE)).filter((entry) => entry.deleteMarker);
    expect(markers.map((entry) => entry.key)).toEqual(["kept"]);
  });
});

describe("next to replication", () => {
  it("a failure is published to the queue of the bucket", async () => {
    const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();
    await rawCall(aws, "sqs", "us-east-1", query({ Action: "CreateQueue", QueueName: "events" }));
    await here.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: HERE,
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              QueueArn: `arn:aws:sqs:us-east-1:${accountId}:events`,
              Events: [
                "s3:Replication:OperationFailedReplication",
                "s3:Replication:OperationMissedThreshold",
              ],
            },
          ],
          EventBridgeConfiguration: {},
        },
      }),
    );
    await aws.control.setReplication({ failingDestinations: ["ap-south-1"] });
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "fails", Body: "1" }));
    const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${accountId}/events`;
    const receive = query({ Action: "ReceiveMessage", QueueUrl, MaxNumberOfMessages: "10" });
    let messages = "";
    await until("the failure is reported", async () => {
      messages += (await rawCall(aws, "sqs", "us-east-1", receive)).text;
      return messages.includes("Replication:OperationFailedReplication");
    });
    const got = await here.send(new GetBucketNotificationConfigurationCommand({ Bucket: HERE }));
    expect(got.EventBridgeConfiguration).toEqual({});
    expect(got.QueueConfigurations).toHaveLength(1);
  });

  it("a bucket with delete markers can be emptied and deleted after its versioning is suspended", async () => {
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "k", Body: "1" }));
    await here.send(new DeleteObjectCommand({ Bucket: HERE, Key: "k" }));
    const VersioningConfiguration = { Status: "Suspended" } as const;
    await here.send(new PutBucketVersioningCommand({ Bucket: HERE, VersioningConfiguration }));
    const Objects = (await aws.control.ledger(HERE)).map(({ key, versionId }) => ({
      Key: key,
      VersionId: versionId,
    }));
    expect(Objects).toHaveLength(2);
    const gone = await here.send(new DeleteObjectsCommand({ Bucket: HERE, Delete: { Objects } }));
    expect(gone.Deleted).toHaveLength(2);
    await here.send(new DeleteBucketCommand({ Bucket: HERE }));
  });
});

describe("metrics", () => {
  const rule = { SourceBucket: HERE, DestinationBucket: THERE, RuleId: `to-${THERE}` };

  async function last(region: string, name: string): Promise<number | undefined> {
    const values = await aws.control.metrics(region);
    return values
      .filter((value) => value.name === name && value.dimensions["SourceBucket"] === HERE)
      .map((value) => {
        expect(value.dimensions).toEqual(rule);
        return value.value;
      })
      .at(-1);
  }

  it("of latency and pending operations are in the Region of the destination, of failures in that of the source", async () => {
    await aws.control.setReplication({ pausedDestinations: ["ap-south-1"] });
    await here.send(new PutObjectCommand({ Bucket: HERE, Key: "waits", Body: "12345" }));
    expect(await last("ap-south-1", "BytesPendingReplication")).toBe(5);
    expect(await last("ap-south-1", "OperationsPendingReplication")).toBe(1);
    expect(await last("ap-south-1", "ReplicationLatency")).toBeGreaterThan(0);
    expect(await last("us-east-1", "OperationsFailedReplication")).toBe(0);
    expect(await last("us-east-1", "ReplicationLatency")).toBeUndefined();
    expect(await last("ap-south-1", "OperationsFailedReplication")).toBeUndefined();
    await aws.control.setReplication({ pausedDestinations: [], failingDestinations: ["ap-south-1"] });
    await settled();
    await until(
      "the failure is counted",
      async () => (await entries(HERE, "waits"))[0]?.replication === "FAILED",
    );
    const failures = await aws.control.metrics("us-east-1");
    expect(
      failures.filter((value) => value.name === "OperationsFailedReplication").map((value) => value.value),
    ).toContain(1);
    expect(await last("ap-south-1", "OperationsPendingReplication")).toBe(0);
  });
});
