import type { Aws } from "./aws";
import { details } from "./errors";
import type { Rule, Versioning } from "../../failover/observations";

/** The rules of a bucket, by the bucket that each replicates to. */
export async function replicationRules(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<Map<string, Rule[]>> {
  const { GetBucketReplicationCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const found = new Map<string, Rule[]>();
  try {
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket: bucket }), {
      abortSignal,
    });
    for (const rule of ReplicationConfiguration?.Rules ?? []) {
      const destination = rule.Destination?.Bucket?.replace(/^arn:[^:]*:s3:::/, "") ?? "";
      found.set(destination, [
        ...(found.get(destination) ?? []),
        {
          id: rule.ID ?? "",
          enabled: rule.Status === "Enabled",
          metrics: rule.Destination?.Metrics?.Status === "Enabled",
        },
      ]);
    }
  } catch (error) {
    if (details(error).code !== "ReplicationConfigurationNotFoundError") throw error;
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
