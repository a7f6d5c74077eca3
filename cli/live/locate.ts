import { nameOf, type EnvironmentArgument, type EnvironmentFile } from "../access-point/argument";
import { orderControlRegions } from "../access-point/control-regions";
import { FailoverControls } from "../access-point/failover-controls";
import { describeRouting, sameMembers, type Route } from "../access-point/routing";
import type { Aws } from "../adapters/aws/aws";
import { judge, routesApi } from "../adapters/aws/routes-api";
import { forget, knownAccessPoints, remember, type KnownAccessPoint } from "../adapters/known-access-points";
import { UserError } from "../errors";
import type { Identity } from "./identity";
import { lookUp } from "./look-up";
import { NoSuchAccessPoint, unreadable } from "./unreadable";

/** One access point, and its routing as just read. */
export interface Located {
  /** Its alias if only the ARN is known. */
  readonly name: string;
  readonly alias: string;
  readonly account: string;
  readonly arn: string;
  readonly controls: FailoverControls;
  /** As one control Region reports it: it may be out of date. */
  readonly routes: Route[];
  /** The control Region that answered. */
  readonly endpoint: string;
}

export interface LocateOptions {
  /** The Regions that traffic is to be routed to, if known. */
  readonly targets?: readonly string[];
  /** How long one request to a control Region may take. @default 10,000 */
  readonly requestTimeoutMs?: number;
  /** Called with each problem that does not stop the command. */
  readonly warn?: (line: string) => void;
}

/**
 * Finds the access point and reads its routing, also if us-west-2, the only Region that knows access points by name,
 * is lost: then from the memory of an earlier run, or from the policies of the environment's buckets.
 */
export async function locate(
  aws: Aws,
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
  options: LocateOptions = {},
): Promise<Located> {
  const memory = await knownAccessPoints();
  for (const problem of memory.problems) options.warn?.(problem);
  const remembered = await rememberedArn(memory.known, argument, identity);
  if (remembered !== undefined) {
    const found = await read(aws, remembered, argument, options, memory.known).catch((error: unknown) => {
      if (argument.kind !== "arn" && error instanceof NoSuchAccessPoint) return undefined;
      throw error;
    });
    if (found && isOf(argument, found.routes)) return found;
    found?.controls.close();
    // It was created again under the same name: the alias is another one.
    if (argument.kind !== "arn") await forget(remembered);
  }
  return read(aws, await lookUp(aws, argument, identity), argument, options, memory.known);
}

async function rememberedArn(
  memory: readonly KnownAccessPoint[],
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
): Promise<string | undefined> {
  if (argument.kind === "arn") {
    const account = argument.account ?? (await identity()).account;
    return `arn:${argument.partition}:s3::${account}:accesspoint/${argument.alias}`;
  }
  const known = memory.filter((one) => one.name === nameOf(argument));
  if (argument.kind === "file") {
    const buckets = bucketsOf(argument).join();
    return known.find((one) => [...one.buckets].sort().join() === buckets)?.arn;
  }
  if (known.length === 0) return undefined;
  const { account } = await identity();
  return known.find((one) => one.arn.split(":")[4] === account)?.arn;
}

async function read(
  aws: Aws,
  arn: string,
  argument: EnvironmentArgument,
  { targets = [], requestTimeoutMs }: LocateOptions,
  memory: readonly KnownAccessPoint[],
): Promise<Located> {
  const [account = "", alias = ""] = [arn.split(":")[4], arn.split("/")[1]];
  const members = argument.kind === "file" ? Object.keys(argument.environment.regions) : [];
  const leaving = targets.length > 0 ? members.filter((region) => !targets.includes(region)) : [];
  const controls = new FailoverControls(
    routesApi(aws, { account, arn }),
    orderControlRegions(targets, leaving),
    { judge, ...(requestTimeoutMs !== undefined && { requestTimeoutMs }) },
  );
  const name = nameOf(argument);
  try {
    const first = await controls.read();
    const known = memory.find((one) => one.arn === arn)?.buckets;
    const { routes, sure } = await whole(controls, first.routes, argument, known);
    controls.expectMembers(routes);
    const buckets = routes.map(({ bucket }) => bucket).sort();
    if (sure && name !== alias) await remember({ name, arn, buckets });
    return { name, alias, account, arn, controls, routes, endpoint: first.endpoint };
  } catch (error) {
    controls.close();
    throw unreadable(error, arn);
  }
}

/**
 * A routing that lists every member. The members of an access point never change, so the environment file or an
 * earlier run confirms them. If neither does, a majority of the control Regions decides.
 */
async function whole(
  controls: FailoverControls,
  routes: Route[],
  argument: EnvironmentArgument,
  known: readonly string[] | undefined,
): Promise<{ readonly routes: Route[]; readonly sure: boolean }> {
  const buckets = routes
    .map(({ bucket }) => bucket)
    .sort()
    .join();
  const expected = [
    ...(argument.kind === "file" ? [bucketsOf(argument)] : []),
    ...(known ? [[...known].sort()] : []),
  ];
  if (expected.some((one) => one.join() === buckets)) return { routes, sure: true };
  const reports = [...(await controls.poll()).values()].flatMap((one) =>
    one.kind === "routing" ? [one.routes] : [],
  );
  const same = (one: Route[]): Route[][] => reports.filter((other) => sameMembers(one, other));
  const [most] = [...reports].sort((a, b) => same(b).length - same(a).length);
  if (most === undefined) return { routes, sure: false };
  const count = same(most).length;
  if (count * 2 <= reports.length)
    throw new UserError(
      `The control Regions report different members: ${[...new Set(reports.map(describeRouting))].join("; ")}. Run the command again.`,
    );
  return { routes: sameMembers(most, routes) ? routes : most, sure: count > 1 };
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
