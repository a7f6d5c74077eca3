/** Reads what exists of a change: both access points, their routing, and the versions in the buckets. */
import { FailoverControls } from "../access-point/failover-controls";
import { orderControlRegions } from "../access-point/control-regions";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { explain, kindOf } from "../adapters/aws/errors";
import { judge, routesApi } from "../adapters/aws/routes-api";
import { callerIdentity } from "../live/identity";
import type { ChangingEnvironment } from "./change";
import { missingCopies, type CopyOptions } from "./copies";
import type { AccessPointFact, ChangeFacts, Known } from "./steps";
import type { BucketPlace } from "../adapters/aws/object-versions";

const TIMEOUT_MS = 15_000;

export interface FactOptions extends Pick<CopyOptions, "most" | "attempts" | "intervalMs"> {
  readonly progress: (line: string) => void;
}

/** Never throws: what cannot be read is not known, with the reason. */
export async function readFacts(
  aws: Aws,
  id: string,
  environment: ChangingEnvironment,
  options: FactOptions,
): Promise<ChangeFacts & { readonly account?: string }> {
  const base = { id, environment };
  const { name, previous, regions } = environment;
  if (previous === undefined) return { ...base, accessPoints: { unknown: "There is no change." } };
  options.progress("Look for the access points …");
  const account = await known(async () => (await callerIdentity(aws)).account);
  if ("unknown" in account) return { ...base, accessPoints: account };
  const points = await known(async () => {
    const [old, next] = await Promise.all([
      accessPoint(aws, account.value, previous.name),
      accessPoint(aws, account.value, name),
    ]);
    return { ...(old && { old }), ...(next && { new: next }) };
  });
  if ("unknown" in points || points.value.new === undefined)
    return { ...base, account: account.value, accessPoints: points };
  const ready = points.value.new.status === "READY";
  const copies = ready
    ? await known(() =>
        // Also without a new bucket: a version may exist only in the bucket that leaves.
        missingCopies(aws, places(previous.regions), places(regions), options),
      )
    : undefined;
  const { old, new: next } = points.value;
  const routing =
    ready && old !== undefined
      ? await known(async () => ({
          old: await activeRegions(aws, account.value, old.alias),
          new: await activeRegions(aws, account.value, next.alias),
        }))
      : undefined;
  return {
    ...base,
    account: account.value,
    accessPoints: points,
    ...(copies && { copies }),
    ...(routing && { routing }),
  };
}

/** The active Regions that AWS reports now. Undefined if they are not known. */
export async function activeNow(aws: Aws, name: string): Promise<readonly string[] | undefined> {
  const { account } = await callerIdentity(aws);
  const found = await accessPoint(aws, account, name);
  return found && activeRegions(aws, account, found.alias);
}

export async function accessPoint(
  aws: Aws,
  account: string,
  name: string,
): Promise<AccessPointFact | undefined> {
  try {
    return await describeAccessPoint(aws, account, name, AbortSignal.timeout(TIMEOUT_MS));
  } catch (error) {
    if (kindOf(error) === "missing") return undefined;
    throw error;
  }
}

async function activeRegions(aws: Aws, account: string, alias: string): Promise<string[]> {
  const arn = accessPointArn(account, alias);
  const controls = new FailoverControls(routesApi(aws, { account, arn }), orderControlRegions([], []), {
    judge,
  });
  try {
    const { routes } = await controls.read();
    return routes.filter(({ active }) => active).map(({ region }) => region);
  } finally {
    controls.close();
  }
}

export function accessPointArn(account: string, alias: string): string {
  return `arn:aws:s3::${account}:accesspoint/${alias}`;
}

export function places(regions: ChangingEnvironment["regions"]): BucketPlace[] {
  return Object.entries(regions).map(([region, { bucket }]) => ({ region, bucket }));
}

async function known<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    const call = { action: "the request", resource: "AWS" };
    return {
      unknown: error instanceof Error && error.name === "UserError" ? error.message : explain(error, call),
    };
  }
}
