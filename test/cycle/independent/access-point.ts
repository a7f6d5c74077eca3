import {
  GetMultiRegionAccessPointCommand,
  type MultiRegionAccessPointReport,
} from "@aws-sdk/client-s3-control";
import type { DeployedEnvironment } from "../../../tour/clients";
import { expectEqual } from "../../../tour/expect";

export async function describeAccessPoint(
  environment: DeployedEnvironment,
): Promise<MultiRegionAccessPointReport> {
  const { AccessPoint } = await environment
    .s3Control()
    .send(new GetMultiRegionAccessPointCommand({ AccountId: environment.accountId, Name: environment.name }));
  return AccessPoint ?? {};
}

/** The ARN that clients use in place of a bucket name. */
export async function accessPointArn(environment: DeployedEnvironment): Promise<string> {
  return `arn:aws:s3::${environment.accountId}:accesspoint/${(await describeAccessPoint(environment)).Alias}`;
}

/** Step 2: the access point is READY, has exactly the buckets of the environment, and is not public. */
export async function checkAccessPoint(environment: DeployedEnvironment): Promise<void> {
  const point = await describeAccessPoint(environment);
  expectEqual(`the status of the access point ${environment.name}`, point.Status, "READY");
  expectEqual(
    "its Regions and buckets",
    Object.fromEntries((point.Regions ?? []).map(({ Region, Bucket }) => [Region, Bucket])),
    Object.fromEntries(environment.regions.map((region) => [region, environment.bucket(region)])),
  );
  expectEqual("its public access block", Object.values(point.PublicAccessBlock ?? {}), [
    true,
    true,
    true,
    true,
  ]);
}
