import {
  GetMultiRegionAccessPointCommand,
  type MultiRegionAccessPointReport,
} from "@aws-sdk/client-s3-control";
import type { Estate } from "../clients";
import { expectEqual } from "../expect";

export async function describeAccessPoint(estate: Estate): Promise<MultiRegionAccessPointReport> {
  const { AccessPoint } = await estate
    .s3Control()
    .send(new GetMultiRegionAccessPointCommand({ AccountId: estate.accountId, Name: estate.name }));
  return AccessPoint ?? {};
}

/** What clients name instead of a bucket. */
export async function accessPointArn(estate: Estate): Promise<string> {
  return `arn:aws:s3::${estate.accountId}:accesspoint/${(await describeAccessPoint(estate)).Alias}`;
}

/** Step 2: the access point is READY, over exactly the environment's buckets, and nothing is public. */
export async function checkAccessPoint(estate: Estate): Promise<string[]> {
  const point = await describeAccessPoint(estate);
  expectEqual(`the status of the access point ${estate.name}`, point.Status, "READY");
  expectEqual(
    "its Regions and buckets",
    Object.fromEntries((point.Regions ?? []).map(({ Region, Bucket }) => [Region, Bucket])),
    Object.fromEntries(estate.regions.map((region) => [region, estate.bucket(region)])),
  );
  expectEqual("its public access block", Object.values(point.PublicAccessBlock ?? {}), [
    true,
    true,
    true,
    true,
  ]);
  return [
    `${estate.name} is READY over ${estate.regions.join(", ")}`,
    `alias ${point.Alias}, host ${point.Alias?.replace(/\.mrap$/, "")}.mrap.accesspoint.s3-global.amazonaws.com`,
  ];
}
