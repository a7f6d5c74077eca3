import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { REQUEST_METRICS_FILTER } from "./bucket";
import { DASHBOARD_METRICS } from "./limits";

/** A Region, as the dashboard shows it. Names are literals: they are dimensions of metrics. */
export interface DashboardRegion {
  readonly region: string;
  readonly bucket: string;
  /** Does the bucket publish request metrics? */
  readonly requestMetrics: boolean;
  /** ARNs of the Region's alarms. */
  readonly alarmArns: readonly string[];
  /** Seconds: drawn as a line over the latency. */
  readonly latencySeconds: number;
}

/** One replication rule, as its metrics name it. */
export interface DashboardRule {
  readonly source: string;
  readonly destination: string;
  readonly id: string;
}

export interface AccessPointDashboardProps {
  readonly dashboardName: string;
  /** The access point's name. */
  readonly accessPoint: string;
  readonly regions: readonly DashboardRegion[];
  readonly rules: readonly DashboardRule[];
  /** @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/** A row of the dashboard is 24 columns wide. */
const COLUMNS = 24;
const HEIGHT = 6;
const RULE_METRICS = [
  "ReplicationLatency",
  "BytesPendingReplication",
  "OperationsPendingReplication",
  "OperationsFailedReplication",
];

/**
 * One dashboard for the estate: the alarms, then a row for each Region with what arrives there (latency, pending), what
 * fails to leave, and its requests, errors and bytes. Each metric is read in the Region where S3 publishes it.
 */
export class AccessPointDashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: AccessPointDashboardProps) {
    super(scope, id);
    this.dashboard = new CloudwatchDashboard(this, "Resource", {
      provider: props.provider,
      dashboardName: props.dashboardName,
      // Not JSON.stringify: the alarms' ARNs are known to Terraform only.
      dashboardBody: Fn.jsonencode(dashboardBody(props)),
    });
  }
}

/** The dashboard as CloudWatch's "Dashboard body structure and syntax" describes it. */
export function dashboardBody(props: AccessPointDashboardProps): { widgets: object[] } {
  const ruleMetrics = props.rules.length * RULE_METRICS.length;
  const perRule = ruleMetrics + props.regions.length * 6 <= DASHBOARD_METRICS;
  const widgets: object[] = [
    {
      type: "text",
      x: 0,
      y: 0,
      width: COLUMNS,
      height: 2,
      properties: {
        markdown:
          `# ${props.accessPoint}\n` +
          `Multi-Region Access Point over ${props.regions.length} Regions. ` +
          "Each row is a Region: what arrives there, what fails to leave it, and the requests that it serves.",
      },
    },
  ];
  let y = 2;
  const alarms = props.regions.flatMap((region) => region.alarmArns);
  if (alarms.length > 0) {
    const height = 2 + Math.ceil(alarms.length / 4);
    widgets.push({ type: "alarm", x: 0, y, width: COLUMNS, height, properties: { title: "Alarms", alarms } });
    y += height;
  }
  for (const region of props.regions) {
    const row = regionRow(region, props.rules, perRule);
    const width = COLUMNS / row.length;
    row.forEach((properties, index) =>
      widgets.push({ type: "metric", x: index * width, y, width, height: HEIGHT, properties }),
    );
    y += HEIGHT;
  }
  return { widgets };
}

function regionRow(region: DashboardRegion, rules: readonly DashboardRule[], perRule: boolean): object[] {
  const graph = (title: string, metrics: unknown[], more: object = {}) => ({
    title: `${region.region}: ${title}`,
    view: "timeSeries",
    region: region.region,
    period: 60,
    metrics,
    ...more,
  });
  const arriving = rules.filter((rule) => rule.destination === region.bucket);
  const leaving = rules.filter((rule) => rule.source === region.bucket);
  const of = (metric: string, selected: readonly DashboardRule[], stat: string, options: object = {}) =>
    perRule
      ? selected.map((rule) => ruleMetric(metric, rule, stat, options))
      : [groupedMetric(metric, selected === arriving ? "Destination" : "Source", region, stat, options)];

  const row = [
    graph("replication latency", of("ReplicationLatency", arriving, "Maximum"), {
      yAxis: { left: { label: "seconds", min: 0, showUnits: false } },
      annotations: { horizontal: [{ label: "alarm", value: region.latencySeconds }] },
    }),
    graph(
      "pending replication",
      [
        ...of("BytesPendingReplication", arriving, "Maximum"),
        ...of("OperationsPendingReplication", arriving, "Maximum", { yAxis: "right" }),
      ],
      {
        yAxis: {
          left: { label: "bytes", min: 0, showUnits: false },
          right: { label: "operations", min: 0, showUnits: false },
        },
      },
    ),
    graph("failed replication", of("OperationsFailedReplication", leaving, "Sum"), {
      yAxis: { left: { label: "operations", min: 0, showUnits: false } },
    }),
  ];
  if (region.requestMetrics) {
    const request = (metric: string, stat: string, options: object = {}) => [
      "AWS/S3",
      metric,
      "BucketName",
      region.bucket,
      "FilterId",
      REQUEST_METRICS_FILTER,
      { stat, label: metric, ...options },
    ];
    row.push(
      graph(
        "requests",
        [
          request("AllRequests", "Sum"),
          request("4xxErrors", "Sum"),
          request("5xxErrors", "Sum"),
          request("BytesDownloaded", "Sum", { yAxis: "right" }),
          request("BytesUploaded", "Sum", { yAxis: "right" }),
        ],
        {
          yAxis: {
            left: { label: "requests", min: 0, showUnits: false },
            right: { label: "bytes", min: 0, showUnits: false },
          },
        },
      ),
    );
  }
  return row;
}

function ruleMetric(metric: string, rule: DashboardRule, stat: string, options: object): unknown[] {
  const label = `${metric} ${rule.source} → ${rule.destination}`;
  const dimensions = ["SourceBucket", rule.source, "DestinationBucket", rule.destination, "RuleId", rule.id];
  return ["AWS/S3", metric, ...dimensions, { stat, label, ...options }];
}

/** Many prefixes make more rules than a dashboard has room for: one line for each other bucket instead. */
function groupedMetric(
  metric: string,
  side: string,
  region: DashboardRegion,
  stat: string,
  options: object,
): unknown[] {
  const select = stat === "Sum" ? "SUM" : "MAX";
  const other = side === "Destination" ? "SourceBucket" : "DestinationBucket";
  const expression =
    `SELECT ${select}(${metric}) FROM SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket) ` +
    `WHERE ${side}Bucket = '${region.bucket}' GROUP BY ${other}`;
  return [{ expression, label: `${metric} `, region: region.region, ...options }];
}
