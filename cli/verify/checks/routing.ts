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
import { deploy } from "../repair";
import { ACCESS_POINT_CHECK } from "./access-point";

/** Every control Region reports the routing, and it is that of the file or has moved since. */
export function routingChecks(context: VerifyContext): Check[] {
  const { aws, account, accessPoint, members } = context;
  // AWS has no routing for an access point of one Region. Ledger: routes-one-region
  if (members.length < 2) return [];
  const resource =
    accessPoint?.arn ?? `arn:${context.partition}:s3::${account}:accesspoint/${context.environment.name}`;
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
    consequenceOf: [ACCESS_POINT_CHECK],
  };
  const unless = async (run: () => Promise<CheckOutcome>): Promise<CheckOutcome> =>
    accessPoint === undefined
      ? notKnown("Without the access point there is no routing.", deploy(context.shown))
      : run();
  return [
    {
      ...about,
      id: "routing",
      title: "Routing",
      ledger: [],
      run: () =>
        unless(async () => {
          // The first answer decides: the other checks compare the control Regions with it.
          const now = await Promise.any(controlRegions.map((region) => read(region)));
          return routingOutcome(context, now);
        }),
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
