import { Construct } from "constructs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import { DEFAULTS, SECOND_RUNBOOK_REGION } from "../constructs/defaults";
import { FailoverRunbook } from "../constructs/failover-runbook";
import { CONTROL_PLANE_REGION, ROUTES_REGIONS } from "../constructs/limits";
import type { RegionalProviders } from "../constructs/providers";
import { RoutingChangeNotification } from "../constructs/routing-change-notification";
import { literal } from "./literal";
import type { EnvironmentProps } from "./props";

export interface FailoverParts {
  readonly environment: EnvironmentProps;
  readonly accessPoint: MultiRegionAccessPoint;
  readonly accountId: string;
  readonly providers: RegionalProviders;
}

/** The runbook, and the notification of routing changes. */
export class Failover extends Construct {
  readonly runbook?: FailoverRunbook;
  readonly routingChanges?: RoutingChangeNotification;

  constructor(
    scope: Construct,
    id: string,
    { environment, accessPoint, accountId, providers }: FailoverParts,
  ) {
    super(scope, id);
    const { runbook = DEFAULTS.failover.runbook, announceChanges = DEFAULTS.failover.announceChanges } =
      environment.failover ?? {};
    if (runbook) {
      const other = secondRunbookRegion(environment);
      this.runbook = new FailoverRunbook(this, "runbook", {
        name: environment.name,
        accessPointArn: accessPoint.arn,
        accountId,
        buckets: Object.fromEntries(
          Object.entries(environment.regions).map(([region, { bucket }]) => [region, bucket]),
        ),
        providers: new Map([
          [CONTROL_PLANE_REGION, providers.control],
          [other, providers.in(other)],
        ]),
      });
    }
    if (announceChanges) {
      const notify = environment.monitoring?.notify ?? [];
      // CloudTrail records the control plane calls of access points in us-west-2.
      this.routingChanges = new RoutingChangeNotification(this, "routing", {
        name: environment.name,
        accountId,
        emails: notify.filter((target) => !target.startsWith("arn:")).map(literal),
        // EventBridge publishes only to topics in the Region of the rule.
        topicArns: notify.filter((target) => target.startsWith(`arn:aws:sns:${CONTROL_PLANE_REGION}:`)),
        provider: providers.control,
      });
    }
  }
}

/** The Regions that need a provider: the member Regions and the second Region of the runbook. */
export function providerRegions(environment: EnvironmentProps): string[] {
  const regions = Object.keys(environment.regions);
  return (environment.failover?.runbook ?? DEFAULTS.failover.runbook)
    ? [...new Set([...regions, secondRunbookRegion(environment)])]
    : regions;
}

/** Prefers a member Region that serves the routes API, because it has a provider already. */
function secondRunbookRegion({ regions }: EnvironmentProps): string {
  const others = ROUTES_REGIONS.filter((region) => region !== CONTROL_PLANE_REGION);
  return others.find((region) => region in regions) ?? SECOND_RUNBOOK_REGION;
}
