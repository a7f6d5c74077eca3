import { controlRegions } from "../../access-point/control-regions";
import { awaitingInitialRouting, initialRoutingAdvice } from "../../access-point/initial-routing";
import {
  describeRouting,
  initialRouting,
  sameMembers,
  sameRouting,
  type Route,
} from "../../access-point/routing";
import { routesApi } from "../../adapters/aws/routes-api";
import { CHECK_TIMEOUT_MS } from "../../checks/run";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import type { VerifyContext } from "../context";
import { checkOf, keyFor, resourceOf, type AccessPointToCheck } from "../access-points";
import { differenceSentence } from "../../access-point/generations";
import { deploy } from "../repair";
import { ACCESS_POINT_CHECK } from "./access-point";

/**
 * Every control Region reports the routing of each access point, and it is that of the file or has moved since. Two access
 * points send the requests to the same Regions.
 */
export function routingChecks(context: VerifyContext): Check[] {
  const all = context.accessPoints.map((point) => ({ point, ...checksOfOne(context, point) }));
  return [
    ...all.flatMap(({ point, checks }) => checks.map((check) => checkOf(point, check))),
    ...bothCheck(context, all),
  ];
}

/** The routing that the first control Region reports. Undefined if the access point is not deployed. */
type Routing = () => Promise<Route[] | undefined>;

function checksOfOne(
  context: VerifyContext,
  point: AccessPointToCheck,
): { readonly checks: Check[]; readonly routing: Routing } {
  const { aws, account } = context;
  const { deployed, members, environment } = point;
  // AWS has no routing for an access point of one Region. Ledger: routes-one-region
  if (members.length < 2) return { checks: [], routing: async () => undefined };
  const resource = resourceOf(point, context);
  const readings = new Map<string, Promise<Route[]>>();
  // Several checks share a reading, so the end of one check must not cancel it.
  const read = (region: string): Promise<Route[]> => {
    const known = readings.get(region);
    if (known !== undefined) return known;
    const reading = routesApi(aws, { account, arn: resource }).read(
      region,
      AbortSignal.timeout(CHECK_TIMEOUT_MS),
    );
    readings.set(region, reading);
    return reading;
  };
  const about = {
    required: true,
    call: { action: "s3:GetMultiRegionAccessPointRoutes", resource },
    consequenceOf: [keyFor(point, ACCESS_POINT_CHECK)],
  };
  const unless = async (run: () => Promise<CheckOutcome>): Promise<CheckOutcome> =>
    deployed === undefined
      ? notKnown("Without the access point there is no routing.", deploy(context.shown))
      : run();
  // The first answer decides: the other checks compare the control Regions with it.
  const first = (): Promise<Route[]> => Promise.any(controlRegions.map((region) => read(region)));
  const checks: Check[] = [
    {
      ...about,
      id: "routing",
      title: "Routing",
      ledger: [],
      run: () =>
        unless(async () =>
          routingOutcome({ environment, members, argument: context.argument }, await first()),
        ),
    },
    ...controlRegions.map((region): Check => ({
      ...about,
      id: "failover-controls",
      subject: region,
      title: "Failover controls",
      ledger: ["routes-regions"],
      run: () =>
        unless(async () => {
          const own = await read(region);
          const all = await Promise.allSettled(controlRegions.map((one) => read(one)));
          const others = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
          return controlsOutcome(region, own, others);
        }),
    })),
  ];
  return { checks, routing: async () => (deployed === undefined ? undefined : first()) };
}

/** Whether two access points agree on the Regions that both have. */
function bothCheck(
  context: VerifyContext,
  all: ReadonlyArray<{ readonly point: AccessPointToCheck; readonly routing: Routing }>,
): Check[] {
  const [one, other] = all;
  if (one === undefined || other === undefined) return [];
  return [
    {
      id: "routing-of-both",
      title: "Routing of both access points",
      required: true,
      ledger: [],
      call: {
        action: "s3:GetMultiRegionAccessPointRoutes",
        resource: `${resourceOf(one.point, context)} and ${resourceOf(other.point, context)}`,
      },
      consequenceOf: all.flatMap(({ point }) => [
        keyFor(point, ACCESS_POINT_CHECK),
        keyFor(point, "routing"),
      ]),
      async run() {
        const routings = await Promise.all([one.routing(), other.routing()]);
        return bothOutcome(context, [
          { name: one.point.name, routes: routings[0] },
          { name: other.point.name, routes: routings[1] },
        ]);
      },
    },
  ];
}

interface MaybeRouting {
  readonly name: string;
  /** Undefined if the access point is not deployed. */
  readonly routes: readonly Route[] | undefined;
}

export function bothOutcome(
  { argument, shown }: Pick<VerifyContext, "argument" | "shown">,
  [one, other]: readonly [MaybeRouting, MaybeRouting],
): CheckOutcome {
  const missing = [one, other].find(({ routes }) => routes === undefined);
  if (one.routes === undefined || other.routes === undefined)
    return notKnown(`There is no routing of ${missing!.name} to compare.`, deploy(shown));
  const difference = differenceSentence(
    { name: one.name, routes: one.routes },
    { name: other.name, routes: other.routes },
  );
  if (difference === undefined) {
    const active = one.routes.filter(({ active }) => active).map(({ region }) => region);
    const shared = active.filter((region) => other.routes!.some((route) => route.region === region));
    return ok(
      `${one.name} and ${other.name} agree on the Regions that both have: ${shared.join(", ") || "none"} active.`,
    );
  }
  return warning(
    difference,
    `Run mrap failover ${argument} --to with the Regions that are to be active: it changes both.`,
  );
}

/** @param now the routing that a control Region reports */
export function routingOutcome(
  { environment, argument, members }: Pick<VerifyContext, "environment" | "argument" | "members">,
  now: readonly Route[],
): CheckOutcome {
  const ofFile = initialRouting(
    environment,
    members.map((member) => ({ ...member, active: false })),
  );
  if (!sameMembers(now, ofFile))
    return error(
      `The control Region reports other members than the file: ${describeRouting(now)}.`,
      "Use the credentials of the environment's account, or correct the file.",
    );
  if (sameRouting(now, ofFile)) return ok(`As in the file: ${describeRouting(now)}.`);
  const awaiting = awaitingInitialRouting(now, ofFile);
  if (awaiting.length > 0)
    return warning(
      "Every Region is active, as in a new access point. The file has passive Regions.",
      initialRoutingAdvice(awaiting, argument).replace(/^.*: run/, "Run"),
    );
  return warning(
    `The routing has moved since the file: ${describeRouting(now)}. The file says ${describeRouting(ofFile)}.`,
    `If the move is over, run mrap failback ${argument}.`,
  );
}

/** Whether a control Region reports what most of them report. */
export function controlsOutcome(
  region: string,
  own: readonly Route[],
  all: ReadonlyArray<readonly Route[]>,
): CheckOutcome {
  const same = all.filter((one) => sameRouting(one, own)).length;
  if (same * 2 > all.length) return ok(`${region} answers and reports ${describeRouting(own)}.`);
  return warning(
    `${region} reports another routing than most control Regions: ${describeRouting(own)}.`,
    "Run the command again in two minutes. A new routing takes that long to reach every Region.",
  );
}
