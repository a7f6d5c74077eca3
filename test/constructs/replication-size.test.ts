import { S3Client, PutBucketReplicationCommand, type ReplicationRule } from "@aws-sdk/client-s3";
import { App } from "cdktf";
import { replicationBytes } from "../../constructs/replication-size";
import { PlainStack } from "../support/synth";

const ROLE = "arn:aws:iam::123456789012:role/replication";
const DESTINATION = "arn:aws:s3:::bucket-in-us-east-1";

/** The size of the request that the AWS SDK for JavaScript sends. Its escapes are shorter than those of the SDK for Go. */
async function sent(rules: ReplicationRule[]): Promise<number> {
  const client = new S3Client({
    region: "eu-west-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    requestHandler: {
      handle: ({ body }: { body: string }) => {
        throw new Error(String(Buffer.byteLength(body)));
      },
    } as never,
    maxAttempts: 1,
  });
  const command = new PutBucketReplicationCommand({
    Bucket: "bucket-in-eu-west-1",
    ReplicationConfiguration: { Role: ROLE, Rules: rules },
  });
  return client.send(command).then(
    () => 0,
    ({ message }: Error) => Number(message),
  );
}

test("is the size of the request to S3", async () => {
  const enabled = "Disabled" as const;
  const rules = ["photos/", "Österreich/"].map((prefix, index) => ({
    prefix,
    id: `to-us-east-1-${index + 1}`,
    priority: index + 1,
  }));
  const request = await sent(
    rules.map(({ prefix, id, priority }) => ({
      ID: id,
      Priority: priority,
      Filter: { Prefix: prefix },
      Status: enabled,
      SourceSelectionCriteria: { ReplicaModifications: { Status: enabled } },
      DeleteMarkerReplication: { Status: enabled },
      Destination: {
        Bucket: DESTINATION,
        ReplicationTime: { Status: enabled, Time: { Minutes: 15 } },
        Metrics: { Status: enabled, EventThreshold: { Minutes: 15 } },
      },
    })),
  );
  const stack = new PlainStack(new App(), ["eu-west-1"]);
  const made = rules.map(({ prefix, id, priority }) => ({
    id,
    priority,
    status: "Enabled",
    filter: { prefix },
    destination: { bucket: DESTINATION },
  }));
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'.length;
  expect(request - declaration).toBe(replicationBytes(stack, ROLE, made));
});

test("counts a character that XML escapes with its escape", () => {
  const stack = new PlainStack(new App(), ["eu-west-1"]);
  const size = (prefix: string) =>
    replicationBytes(stack, ROLE, [
      { id: "a", priority: 1, status: "Enabled", filter: { prefix }, destination: { bucket: DESTINATION } },
    ]);
  expect(size("&<>\"'\t\n\r") - size("")).toBe("&amp;&lt;&gt;&#34;&#39;&#x9;&#xA;&#xD;".length);
});
