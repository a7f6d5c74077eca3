import type { Aws } from "../adapters/aws/aws";
import { describeAccessPoint, findByAlias } from "../adapters/aws/access-point";
import { openAlarms } from "../adapters/aws/alarms";
import { callerIdentity } from "../live/identity";
import { locate, type Located } from "../live/locate";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { UserError } from "../errors";
import { observe, reading } from "../live/observe";
import { isRead, type Observations, type OpenAlarm, type Reading } from "../access-point/observations";
import type { Route } from "../access-point/routing";
import { initialRouting } from "../access-point/routing";

/** All that `mrap status` shows. */
export interface Status {
  readonly name: string;
  readonly at: Date;
  readonly arn?: string;
  readonly alias?: string;
  /** READY, CREATING … as the control plane in us-west-2 says. */
  readonly accessPoint: Reading<string>;
  readonly routing: Reading<readonly Route[]>;
  /** The routing of the environment file. */
  readonly file?: readonly Route[];
  /** The control Regions, and whether they report the same routing. */
  readonly controlRegions: ReadonlyArray<{
    readonly region: string;
    readonly routing: Reading<readonly Route[]>;
  }>;
  readonly observations: Observations;
  readonly alarms: readonly OpenAlarm[];
  readonly alarmsUnreachable: ReadonlyArray<{ readonly region: string; readonly why: string }>;
}

/** Milliseconds after which what has not answered counts as unreachable. */
const limit = 2500;

/** Reads everything at once; what is lost does not hold up what is there. */
export async function takeStatus(aws: Aws, argument: EnvironmentArgument): Promise<Status> {
  await aws.credentials();
  const identity = callerIdentity(aws);
  identity.catch(() => undefined);
  const found = await locate(aws, argument, () => identity).catch((error: unknown) => {
    // Nothing at all can be asked without credentials, or of an access point that is not there.
    if (!(error instanceof UserError) || argument.kind !== "file" || !lostOnly(error)) throw error;
    return error;
  });
  const located = found instanceof UserError ? undefined : found;
  const routes = located?.routes ?? membersOf(argument);
  try {
    const words = [
      ...routes.map(({ bucket }) => bucket),
      nameOf(argument),
      ...(located ? [located.alias] : []),
    ];
    const [observations, accessPoint, alarms, controlRegions] = await Promise.all([
      observe(aws, routes, { limit }),
      stateOf(aws, argument, located, identity),
      Promise.all(routes.map(async ({ region }) => ({ region, found: await alarmsOf(aws, region, words) }))),
      located ? polled(located) : [],
    ]);
    return {
      name: located?.name ?? nameOf(argument),
      at: new Date(),
      ...(located && { arn: located.arn, alias: located.alias }),
      accessPoint,
      routing: located ? { value: located.routes } : { unreachable: (found as UserError).message },
      ...(argument.kind === "file" && { file: initialRouting(argument.environment, routes) }),
      controlRegions,
      observations,
      alarms: alarms.flatMap((one) => (isRead(one.found) ? one.found.value : [])),
      alarmsUnreachable: alarms.flatMap(({ region, found: one }) =>
        isRead(one) ? [] : [{ region, why: one.unreachable }],
      ),
    };
  } finally {
    located?.controls.close();
  }
}

function lostOnly(error: UserError): boolean {
  return /^None of the five|^No answer/.test(error.message);
}

function alarmsOf(aws: Aws, region: string, words: readonly string[]): Promise<Reading<OpenAlarm[]>> {
  return reading("cloudwatch:DescribeAlarms", "*", limit, (signal) => openAlarms(aws, region, words, signal));
}

async function polled({ controls }: Located): Promise<Status["controlRegions"]> {
  const poll = await controls.poll();
  return [...poll].map(([region, routing]) => ({
    region,
    routing: routing ? { value: routing } : { unreachable: "no answer" },
  }));
}

async function stateOf(
  aws: Aws,
  argument: EnvironmentArgument,
  located: Located | undefined,
  identity: Promise<{ account: string }>,
): Promise<Reading<string>> {
  return reading("s3:GetMultiRegionAccessPoint", located?.arn ?? nameOf(argument), limit, async (signal) => {
    if (argument.kind !== "arn") {
      const account = located?.account ?? (await identity).account;
      return (await describeAccessPoint(aws, account, nameOf(argument), signal)).status;
    }
    const report = await findByAlias(aws, located?.account ?? "", argument.alias, signal);
    return report ? `${report.status} (${report.name})` : "UNKNOWN";
  });
}

function membersOf(argument: EnvironmentArgument): Route[] {
  if (argument.kind !== "file") return [];
  return Object.entries(argument.environment.regions).map(([region, { bucket, routing }]) => ({
    region,
    bucket,
    active: routing === "active",
  }));
}
