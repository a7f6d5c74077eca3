import type { Aws } from "../adapters/aws/aws";

/** What a bucket sends to another one. */
export interface Way {
  readonly to: string;
  /** Deletes travel too. */
  readonly deleteMarkers: boolean;
}

/** Where the enabled rules of a bucket send its objects, by bucket. */
export async function waysFrom(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<Way[]> {
  const { GetBucketReplicationCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const asked = new GetBucketReplicationCommand({ Bucket: bucket });
  const { ReplicationConfiguration } = await s3.send(asked, { abortSignal });
  const rules = (ReplicationConfiguration?.Rules ?? []).filter(({ Status }) => Status === "Enabled");
  const markers = new Map<string, boolean>();
  for (const { Destination, DeleteMarkerReplication } of rules) {
    const to = Destination?.Bucket?.replace(/^arn:[^:]*:s3:::/, "") ?? "";
    markers.set(to, markers.get(to) === true || DeleteMarkerReplication?.Status === "Enabled");
  }
  return [...markers].map(([to, deleteMarkers]) => ({ to, deleteMarkers }));
}
