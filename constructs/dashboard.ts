import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  dashboardBody,
  type DashboardBody,
  type DashboardRegion,
  type DashboardEventRule,
  type DashboardReplicationRule,
} from "./dashboard-body";
import { DASHBOARD_METRICS, DASHBOARD_WIDGETS } from "./limits";
import { limitSize } from "./size-limit";

export * from "./dashboard-body";

export interface AccessPointDashboardProps {
  readonly dashboardName: string;
  /** The access point's name. */
  readonly accessPoint: string;
  readonly regions: readonly DashboardRegion[];
  readonly rules: readonly DashboardReplicationRule[];
  /** The event rules for routing changes. The graphs mark when they matched an event. @default no marks */
  readonly routingRules?: readonly DashboardEventRule[];
  /** @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * One dashboard for all Regions. It shows the initial routing and the alarms, then the requests, errors and bytes of
 * all Regions side by side, then the replication of each Region: latency and pending work toward its bucket, and
 * failed operations out of its bucket. Each metric is read in the Region where S3 publishes it. For what a dashboard
 * can show of a failover see docs/decisions/0009.
 *
 * @example
 * new AccessPointDashboard(stack, "Dashboard", {
 *   dashboardName: "photos",
 *   accessPoint: "photos",
 *   regions: ["eu-west-1", "us-east-1"].map((region) => ({
 *     region,
 *     bucket: `example-photos-${region}`,
 *     requestMetrics: true,
 *     alarmArns: [],
 *     latencySeconds: 900,
 *   })),
 *   rules: [{ source: "example-photos-eu-west-1", destination: "example-photos-us-east-1", id: "to-us-east-1" }],
 * });
 */
export class AccessPointDashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;
  readonly body: DashboardBody;

  constructor(scope: Construct, id: string, props: AccessPointDashboardProps) {
    super(scope, id);
    this.body = dashboardBody(props);
    // Many rules are shown in groups, so that only the Regions can be too many.
    const causes = [
      { prop: "regions", value: props.regions.map(({ region }) => region), fix: "show fewer Regions" },
    ];
    const { widgets } = this.body;
    limitSize(this, {
      what: "the dashboard",
      maximum: DASHBOARD_WIDGETS,
      unit: "widgets",
      size: () => widgets.length,
      causes,
    });
    limitSize(this, {
      what: "the dashboard",
      maximum: DASHBOARD_METRICS,
      unit: "metrics",
      size: () => widgets.reduce((sum, { properties }) => sum + metricsOf(properties), 0),
      causes,
    });
    this.dashboard = new CloudwatchDashboard(this, "Resource", {
      provider: props.provider,
      dashboardName: props.dashboardName,
      // Not JSON.stringify, because only Terraform knows the ARNs of the alarms.
      dashboardBody: Fn.jsonencode(this.body),
    });
  }
}

function metricsOf(properties: object): number {
  return "metrics" in properties && Array.isArray(properties.metrics) ? properties.metrics.length : 0;
}
