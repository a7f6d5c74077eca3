import { Construct } from "constructs";
import { DEFAULTS, SECOND_RUNBOOK_REGION } from "../constructs/defaults";
import type { RoutedAccessPoint } from "../constructs/failover-document";
import { FailoverRunbook } from "../constructs/failover-runbook";
import { CONTROL_PLANE_REGION, ROUTES_REGIONS } from "../constructs/limits";
import type { RegionalProviders } from "../constructs/providers";
import type { RoleOptions } from "../constructs/role-options";
import { RoutingChangeNotification } from "../constructs/routing-change-notification";
import { allRegions } from "./generations";
import { literal } from "./literal";
import type { ComposedProps } from "./props";

export interface FailoverParts {
  readonly environment: ComposedProps;
  /** The access points, the new one first. */
  readonly accessPoints: readonly RoutedAccessPoint[];
  readonly accountId: string;
  readonly providers: RegionalProviders;
  readonly roles: RoleOptions;
}

/** The runbook, and the notification of routing changes. */
export class Failover extends Construct {
  readonly runbook?: FailoverRunbook;
  readonly routingChanges?: RoutingChangeNotification;

  constructor(
    scope: Construct,
    id: string,
    { environment, accessPoints, accountId, providers, roles }: FailoverParts,
  ) {
    super(scope, id);
    const { name } = environment;
    const { runbook = DEFAULTS.failover.runbook, announceChanges = DEFAULTS.failover.announceChanges } =
      environment.failover ?? {};
    if (runbook) {
      const other = secondRunbookRegion(environment);
      const [accessPoint, ...otherAccessPoints] = accessPoints as [RoutedAccessPoint, ...RoutedAccessPoint[]];
      this.runbook = new FailoverRunbook(this, "runbook", {
        ...roles,
        name,
        accessPointName: accessPoint.name,
        accessPointArn: accessPoint.arn,
        accountId,
        buckets: accessPoint.buckets,
        otherAccessPoints,
        providers: new Map([
          [CONTROL_PLANE_REGION, providers.control],
          [other, providers.in(other)],
        ]),
      });
    }
    if (announceChanges) {
      const notify = environment.monitoring?.notify ?? [];
      this.routingChanges = new RoutingChangeNotification(this, "routing", {
        ...roles,
        name,
        accountId,
        region: CONTROL_PLANE_REGION,
        emails: notify.filter((target) => !target.startsWith("arn:")).map(literal),
        // EventBridge publishes only to topics in the Region of the rule.
        topicArns: notify.filter((target) => target.startsWith(`arn:aws:sns:${CONTROL_PLANE_REGION}:`)),
        provider: providers.control,
        forwardFrom: new Map(
          forwardingRegions(environment).map((region) => [region, providers.in(region)] as const),
        ),
      });
    }
  }
}

/**
 * The Regions that need a provider: the member Regions, the second Region of the runbook and the Regions whose routing
 * changes are announced.
 */
export function providerRegions(environment: ComposedProps): string[] {
  const { runbook = DEFAULTS.failover.runbook } = environment.failover ?? {};
  return [
    ...new Set([
      ...Object.keys(allRegions(environment)),
      ...(runbook ? [secondRunbookRegion(environment)] : []),
      ...forwardingRegions(environment),
    ]),
  ];
}

/** The Regions that forward routing changes to us-west-2: the other Regions that serve the routes API. */
function forwardingRegions({ failover = {} }: ComposedProps): string[] {
  const {
    announceChanges = DEFAULTS.failover.announceChanges,
    announceFrom = DEFAULTS.failover.announceFrom,
  } = failover;
  return announceChanges && announceFrom === "all" ? otherRoutesRegions() : [];
}

/**
 * Prefers a member Region that serves the routes API, because it has a provider already. While the Regions are changed, the
 * document remains in its Region.
 */
function secondRunbookRegion({ regions, previous }: ComposedProps): string {
  const members = previous?.regions ?? regions;
  return otherRoutesRegions().find((region) => region in members) ?? SECOND_RUNBOOK_REGION;
}

function otherRoutesRegions(): string[] {
  return ROUTES_REGIONS.filter((region) => region !== CONTROL_PLANE_REGION);
}
