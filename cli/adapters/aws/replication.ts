import type { Aws } from "./aws";
import { details } from "./errors";
import type { RuleState, Versioning } from "../../access-point/observations";

/** A rule of a bucket's replication configuration. */
export interface ConfiguredRule extends RuleState {
  /** The bucket that it replicates to. */
  readonly destination: string;
  readonly deleteMarkers: boolean;
}

/** The rules of a bucket; none where it has no replication configuration. */
export async function configuredRules(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<ConfiguredRule[]> {
  const { GetBucketReplicationCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  try {
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket: bucket }), {
      abortSignal,
    });
    return (ReplicationConfiguration?.Rules ?? []).map((rule) => ({
      destination: rule.Destination?.Bucket?.replace(/^arn:[^:]*:s3:::/, "") ?? "",
      id: rule.ID ?? "",
      enabled: rule.Status === "Enabled",
      metrics: rule.Destination?.Metrics?.Status === "Enabled",
      deleteMarkers: rule.DeleteMarkerReplication?.Status === "Enabled",
    }));
  } catch (error) {
    if (details(error).code !== "ReplicationConfigurationNotFoundError") throw error;
    return [];
  }
}

/** The rules of a bucket, by the bucket that each replicates to. */
export async function replicationRules(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<Map<string, RuleState[]>> {
  const found = new Map<string, RuleState[]>();
  for (const rule of await configuredRules(aws, region, bucket, abortSignal)) {
    const { destination, id, enabled, metrics } = rule;
    found.set(destination, [...(found.get(destination) ?? []), { id, enabled, metrics }]);
  }
  return found;
}

export async function bucketVersioning(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<Versioning> {
  const { GetBucketVersioningCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }), { abortSignal });
  return Status ?? "Off";
}
