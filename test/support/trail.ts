/** Creates a CloudTrail trail. EventBridge receives events of API calls only if a trail records them. */
import type { LocalAws } from "../../local-aws";
import { jsonCall } from "../local-aws/raw";
import { versionedBucket } from "./buckets";

const REGION = "us-east-1";
const BUCKET = "trail-bucket";

export interface TrailOptions {
  /** @default all Regions */
  readonly everyRegion?: boolean;
  /** Which management events the trail records. @default All */
  readonly records?: "All" | "ReadOnly" | "WriteOnly" | "none";
}

export async function createTrail(
  aws: LocalAws,
  { everyRegion = true, records = "All" }: TrailOptions = {},
): Promise<void> {
  await versionedBucket(aws, REGION, BUCKET).catch(() => undefined);
  const call = async (action: string, body: object): Promise<void> => {
    const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${action}`;
    const { status, text } = await jsonCall(aws, "cloudtrail", REGION, target, body);
    if (status !== 200) throw new Error(`${action}: ${status} ${text}`);
  };
  const Name = "management-events";
  await call("CreateTrail", { Name, S3BucketName: BUCKET, IsMultiRegionTrail: everyRegion });
  const selector = {
    ReadWriteType: records === "none" ? "All" : records,
    IncludeManagementEvents: records !== "none",
  };
  await call("PutEventSelectors", { TrailName: Name, EventSelectors: [selector] });
  await call("StartLogging", { Name });
}
