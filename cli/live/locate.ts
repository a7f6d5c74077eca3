import { forget, knownAccessPoints, remember } from "../adapters/known-access-points";
import type { EnvironmentArgument, EnvironmentFile } from "../access-point/argument";
import { nameOf, unknownEnvironment } from "../access-point/argument";
import { UserError } from "../errors";
import { FailoverControls } from "../access-point/failover-controls";
import { orderControlRegions } from "../access-point/control-regions";
import { AllFailed } from "../access-point/hedge";
import type { Route } from "../access-point/routing";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { explain, kindOf } from "../adapters/aws/errors";
import type { Identity } from "./identity";
import { judge } from "../adapters/aws/routes-api";
import { arnsInBucketPolicies } from "./member-policies";
import { routesApi } from "../adapters/aws/routes-api";

/** One access point, and its routing as just read. */
export interface Located {
  /** Where only the ARN is known, its alias. */
  readonly name: string;
  readonly alias: string;
  readonly account: string;
  readonly arn: string;
  readonly controls: FailoverControls;
  readonly routes: Route[];
  /** The control Region that answered. */
  readonly endpoint: string;
}

export interface LocateOptions {
  /** The Regions that traffic shall go to, if that is known. */
  readonly targets?: readonly string[];
  readonly requestLimit?: number;
}

/**
 * Finds the access point and reads its routing, also when us-west-2, the only Region that knows access points by
 * name, is lost: then from what an earlier run remembers, or from the policies of the environment's buckets.
 */
export async function locate(
  aws: Aws,
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
  options: LocateOptions = {},
): Promise<Located> {
  const remembered = await rememberedArn(argument, identity);
  if (remembered !== undefined) {
    const found = await read(aws, remembered, nameOf(argument), argument, options).catch((error: unknown) => {
      if (argument.kind !== "arn" && error instanceof NoSuchAccessPoint) return undefined;
      throw error;
    });
    if (found && isOf(argument, found.routes)) return keep(found);
    // Made anew since, under the same name: the alias is another one.
    if (argument.kind !== "arn") forget(remembered);
  }
  const arn = await lookUp(aws, argument, identity);
  return keep(await read(aws, arn, nameOf(argument), argument, options));
}

class NoSuchAccessPoint extends UserError {}

async function rememberedArn(
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
): Promise<string | undefined> {
  if (argument.kind === "arn") {
    const account = argument.account ?? (await identity()).account;
    return `arn:${argument.partition}:s3::${account}:accesspoint/${argument.alias}`;
  }
  const name = nameOf(argument);
  const known = knownAccessPoints().filter((one) => one.name === name);
  if (argument.kind === "file") {
    const buckets = bucketsOf(argument).join();
    return known.find((one) => [...one.buckets].sort().join() === buckets)?.arn;
  }
  if (known.length === 0) return undefined;
  const { account } = await identity();
  return known.find((one) => one.arn.split(":")[4] === account)?.arn;
}

async function lookUp(
  aws: Aws,
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
): Promise<string> {
  const name = nameOf(argument);
  const { account, arn } = await identity();
  const partition = arn.split(":")[1] || "aws";
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 5000);
  const byName = describeAccessPoint(aws, account, name, limit.signal).then(
    ({ alias }) => `arn:${partition}:s3::${account}:accesspoint/${alias}`,
  );
  try {
    if (argument.kind !== "file") return await byName;
    const byPolicies = after(1000, byName).then(() =>
      arnsInBucketPolicies(aws, argument.environment, limit.signal),
    );
    const first = await Promise.race([byName, byPolicies.then(only)]);
    return first ?? (await byName);
  } catch (error) {
    const kind = kindOf(error);
    const action = {
      action: "s3:GetMultiRegionAccessPoint",
      resource: `arn:${partition}:s3::${account}:accesspoint/${name}`,
    };
    if (kind === "missing") throw missing(argument, name, account);
    if (argument.kind === "file" && (kind === "unreachable" || kind === "server" || kind === "throttled")) {
      const found = await arnsInBucketPolicies(aws, argument.environment, AbortSignal.timeout(5000));
      const one = only(found);
      if (one !== undefined) return one;
    }
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${explain(error, action)}${kind === "unreachable" ? " Only us-west-2 knows access points by name: name the ARN instead of " + name + "." : ""}`,
    );
  } finally {
    clearTimeout(timer);
    limit.abort();
  }
}

/** Resolves after a while, or as soon as the other failed for a reason that a second way may mend. */
function after(milliseconds: number, other: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    timer.unref();
    other.catch((error: unknown) => kindOf(error) === "unreachable" && resolve());
  });
}

function only(arns: readonly string[]): string | undefined {
  return arns.length === 1 ? arns[0] : undefined;
}

async function read(
  aws: Aws,
  arn: string,
  name: string,
  argument: EnvironmentArgument,
  options: LocateOptions,
): Promise<Located> {
  const account = arn.split(":")[4]!;
  const alias = arn.split("/")[1]!;
  const targets = options.targets ?? [];
  const members = argument.kind === "file" ? Object.keys(argument.environment.regions) : [];
  const leaving = targets.length > 0 ? members.filter((region) => !targets.includes(region)) : [];
  const controls = new FailoverControls(
    routesApi(aws, { account, arn }),
    orderControlRegions(targets, leaving),
    {
      judge,
      ...(options.requestLimit !== undefined && { limit: options.requestLimit }),
    },
  );
  try {
    const { routes, endpoint } = await controls.read();
    return { name, alias, account, arn, controls, routes, endpoint };
  } catch (error) {
    controls.close();
    throw unreadable(error, arn);
  }
}

function unreadable(error: unknown, arn: string): UserError {
  if (error instanceof UserError) return error;
  const call = { action: "s3:GetMultiRegionAccessPointRoutes", resource: arn };
  if (!(error instanceof AllFailed)) {
    if (kindOf(error) === "missing") return new NoSuchAccessPoint(`There is no access point ${arn}.`);
    return new UserError(explain(error, call));
  }
  const denied = error.failures.find((failure) => kindOf(failure.error) === "denied");
  if (denied) return new UserError(explain(denied.error, call));
  const each = error.failures.map(({ endpoint, error: why }) => `${endpoint}: ${explain(why, call)}`);
  return new UserError(
    ["None of the five control Regions answers.", ...each.map((line) => `  ${line}`)].join("\n"),
  );
}

function keep(found: Located): Located {
  if (found.name !== found.alias)
    remember({ name: found.name, arn: found.arn, buckets: found.routes.map(({ bucket }) => bucket).sort() });
  return found;
}

function missing(argument: EnvironmentArgument, name: string, account: string): UserError {
  if (argument.kind === "name")
    return unknownEnvironment(name, `, and the account ${account} has no access point of that name`);
  return new UserError(
    `The account ${account} has no Multi-Region Access Point '${name}': deploy the environment first (npx cdktf deploy), or use the credentials of its account.`,
  );
}

function bucketsOf({ environment }: EnvironmentFile): string[] {
  return Object.values(environment.regions)
    .map(({ bucket }) => bucket)
    .sort();
}

/** The routing is of this environment: an access point that shares a name with it may have other buckets. */
function isOf(argument: EnvironmentArgument, routes: readonly Route[]): boolean {
  if (argument.kind !== "file") return true;
  const buckets = new Set(bucketsOf(argument));
  return routes.some(({ bucket }) => buckets.has(bucket));
}
