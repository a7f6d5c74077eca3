/** Creates buckets on the local AWS through the SDK, with the configuration of the stack. */
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  S3Client,
  type BucketLocationConstraint,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import type { LocalAws } from "../../local-aws";

export async function versionedBucket(aws: LocalAws, region: string, name: string): Promise<S3Client> {
  const s3 = new S3Client(aws.clientConfig(region));
  const place = { LocationConstraint: region as BucketLocationConstraint };
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      ...(region !== "us-east-1" && { CreateBucketConfiguration: place }),
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: "Enabled" } }),
  );
  return s3;
}

/** A replication rule with the project's settings: metrics, RTC and delete markers. */
export function replicationRule(ID: string, Priority: number, to: string, Prefix = ""): ReplicationRule {
  return {
    ID,
    Priority,
    Status: "Enabled",
    Filter: { Prefix },
    DeleteMarkerReplication: { Status: "Enabled" },
    SourceSelectionCriteria: { ReplicaModifications: { Status: "Enabled" } },
    Destination: {
      Bucket: `arn:aws:s3:::${to}`,
      Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
      ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
    },
  };
}
