import { PutObjectCommand } from "@aws-sdk/client-s3";
import { GetMultiRegionAccessPointRoutesCommand } from "@aws-sdk/client-s3-control";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { randomUUID } from "node:crypto";
import { ROUTES_REGIONS } from "../../../constructs/limits";
import type { DeployedEnvironment } from "../../../tour/clients";
import { expectEqual } from "../../../tour/expect";
import { accessPointArn } from "./access-point";

/** The Regions that requests go to, as one of the control endpoints reports them. */
async function activeRegions(
  environment: DeployedEnvironment,
  controlRegion: string = ROUTES_REGIONS[0],
): Promise<string[]> {
  const { Routes = [] } = await environment.s3Control(controlRegion).send(
    new GetMultiRegionAccessPointRoutesCommand({
      AccountId: environment.accountId,
      Mrap: await accessPointArn(environment),
    }),
  );
  return Routes.filter(({ TrafficDialPercentage }) => TrafficDialPercentage === 100).map(
    ({ Region }) => Region ?? "",
  );
}

/** All five control endpoints report these Regions as active, and a client's write lands in one of them. */
export async function checkRouting(
  environment: DeployedEnvironment,
  active: readonly string[],
): Promise<void> {
  for (const controlRegion of ROUTES_REGIONS) {
    const seen = await activeRegions(environment, controlRegion);
    expectEqual(`the active Regions according to ${controlRegion}`, [...seen].sort(), [...active].sort());
  }
  const passive = environment.regions.filter((region) => !active.includes(region));
  const from = passive[0] ?? active[0]!;
  const served = await servedBy(environment, from);
  expectEqual(`whether an active Region served a client in ${from}`, active.includes(served), true);
}

/** Writes through the access point from a Region, and looks which bucket the version id is in first. */
async function servedBy(environment: DeployedEnvironment, from: string): Promise<string> {
  const key = `walkthrough/routed-${randomUUID()}`;
  const arn = await accessPointArn(environment);
  const put = await environment
    .s3(from)
    .send(new PutObjectCommand({ Bucket: arn, Key: key, Body: "routed" }));
  for (const region of environment.regions) {
    const { Versions = [] } = await environment
      .s3(region)
      .send(new ListObjectVersionsCommand({ Bucket: environment.bucket(region), Prefix: key }));
    if (Versions.some(({ VersionId }) => VersionId === put.VersionId)) return region;
  }
  return "no Region";
}
