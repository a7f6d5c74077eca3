import {
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { randomUUID } from "node:crypto";
import type { DeployedEnvironment } from "../../../tour/clients";
import { eventually, expectEqual } from "../../../tour/expect";
import { accessPointArn } from "./access-point";

/** Every bucket has an enabled rule to every other one, with all settings of two-way replication. */
async function checkRules(environment: DeployedEnvironment): Promise<void> {
  for (const region of environment.regions) {
    const { ReplicationConfiguration } = await environment
      .s3(region)
      .send(new GetBucketReplicationCommand({ Bucket: environment.bucket(region) }));
    const seen = (ReplicationConfiguration?.Rules ?? []).map((rule) => ({
      to: rule.Destination?.Bucket,
      status: rule.Status,
      deleteMarkers: rule.DeleteMarkerReplication?.Status,
      replicaModifications: rule.SourceSelectionCriteria?.ReplicaModifications?.Status,
      timeControl: rule.Destination?.ReplicationTime?.Time?.Minutes,
    }));
    expectEqual(
      `the replication rules of ${environment.bucket(region)}`,
      seen,
      environment.others(region).map((other) => ({
        to: `arn:aws:s3:::${environment.bucket(other)}`,
        status: "Enabled",
        deleteMarkers: "Enabled",
        replicaModifications: "Enabled",
        timeControl: 15,
      })),
    );
  }
}

/** The latest version or delete marker of a key in a bucket. */
async function newest(environment: DeployedEnvironment, region: string, key: string) {
  const { Versions = [], DeleteMarkers = [] } = await environment
    .s3(region)
    .send(new ListObjectVersionsCommand({ Bucket: environment.bucket(region), Prefix: key }));
  const latest = [...Versions, ...DeleteMarkers].find(({ IsLatest }) => IsLatest);
  return latest && { versionId: latest.VersionId, deleteMarker: DeleteMarkers.includes(latest) };
}

/**
 * A client in `region` writes through the access point. The object must be replicated to every other bucket with its
 * version id, content and tags, and so must its delete marker.
 */
async function checkArrival(environment: DeployedEnvironment, arn: string, region: string): Promise<void> {
  const key = `walkthrough/from-${region}-${randomUUID()}`;
  const content = `written in ${region}`;
  const here = environment.s3(region);

  const put = await here.send(
    new PutObjectCommand({ Bucket: arn, Key: key, Body: content, Tagging: `from=${region}&by=walkthrough` }),
  );
  expectEqual(
    `the object that a client in ${region} wrote, in ${environment.bucket(region)}`,
    await newest(environment, region, key),
    {
      versionId: put.VersionId,
      deleteMarker: false,
    },
  );
  for (const other of environment.others(region)) {
    await eventually(
      `the object from ${region} in ${environment.bucket(other)}`,
      () => newest(environment, other, key),
      {
        versionId: put.VersionId,
        deleteMarker: false,
      },
    );
    // The other bucket serves a client in its Region, so this reads the replica.
    const there = environment.s3(other);
    const got = await there.send(new GetObjectCommand({ Bucket: arn, Key: key }));
    expectEqual(`the content of the replica in ${other}`, await got.Body?.transformToString(), content);
    expectEqual(`the version id of the replica in ${other}`, got.VersionId, put.VersionId);
    const { TagSet } = await there.send(new GetObjectTaggingCommand({ Bucket: arn, Key: key }));
    expectEqual(
      `the tags of the replica in ${other}`,
      Object.fromEntries((TagSet ?? []).map(({ Key, Value }) => [Key, Value])),
      { from: region, by: "walkthrough" },
    );
  }
  const deleted = await here.send(new DeleteObjectCommand({ Bucket: arn, Key: key }));
  for (const other of environment.others(region)) {
    await eventually(
      `the delete marker from ${region} in ${environment.bucket(other)}`,
      () => newest(environment, other, key),
      {
        versionId: deleted.VersionId,
        deleteMarker: true,
      },
    );
  }
}

/** Step 3: all rules exist, and objects written in any Region are replicated to all others. */
export async function checkReplication(environment: DeployedEnvironment): Promise<void> {
  await checkRules(environment);
  const arn = await accessPointArn(environment);
  for (const region of environment.regions) await checkArrival(environment, arn, region);
}
