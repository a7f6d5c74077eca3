import { Construct } from "constructs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import { DEFAULTS, SECOND_RUNBOOK_REGION } from "../constructs/defaults";
import { FailoverRunbook } from "../constructs/failover-runbook";
import { CONTROL_PLANE_REGION, ROUTES_REGIONS } from "../constructs/limits";
import type { RegionalProviders } from "../constructs/providers";
import { RoutingAnnouncement } from "../constructs/routing-announcement";
import { literal } from "./literal";
import type { EnvironmentProps } from "./props";

export interface FailoverParts {
  readonly environment: EnvironmentProps;
  readonly accessPoint: MultiRegionAccessPoint;
  readonly accountId: string;
  readonly providers: RegionalProviders;
}

/** What helps in a failover, and tells that there was one. */
export class Failover extends Construct {
  readonly runbook?: FailoverRunbook;
  readonly announcement?: RoutingAnnouncement;

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
        members: Object.keys(environment.regions),
        providers: new Map([
          [CONTROL_PLANE_REGION, providers.control],
          [other, providers.in(other)],
        ]),
      });
    }
    if (announceChanges) {
      const notify = environment.monitoring?.notify ?? [];
      // CloudTrail has the management of access points in us-west-2.
      this.announcement = new RoutingAnnouncement(this, "routing", {
        name: environment.name,
        accountId,
        emails: notify.filter((target) => !target.startsWith("arn:")).map(literal),
        // EventBridge publishes to topics of the rule's own Region only.
        topicArns: notify.filter((target) => target.startsWith(`arn:aws:sns:${CONTROL_PLANE_REGION}:`)),
        provider: providers.control,
      });
    }
  }
}

/** The Regions that need a provider: the members, and where the runbook is beside us-west-2. */
export function providerRegions(environment: EnvironmentProps): string[] {
  const regions = Object.keys(environment.regions);
  return (environment.failover?.runbook ?? DEFAULTS.failover.runbook)
    ? [...new Set([...regions, secondRunbookRegion(environment)])]
    : regions;
}

/** A member that serves routing has a provider already; elsewhere one more is made. */
function secondRunbookRegion({ regions }: EnvironmentProps): string {
  const others = ROUTES_REGIONS.filter((region) => region !== CONTROL_PLANE_REGION);
  return others.find((region) => region in regions) ?? SECOND_RUNBOOK_REGION;
}
