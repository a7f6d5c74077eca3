import type { Aws } from "../adapters/aws/aws";
import { describeAccessPoint, findByAlias } from "../adapters/aws/access-point";
import { openAlarms } from "../adapters/aws/alarms";
import { callerIdentity } from "../live/identity";
import { locate, type Located } from "../live/locate";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { consensus, type Consensus, type Reports } from "../access-point/reports";
import { routingSentence } from "../access-point/wording";
import { commonCause } from "../access-point/unreached";
import { explain } from "../adapters/aws/errors";
import { limitsOf, type Limits } from "../access-point/limits";
import { UserError } from "../errors";
import { RoutingDenied, Unreachable } from "../live/unreadable";
import { observe, reading, READING_TIMEOUT_MS } from "../live/observe";
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
  /** As a majority of the control Regions reports it. */
  readonly routing: Reading<readonly Route[]>;
  /** The combined report of the control Regions. */
  readonly reports?: Consensus;
  /** The environment as the user named it. */
  readonly environment?: string;
  /** The limits at which the preflight stops. @default those of an environment file without monitoring */
  readonly limits?: Limits;
  /** The routing of the environment file. */
  readonly file?: readonly Route[];
  /** The report of each control Region. */
  readonly controlRegions: ReadonlyArray<{
    readonly region: string;
    readonly routing: Reading<readonly Route[]>;
  }>;
  readonly observations: Observations;
  readonly alarms: readonly OpenAlarm[];
  readonly alarmsUnreachable: ReadonlyArray<{
    readonly region: string;
    readonly why: string;
    readonly cause?: string;
  }>;
}

/** The one reason why nothing at all could be read; undefined if anything was read. */
export function nothingRead({
  routing,
  accessPoint,
  observations,
  alarms,
  alarmsUnreachable,
}: Status): string | undefined {
  if (alarms.length > 0 || alarmsUnreachable.length < observations.members.length) return undefined;
  return commonCause([
    routing,
    accessPoint,
    ...observations.members.map(({ versioning }) => versioning),
    ...observations.directions.flatMap(
      ({ rules, latency, pendingBytes, pendingOperations, failedOperations }) => [
        rules,
        latency,
        pendingBytes,
        pendingOperations,
        failedOperations,
      ],
    ),
    ...alarmsUnreachable.map(({ why, cause }) => ({
      unreachable: why,
      ...(cause !== undefined && { cause }),
    })),
  ]);
}

/** Reads everything in parallel. A Region that is down does not delay the others. */
export async function takeStatus(aws: Aws, argument: EnvironmentArgument): Promise<Status> {
  await aws.credentials();
  const identity = callerIdentity(aws);
  identity.catch(() => undefined);
  const found = await locate(aws, argument, () => identity).catch((error: unknown) => {
    // Without credentials, or without an access point, there is nothing to read.
    if (argument.kind === "file" && (error instanceof Unreachable || error instanceof RoutingDenied))
      return error;
    throw error;
  });
  const located = found instanceof UserError ? undefined : found;
  const routes = located?.routes ?? membersOf(argument);
  try {
    const words = [
      ...routes.map(({ bucket }) => bucket),
      nameOf(argument),
      ...(located ? [located.alias] : []),
    ];
    const [observed, accessPoint, alarms, polled] = await Promise.all([
      observe(aws, routes, { limitMs: READING_TIMEOUT_MS }),
      stateOf(aws, argument, located, identity),
      Promise.all(routes.map(async ({ region }) => ({ region, found: await alarmsOf(aws, region, words) }))),
      located?.controls.poll({ waitMs: READING_TIMEOUT_MS }),
    ]);
    const routing = routingOf(located, found, polled);
    const observations = isRead(routing.routing) ? withRouting(observed, routing.routing.value) : observed;
    return {
      name: located?.name ?? nameOf(argument),
      at: new Date(),
      ...(located && { arn: located.arn, alias: located.alias }),
      accessPoint,
      ...routing,
      limits: limitsOf(argument),
      ...(argument.kind === "file" && {
        environment: argument.file,
        file: initialRouting(argument.environment, routes),
      }),
      observations,
      alarms: alarms.flatMap((one) => (isRead(one.found) ? one.found.value : [])),
      alarmsUnreachable: alarms.flatMap(({ region, found: one }) =>
        isRead(one)
          ? []
          : [{ region, why: one.unreachable, ...(one.cause !== undefined && { cause: one.cause }) }],
      ),
    };
  } finally {
    located?.controls.close();
  }
}

/** One control Region may have been out of date when the members were read. */
function withRouting(observed: Observations, routes: readonly Route[]): Observations {
  const active = (region: string): boolean => routes.some((route) => route.region === region && route.active);
  return {
    ...observed,
    members: observed.members.map((member) => ({ ...member, active: active(member.region) })),
  };
}

function alarmsOf(aws: Aws, region: string, words: readonly string[]): Promise<Reading<OpenAlarm[]>> {
  return reading("cloudwatch:DescribeAlarms", "*", READING_TIMEOUT_MS, (signal) =>
    openAlarms(aws, region, words, signal),
  );
}

/** The reports of the control Regions, and the report of their majority. */
function routingOf(
  located: Located | undefined,
  found: Located | UserError,
  reports: Reports = new Map(),
): Pick<Status, "routing" | "reports" | "controlRegions"> {
  if (located === undefined)
    return {
      routing: {
        unreachable: (found as UserError).message,
        ...(found instanceof Unreachable && found.reason !== undefined && { cause: found.reason }),
      },
      controlRegions: [],
    };
  const call = { action: "s3:GetMultiRegionAccessPointRoutes", resource: located.arn };
  const now = consensus(reports);
  return {
    reports: now,
    routing: now.majority
      ? { value: now.majority.routes }
      : { unreachable: routingSentence(located.name, now) },
    controlRegions: [...reports].map(([region, report]) => ({
      region,
      routing:
        report.kind === "routing" ? { value: report.routes } : { unreachable: explain(report.error, call) },
    })),
  };
}

async function stateOf(
  aws: Aws,
  argument: EnvironmentArgument,
  located: Located | undefined,
  identity: Promise<{ account: string }>,
): Promise<Reading<string>> {
  return reading(
    "s3:GetMultiRegionAccessPoint",
    located?.arn ?? nameOf(argument),
    READING_TIMEOUT_MS,
    async (signal) => {
      if (argument.kind !== "arn") {
        const account = located?.account ?? (await identity).account;
        return (await describeAccessPoint(aws, account, nameOf(argument), signal)).status;
      }
      const report = await findByAlias(aws, located?.account ?? "", argument.alias, signal);
      return report ? `${report.status} (${report.name})` : "UNKNOWN";
    },
  );
}

function membersOf(argument: EnvironmentArgument): Route[] {
  if (argument.kind !== "file") return [];
  return Object.entries(argument.environment.regions).map(([region, { bucket, routing }]) => ({
    region,
    bucket,
    active: routing === "active",
  }));
}
