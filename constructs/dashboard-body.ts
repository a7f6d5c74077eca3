import { REQUEST_METRICS_FILTER } from "./bucket";
import { DEFAULTS } from "./defaults";
import { DASHBOARD_METRICS } from "./limits";

/** A Region of the dashboard. Names are literals, because they are dimensions of metrics. */
export interface DashboardRegion {
  readonly region: string;
  readonly bucket: string;
  /** The initial routing status. @default "active" */
  readonly routing?: "active" | "passive";
  /** True if the bucket publishes request metrics. */
  readonly requestMetrics: boolean;
  /** ARNs of the Region's alarms. */
  readonly alarmArns: readonly string[];
  /** Alarm threshold in seconds, drawn as a line in the latency graph. */
  readonly latencySeconds: number;
  /** Alarm threshold in bytes, drawn as a line in the graph of pending bytes. @default no line */
  readonly pendingBytes?: number;
}

/** A replication rule, with the names that its metrics have as dimensions. */
export interface DashboardReplicationRule {
  readonly source: string;
  readonly destination: string;
  readonly id: string;
}

/** An EventBridge rule for routing changes: its name as a literal, and its Region. */
export interface DashboardEventRule {
  readonly name: string;
  readonly region: string;
}

/** A dashboard body. Source: Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax". */
export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

export interface Widget {
  readonly type: "text" | "alarm" | "metric";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: object;
}

interface Content {
  /** The access point's name. */
  readonly accessPoint: string;
  readonly regions: readonly DashboardRegion[];
  readonly rules: readonly DashboardReplicationRule[];
  readonly routingRules?: readonly DashboardEventRule[];
}

/** Width of the dashboard in columns. */
const COLUMNS = 24;
/** Up to this number of Regions, two graphs share a row. With more Regions, four do. */
const FEW = 3;
/** Number of request metrics of a Region: requests, two kinds of errors, bytes in both directions. */
const REQUEST_METRICS = 5;
/** Number of graphs that mark routing changes. */
const GRAPHS_WITH_MARKS = 2;
/** Number of metrics of a replication rule. */
const RULE_METRICS = 4;

export function dashboardBody({ accessPoint, regions, rules, routingRules = [] }: Content): DashboardBody {
  const many = regions.length > FEW;
  const metrics =
    rules.length * RULE_METRICS + regions.length * REQUEST_METRICS + routingRules.length * GRAPHS_WITH_MARKS;
  const perRule = metrics <= DASHBOARD_METRICS;
  const alarms = regions.flatMap(({ alarmArns }) => alarmArns);
  const widgets: Widget[] = [];
  let y = 0;
  /** Adds a row of widgets of equal width. */
  const row = (height: number, contents: ReadonlyArray<Pick<Widget, "type" | "properties">>): void => {
    const width = COLUMNS / contents.length;
    contents.forEach((content, index) => widgets.push({ ...content, x: index * width, y, width, height }));
    if (contents.length > 0) y += height;
  };
  row(6 + Math.ceil(regions.length / 2), [
    { type: "text", properties: { markdown: introduction(accessPoint, regions, routingRules) } },
    ...(alarms.length > 0 ? [{ type: "alarm", properties: { title: "Alarms", alarms } } as const] : []),
  ]);
  const counting = regions.filter(({ requestMetrics }) => requestMetrics);
  if (counting.length > 0) row(many ? 9 : 6, requestGraphs(counting, many, routingRules));
  else if (routingRules[0])
    row(4, [
      graph(
        SUBMITTED,
        routingRules[0].region,
        routingRules.map((rule) => submissions(rule, {})),
        {},
      ),
    ]);
  const regionOf = new Map(regions.map(({ region, bucket }) => [bucket, region]));
  for (const region of regions) {
    row(1, [{ type: "text", properties: { markdown: `## ${region.region} · ${region.bucket}` } }]);
    const graphs = replicationGraphs(region, rules, perRule, regionOf);
    if (many) row(6, graphs);
    else {
      row(6, graphs.slice(0, 2));
      row(6, graphs.slice(2));
    }
  }
  return { widgets };
}

function introduction(
  accessPoint: string,
  regions: readonly DashboardRegion[],
  routingRules: readonly DashboardEventRule[],
): string {
  const [central, ...others] = routingRules.map(({ region }) => region);
  const marks = central
    ? `**${SUBMITTED}** marks calls that change the routing. ` +
      (others.length > 0
        ? `A call in another Region is counted there and in ${central}, which receives a copy of the event. `
        : `Only calls in ${central} are marked. `) +
      "The marks need a CloudTrail trail that records write management events in these Regions. "
    : "";
  return [
    `# ${accessPoint}`,
    "",
    "| Region | Initial routing | Bucket |",
    "| --- | --- | --- |",
    ...regions.map(
      ({ region, routing = DEFAULTS.routing, bucket }) => `| ${region} | ${routing} | ${bucket} |`,
    ),
    "",
    `CloudWatch has no metric for the routing. Run \`mrap status ${accessPoint}\` to see the current routing. ${marks}` +
      "A failover is visible below when requests shift from one Region to another.",
  ].join("\n");
}

type Graph = Pick<Widget, "type" | "properties">;

function graph(title: string, region: string, metrics: unknown[], more: object): Graph {
  return {
    type: "metric",
    properties: { title, view: "timeSeries", region, period: 60, metrics, ...more },
  };
}

/** Name of the series that mark routing changes. */
const SUBMITTED = "routing change";

/** The number of events that matched the rule. For rules of the default event bus, the rule name is the only dimension. */
function submissions({ name, region }: DashboardEventRule, more: object): unknown[] {
  return [
    "AWS/Events",
    "TriggeredRules",
    "RuleName",
    name,
    { stat: "Sum", region, label: `${SUBMITTED} (${region})`, ...more },
  ];
}

const axis = (label: string) => ({ yAxis: { left: { label, min: 0, showUnits: false } } });

/** Requests, errors and bytes. Each graph shows all Regions, so that a failover is visible as a shift. */
function requestGraphs(
  regions: readonly DashboardRegion[],
  many: boolean,
  routingRules: readonly DashboardEventRule[],
): Graph[] {
  const legend = { legend: { position: many ? "right" : "bottom" } };
  const of = (metric: string, label: string) =>
    regions.map(({ region, bucket }) => [
      "AWS/S3",
      metric,
      "BucketName",
      bucket,
      "FilterId",
      REQUEST_METRICS_FILTER,
      { stat: "Sum", region, label: `${region}${label}` },
    ]);
  const first = regions[0]!.region;
  const marks = routingRules.map((rule) => submissions(rule, { yAxis: "right" }));
  const axes = (label: string) => {
    const { left } = axis(label).yAxis;
    return { yAxis: marks.length > 0 ? { left, right: axis(SUBMITTED).yAxis.left } : { left } };
  };
  return [
    graph("Requests by Region", first, [...of("AllRequests", ""), ...marks], {
      stacked: true,
      ...axes("requests per minute"),
      ...legend,
    }),
    graph("Errors by Region", first, [...of("4xxErrors", " 4xx"), ...of("5xxErrors", " 5xx"), ...marks], {
      ...axes("errors per minute"),
      ...legend,
    }),
    graph("Bytes by Region", first, [...of("BytesDownloaded", " down"), ...of("BytesUploaded", " up")], {
      ...axis("bytes per minute"),
      ...legend,
    }),
  ];
}

/** The replication graphs of a Region. S3 publishes all four metrics in this Region. */
function replicationGraphs(
  region: DashboardRegion,
  rules: readonly DashboardReplicationRule[],
  perRule: boolean,
  regionOf: ReadonlyMap<string, string>,
): Graph[] {
  const arriving = rules.filter(({ destination }) => destination === region.bucket);
  const leaving = rules.filter(({ source }) => source === region.bucket);
  const place = (bucket: string): string => regionOf.get(bucket) ?? bucket;
  const alarmAt = (value: number | undefined) =>
    value === undefined ? {} : { annotations: { horizontal: [{ label: "alarm", value }] } };
  const one = (title: string, metric: string, stat: string, way: "from" | "to", more: object): Graph => {
    const selected = way === "from" ? arriving : leaving;
    const other = ({ source, destination }: DashboardReplicationRule): string =>
      place(way === "from" ? source : destination);
    const several = new Set(selected.map(other)).size < selected.length;
    const label = (rule: DashboardReplicationRule): string =>
      `${way} ${other(rule)}${several ? ` (${rule.id})` : ""}`;
    const metrics = perRule
      ? selected.map((rule) => ruleMetric(metric, rule, { stat, label: label(rule) }))
      : [groupedMetric(metric, region, stat, way)];
    return graph(`${region.region}: ${title}`, region.region, metrics, more);
  };
  return [
    one("replication latency", "ReplicationLatency", "Maximum", "from", {
      ...axis("seconds"),
      ...alarmAt(region.latencySeconds),
    }),
    one("bytes pending", "BytesPendingReplication", "Maximum", "from", {
      ...axis("bytes"),
      ...alarmAt(region.pendingBytes),
    }),
    one("operations pending", "OperationsPendingReplication", "Maximum", "from", axis("operations")),
    one("operations failed", "OperationsFailedReplication", "Sum", "to", axis("operations")),
  ];
}

function ruleMetric(metric: string, rule: DashboardReplicationRule, options: object): unknown[] {
  const dimensions = ["SourceBucket", rule.source, "DestinationBucket", rule.destination, "RuleId", rule.id];
  return ["AWS/S3", metric, ...dimensions, options];
}

/** One line for each other bucket, for environments with more rules than a dashboard has room for. */
function groupedMetric(
  metric: string,
  { region, bucket }: DashboardRegion,
  stat: string,
  way: "from" | "to",
): unknown[] {
  const select = stat === "Sum" ? "SUM" : "MAX";
  const [side, other] =
    way === "from" ? ["DestinationBucket", "SourceBucket"] : ["SourceBucket", "DestinationBucket"];
  const expression =
    `SELECT ${select}(${metric}) FROM SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket) ` +
    `WHERE ${side} = '${bucket}' GROUP BY ${other}`;
  return [{ expression, label: `${way} `, region }];
}
