import { REQUEST_METRICS_FILTER } from "./bucket";
import { DEFAULTS } from "./defaults";
import { DASHBOARD_METRICS } from "./limits";

/** A Region, as the dashboard shows it. Names are literals: they are dimensions of metrics. */
export interface DashboardRegion {
  readonly region: string;
  readonly bucket: string;
  /** Where routing starts. @default "active" */
  readonly routing?: "active" | "passive";
  /** Does the bucket publish request metrics? */
  readonly requestMetrics: boolean;
  /** ARNs of the Region's alarms. */
  readonly alarmArns: readonly string[];
  /** Seconds: drawn as a line over the latency. */
  readonly latencySeconds: number;
  /** Drawn as a line over the bytes that are pending. @default no line */
  readonly pendingBytes?: number;
}

/** One replication rule, as its metrics name it. */
export interface DashboardRule {
  readonly source: string;
  readonly destination: string;
  readonly id: string;
}

/** An event rule on submitted routes, by its literal name, and its Region. */
export interface DashboardRoutingRule {
  readonly name: string;
  readonly region: string;
}

/** As CloudWatch's "Dashboard body structure and syntax" describes it. */
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
  readonly rules: readonly DashboardRule[];
  readonly routingRule?: DashboardRoutingRule;
}

/** A row of the dashboard is 24 columns wide. */
const COLUMNS = 24;
/** Regions of which each has graphs of half the width; with more of them, four stand side by side. */
const FEW = 3;
/** Metrics of a Region that has request metrics: requests, two kinds of errors, two directions of bytes. */
const REQUEST_METRICS = 5;
/** The series of submitted routes, in two graphs. */
const ROUTING_METRICS = 2;
/** Metrics of a replication rule. */
const RULE_METRICS = 4;

export function dashboardBody({ accessPoint, regions, rules, routingRule }: Content): DashboardBody {
  const many = regions.length > FEW;
  const metrics = rules.length * RULE_METRICS + regions.length * REQUEST_METRICS + ROUTING_METRICS;
  const perRule = metrics <= DASHBOARD_METRICS;
  const alarms = regions.flatMap(({ alarmArns }) => alarmArns);
  const widgets: Widget[] = [];
  let y = 0;
  /** Adds widgets side by side, of one width. */
  const row = (height: number, contents: ReadonlyArray<Pick<Widget, "type" | "properties">>): void => {
    const width = COLUMNS / contents.length;
    contents.forEach((content, index) => widgets.push({ ...content, x: index * width, y, width, height }));
    if (contents.length > 0) y += height;
  };
  row(6 + Math.ceil(regions.length / 2), [
    { type: "text", properties: { markdown: introduction(accessPoint, regions, routingRule) } },
    ...(alarms.length > 0 ? [{ type: "alarm", properties: { title: "Alarms", alarms } } as const] : []),
  ]);
  const counting = regions.filter(({ requestMetrics }) => requestMetrics);
  if (counting.length > 0) row(many ? 9 : 6, requestGraphs(counting, many, routingRule));
  else if (routingRule) row(4, [graph(SUBMITTED, routingRule.region, [submissions(routingRule, {})], {})]);
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
  routingRule: DashboardRoutingRule | undefined,
): string {
  const marks = routingRule
    ? `**${SUBMITTED}** marks when somebody changed it, as CloudTrail records it in ${routingRule.region}. What clients got is seen`
    : "Here a failover is seen";
  return [
    `# ${accessPoint}`,
    "",
    "| Region | Routing starts | Bucket |",
    "| --- | --- | --- |",
    ...regions.map(({ region, routing = DEFAULTS.routing, bucket }) => `| ${region} | ${routing} | ${bucket} |`),
    "",
    `A failover moves the routing, and CloudWatch has no metric of that: \`mrap status ${accessPoint}\` shows it as it ` +
      `is now. ${marks} where the requests below go from one Region to another.`,
  ].join("\n");
}

type Graph = Pick<Widget, "type" | "properties">;

function graph(title: string, region: string, metrics: unknown[], more: object): Graph {
  return {
    type: "metric",
    properties: { title, view: "timeSeries", region, period: 60, metrics, ...more },
  };
}

/** What the series is called that marks a change of the routing. */
const SUBMITTED = "routing submitted";

/** How often the event rule was triggered: EventBridge counts a rule of the default bus by its name alone. */
function submissions({ name, region }: DashboardRoutingRule, more: object): unknown[] {
  return [
    "AWS/Events",
    "TriggeredRules",
    "RuleName",
    name,
    { stat: "Sum", region, label: SUBMITTED, ...more },
  ];
}

const axis = (label: string) => ({ yAxis: { left: { label, min: 0, showUnits: false } } });

/** Requests, errors and bytes, all Regions in one graph: what one of them loses, another one gains. */
function requestGraphs(
  regions: readonly DashboardRegion[],
  many: boolean,
  routingRule: DashboardRoutingRule | undefined,
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
  const marks = routingRule ? [submissions(routingRule, { yAxis: "right" })] : [];
  const axes = (label: string) => {
    const { left } = axis(label).yAxis;
    return { yAxis: routingRule ? { left, right: axis(SUBMITTED).yAxis.left } : { left } };
  };
  return [
    graph("Requests by Region", first, [...of("AllRequests", ""), ...marks], {
      stacked: true,
      ...axes("requests a minute"),
      ...legend,
    }),
    graph("Errors by Region", first, [...of("4xxErrors", " 4xx"), ...of("5xxErrors", " 5xx"), ...marks], {
      ...axes("errors a minute"),
      ...legend,
    }),
    graph("Bytes by Region", first, [...of("BytesDownloaded", " down"), ...of("BytesUploaded", " up")], {
      ...axis("bytes a minute"),
      ...legend,
    }),
  ];
}

/** What arrives in a Region is published there, and what fails to leave it too. */
function replicationGraphs(
  region: DashboardRegion,
  rules: readonly DashboardRule[],
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
    const other = ({ source, destination }: DashboardRule): string =>
      place(way === "from" ? source : destination);
    const several = new Set(selected.map(other)).size < selected.length;
    const label = (rule: DashboardRule): string => `${way} ${other(rule)}${several ? ` (${rule.id})` : ""}`;
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

function ruleMetric(metric: string, rule: DashboardRule, options: object): unknown[] {
  const dimensions = ["SourceBucket", rule.source, "DestinationBucket", rule.destination, "RuleId", rule.id];
  return ["AWS/S3", metric, ...dimensions, options];
}

/** Many prefixes make more rules than a dashboard has room for: one line for each other bucket instead. */
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
