import { describeAccessPoint, findByAlias } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { toUserError } from "../adapters/aws/errors";
import { callerIdentity } from "../live/identity";
import { locate, type Located } from "../live/locate";
import { bucketVersioning, configuredRules } from "../adapters/aws/replication";
import { hostOf } from "../access-point/host";
import type { EnvironmentArgument } from "../access-point/argument";
import { UserError } from "../errors";
import type { MapRegion, ReplicationWay } from "./result/report";

/** The access point of a run, checked before the load. */
export interface Target {
  readonly located: Located;
  readonly host: string;
  readonly regions: readonly MapRegion[];
  readonly replication: readonly ReplicationWay[];
}

const LIMIT_MS = 10_000;

/** @throws UserError if the access point is not READY or a bucket is not versioned */
export async function findTarget(aws: Aws, argument: EnvironmentArgument): Promise<Target> {
  const located = await locate(aws, argument, () => callerIdentity(aws));
  try {
    const [, , replication] = await Promise.all([
      checkReady(aws, located),
      Promise.all(located.routes.map(({ region, bucket }) => checkVersioned(aws, region, bucket))),
      Promise.all(located.routes.map(({ region, bucket }) => waysOf(aws, located, region, bucket))),
    ]);
    const networks = argument.kind === "file" ? argument.environment.regions : {};
    return {
      located,
      host: hostOf(located.alias),
      regions: located.routes.map(({ region, bucket, active }) => ({
        region,
        bucket,
        activeAtStart: active,
        activeAtEnd: active,
        endpoint: networks[region]?.network !== undefined,
      })),
      replication: replication.flat(),
    };
  } catch (error) {
    located.controls.close();
    throw error;
  }
}

/** @throws UserError if the access point is not READY */
async function checkReady(
  aws: Aws,
  { name, alias, account, arn }: Pick<Located, "name" | "alias" | "account" | "arn">,
): Promise<void> {
  const call = { action: "s3:GetMultiRegionAccessPoint", resource: arn };
  const signal = AbortSignal.timeout(LIMIT_MS);
  const found = await (
    name === alias
      ? findByAlias(aws, account, alias, signal)
      : describeAccessPoint(aws, account, name, signal)
  ).catch((error: unknown) => {
    throw toUserError(error, call);
  });
  const status = found?.status ?? "UNKNOWN";
  if (status !== "READY")
    throw new UserError(
      `The access point ${name} is ${status}, and traffic needs the status READY. Wait until mrap status shows READY, then try again.`,
    );
}

async function checkVersioned(aws: Aws, region: string, bucket: string): Promise<void> {
  const call = { action: "s3:GetBucketVersioning", resource: `arn:aws:s3:::${bucket}` };
  const versioning = await bucketVersioning(aws, region, bucket, AbortSignal.timeout(LIMIT_MS)).catch(
    (error: unknown) => {
      throw toUserError(error, call);
    },
  );
  if (versioning !== "Enabled")
    throw new UserError(
      `The bucket ${bucket} in ${region} is not versioned (${versioning}). Replication needs versioning on every bucket. Enable it, for example with npx cdktf deploy.`,
    );
}

async function waysOf(
  aws: Aws,
  { routes }: Located,
  region: string,
  bucket: string,
): Promise<ReplicationWay[]> {
  // Only the map and the deletes need the rules. Without the permission to read them, the other figures are complete.
  const rules = await configuredRules(aws, region, bucket, AbortSignal.timeout(LIMIT_MS)).catch(() => []);
  return routes.flatMap((route) => {
    const toward = rules.filter(({ enabled, destination }) => enabled && destination === route.bucket);
    if (toward.length === 0) return [];
    const deleteMarkers = toward.some((rule) => rule.deleteMarkers);
    return [{ from: region, to: route.region, deleteMarkers }];
  });
}
