/** Creates a small environment on the local AWS through the SDK, which is much faster than Terraform. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutBucketReplicationCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointRoutesCommand,
  S3ControlClient,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import type { LocalAws } from "../../local-aws";
import { replicationRule, versionedBucket } from "./buckets";

export const account = "123456789012";

export interface DeployedAccessPoint {
  readonly name: string;
  /** Region to bucket. */
  readonly buckets: Readonly<Record<string, string>>;
  readonly alias: string;
  readonly arn: string;
  /** The active Regions, sorted. */
  active(): Promise<string[]>;
  /** Sets the routing without the command. */
  route(...active: string[]): Promise<void>;
}

export interface DeployedEnvironment extends DeployedAccessPoint {
  /** The environment file. */
  readonly file: string;
  s3(region: string): S3Client;
  remove(): void;
}

export async function makeEnvironment(
  aws: LocalAws,
  name: string,
  routing: Readonly<Record<string, "active" | "passive">>,
): Promise<DeployedEnvironment> {
  const regions = Object.keys(routing);
  const buckets = Object.fromEntries(regions.map((region) => [region, `${name}-${region}`]));
  const s3 = (region: string): S3Client => new S3Client(aws.clientConfig(region));
  await Promise.all(regions.map((region) => versionedBucket(aws, region, buckets[region]!)));
  await Promise.all(regions.map((region) => replicate(s3(region), region, buckets)));
  const accessPoint = await makeAccessPoint(aws, name, buckets);
  const folder = mkdtempSync(join(tmpdir(), "mrap-environment-"));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, yaml(name, buckets, routing));
  const environment: DeployedEnvironment = {
    ...accessPoint,
    file,
    s3,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  await environment.route(...regions.filter((region) => routing[region] === "active"));
  return environment;
}

/** Creates an access point for buckets that exist. */
export async function makeAccessPoint(
  aws: LocalAws,
  name: string,
  buckets: Readonly<Record<string, string>>,
): Promise<DeployedAccessPoint> {
  // Uses another host name than the command, so that a fault of a control Region does not affect this client.
  const control = new S3ControlClient({ ...aws.clientConfig("us-west-2"), useDualstackEndpoint: true });
  await control.send(
    new CreateMultiRegionAccessPointCommand({
      AccountId: account,
      ClientToken: name,
      Details: { Name: name, Regions: Object.values(buckets).map((Bucket) => ({ Bucket })) },
    }),
  );
  const { AccessPoint } = await control.send(
    new GetMultiRegionAccessPointCommand({ AccountId: account, Name: name }),
  );
  const alias = AccessPoint?.Alias ?? "";
  const Mrap = `arn:aws:s3::${account}:accesspoint/${alias}`;
  return {
    name,
    buckets,
    alias,
    arn: Mrap,
    async active() {
      const { Routes = [] } = await control.send(
        new GetMultiRegionAccessPointRoutesCommand({ AccountId: account, Mrap }),
      );
      return Routes.filter((route) => route.TrafficDialPercentage === 100)
        .map((route) => route.Region ?? "")
        .sort();
    },
    async route(...active) {
      const RouteUpdates = Object.entries(buckets).map(([region, Bucket]) => ({
        Bucket,
        TrafficDialPercentage: active.includes(region) ? 100 : 0,
      }));
      await control.send(
        new SubmitMultiRegionAccessPointRoutesCommand({ AccountId: account, Mrap, RouteUpdates }),
      );
    },
  };
}

export async function replicate(
  s3: S3Client,
  region: string,
  buckets: Readonly<Record<string, string>>,
): Promise<void> {
  const others = Object.entries(buckets).filter(([other]) => other !== region);
  if (others.length === 0) return;
  await s3.send(
    new PutBucketReplicationCommand({
      Bucket: buckets[region],
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${account}:role/replication`,
        Rules: others.map(([other, bucket], index) => replicationRule(`to-${other}`, index + 1, bucket)),
      },
    }),
  );
}

function yaml(
  name: string,
  buckets: Readonly<Record<string, string>>,
  routing: Readonly<Record<string, string>>,
): string {
  const regions = Object.entries(buckets).map(
    ([region, bucket]) => `  ${region}:\n    bucket: ${bucket}\n    routing: ${routing[region]}\n`,
  );
  return `name: ${name}\nregions:\n${regions.join("")}state: local\n`;
}
