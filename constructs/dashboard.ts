import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  dashboardBody,
  type DashboardBody,
  type DashboardRegion,
  type DashboardRoutingRule,
  type DashboardRule,
} from "./dashboard-body";

export * from "./dashboard-body";

export interface AccessPointDashboardProps {
  readonly dashboardName: string;
  /** The access point's name. */
  readonly accessPoint: string;
  readonly regions: readonly DashboardRegion[];
  readonly rules: readonly DashboardRule[];
  /** The event rule that hears of submitted routes: the graphs mark when it did. @default no marks */
  readonly routingRule?: DashboardRoutingRule;
  /** @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * One dashboard for the environment: where routing starts and the alarms, then requests, errors and bytes of all Regions
 * side by side, then for each Region what arrives there (latency, pending) and what fails to leave it. Each metric is
 * read in the Region where S3 publishes it. What a dashboard can know of a failover: docs/decisions/0009.
 */
export class AccessPointDashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;
  readonly body: DashboardBody;

  constructor(scope: Construct, id: string, props: AccessPointDashboardProps) {
    super(scope, id);
    this.body = dashboardBody(props);
    this.dashboard = new CloudwatchDashboard(this, "Resource", {
      provider: props.provider,
      dashboardName: props.dashboardName,
      // Not JSON.stringify: the alarms' ARNs are known to Terraform only.
      dashboardBody: Fn.jsonencode(this.body),
    });
  }
}
