import Ajv from "ajv";
import { dashboardBody, type DashboardEventRule } from "../../constructs/dashboard-body";
import { dashboardBodySchema } from "./dashboard-body.schema";

interface Made {
  readonly prefixes?: number;
  readonly requestMetrics?: boolean;
  readonly alarms?: boolean;
  readonly routingRules?: readonly DashboardEventRule[];
}

const routing = ["us-west-2", "eu-west-1"].map((region) => ({ name: "my-mrap-routing", region }));

function body(
  count: number,
  { prefixes = 1, requestMetrics = true, alarms = true, routingRules }: Made = {},
) {
  const regions = Array.from({ length: count }, (_, i) => ({
    region: `xx-region-${i + 1}`,
    bucket: `bucket-${i + 1}`,
    routing: i === 0 ? ("active" as const) : ("passive" as const),
    requestMetrics,
    alarmArns: alarms ? [`arn:aws:cloudwatch:xx-region-${i + 1}:123456789012:alarm:latency`] : [],
    latencySeconds: 900,
    pendingBytes: 5000,
  }));
  const rules = regions.flatMap((source) =>
    regions
      .filter((destination) => destination !== source)
      .flatMap((destination) =>
        Array.from({ length: prefixes }, (_, p) => ({
          source: source.bucket,
          destination: destination.bucket,
          id: `to-${destination.region}-${p}`,
        })),
      ),
  );
  const made = dashboardBody({ accessPoint: "my-mrap", regions, rules, routingRules });
  return { regions, rules, made, widgets: made.widgets as any[] };
}

/** The metrics of a dashboard, each with the Region in which CloudWatch looks for it. */
function metricsOf(widgets: readonly any[]) {
  return widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map((metric: any[]) => ({
      region: metric.at(-1).region ?? properties.region,
      name: metric[1],
      dimension: (name: string) => metric[metric.indexOf(name) + 1],
      metric,
    })),
  );
}
const titled = (widgets: readonly any[], title: string) =>
  widgets.find(({ properties }) => properties.title === title).properties;

describe.each([2, 3, 17])("the dashboard of %d Regions", (count) => {
  const { regions, made, widgets } = body(count);

  test("is valid", () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    const valid = ajv.validate(dashboardBodySchema, made);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test("reads every metric in the Region where S3 publishes it", () => {
    const regionOf = Object.fromEntries(regions.map(({ bucket, region }) => [bucket, region]));
    const metrics = metricsOf(widgets);
    for (const { region, name, dimension } of metrics) {
      const publisher =
        name === "OperationsFailedReplication"
          ? "SourceBucket"
          : name.endsWith("Replication") || name === "ReplicationLatency"
            ? "DestinationBucket"
            : "BucketName";
      expect(region).toBe(regionOf[dimension(publisher)]);
    }
    expect(metrics).toHaveLength(4 * count * (count - 1) + 5 * count);
  });

  test("has no widgets that overlap, leave a gap or exceed the width of the page", () => {
    const taken = new Set<string>();
    let bottom = 0;
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      bottom = Math.max(bottom, y + height);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken).not.toContain(`${column},${row}`);
          taken.add(`${column},${row}`);
        }
      }
    }
    expect(taken.size).toBe(24 * bottom);
  });

  test("shows requests, errors and bytes of all Regions side by side, and every alarm", () => {
    expect(titled(widgets, "Requests by Region")).toMatchObject({ stacked: true });
    expect(titled(widgets, "Requests by Region").metrics).toHaveLength(count);
    expect(titled(widgets, "Errors by Region").metrics).toHaveLength(2 * count);
    expect(titled(widgets, "Bytes by Region").metrics).toHaveLength(2 * count);
    expect(widgets.find(({ type }) => type === "alarm").properties.alarms).toHaveLength(count);
  });
});

test("two graphs share a row for up to three Regions, four for more", () => {
  const widthOf = (count: number) =>
    body(count).widgets.find(({ properties }) => /latency$/.test(properties.title)).width;
  expect([2, 3, 4, 17].map(widthOf)).toEqual([12, 12, 6, 6]);
});

test("the text shows the initial routing and how to see the current routing", () => {
  const [{ type, properties }] = body(2).widgets;
  expect(type).toBe("text");
  expect(properties.markdown).toBe(
    [
      "# my-mrap",
      "",
      "| Region | Initial routing | Bucket |",
      "| --- | --- | --- |",
      "| xx-region-1 | active | bucket-1 |",
      "| xx-region-2 | passive | bucket-2 |",
      "",
      "CloudWatch has no metric for the routing. Run `mrap status my-mrap` to see the current routing. " +
        "A failover is visible below when requests shift from one Region to another.",
    ].join("\n"),
  );
});

describe("with an event rule for routing changes", () => {
  const mark = (region: string, more: object) => [
    "AWS/Events",
    "TriggeredRules",
    "RuleName",
    "my-mrap-routing",
    { stat: "Sum", region, label: `routing change (${region})`, ...more },
  ];

  test.each(["Requests by Region", "Errors by Region"])("%s marks them on the right axis", (title) => {
    for (const count of [2, 17]) {
      const { made, widgets } = body(count, { routingRules: routing });
      expect(titled(widgets, title).metrics.slice(-2)).toEqual([
        mark("us-west-2", { yAxis: "right" }),
        mark("eu-west-1", { yAxis: "right" }),
      ]);
      expect(titled(widgets, title).yAxis.right).toEqual({
        label: "routing change",
        min: 0,
        showUnits: false,
      });
      const ajv = new Ajv({ strict: false, allErrors: true });
      ajv.validate(dashboardBodySchema, made);
      expect(ajv.errors ?? []).toEqual([]);
    }
  });

  test("they have a separate graph if there are no request metrics", () => {
    const { widgets } = body(2, { requestMetrics: false, routingRules: routing });
    expect(titled(widgets, "routing change")).toMatchObject({
      region: "us-west-2",
      metrics: [mark("us-west-2", {}), mark("eu-west-1", {})],
    });
    expect(widgets.map(({ y, height }) => [y, height]).slice(0, 4)).toEqual([
      [0, 7],
      [0, 7],
      [7, 4],
      [11, 1],
    ]);
  });

  test("the text says if only one Region is marked", () => {
    const [{ properties }] = body(2, { routingRules: routing.slice(0, 1) }).widgets;
    expect(properties.markdown).toContain(
      "**routing change** marks calls that change the routing. Only calls in us-west-2 are marked. ",
    );
  });

  test("the text explains the marks", () => {
    const [{ properties }] = body(2, { routingRules: routing }).widgets;
    expect(properties.markdown).toContain(
      "**routing change** marks calls that change the routing. A call in another Region is counted there and in us-west-2, " +
        "which receives a copy of the event. The marks need a CloudTrail trail that records write management events in " +
        "these Regions. " +
        "A failover is visible below when requests shift from one Region to another.",
    );
  });
});

test("each direction is a line with the name of the other Region, and the alarm thresholds are drawn", () => {
  const { widgets } = body(3);
  expect(titled(widgets, "xx-region-2: replication latency")).toEqual({
    title: "xx-region-2: replication latency",
    view: "timeSeries",
    region: "xx-region-2",
    period: 60,
    metrics: ["1", "3"].map((other) => [
      "AWS/S3",
      "ReplicationLatency",
      "SourceBucket",
      `bucket-${other}`,
      "DestinationBucket",
      "bucket-2",
      "RuleId",
      "to-xx-region-2-0",
      { stat: "Maximum", label: `from xx-region-${other}` },
    ]),
    yAxis: { left: { label: "seconds", min: 0, showUnits: false } },
    annotations: { horizontal: [{ label: "alarm", value: 900 }] },
  });
  expect(titled(widgets, "xx-region-2: bytes pending").annotations.horizontal[0].value).toBe(5000);
  const failed = titled(widgets, "xx-region-2: operations failed");
  expect(failed.metrics.map((metric: any[]) => metric.at(-1).label)).toEqual([
    "to xx-region-1",
    "to xx-region-3",
  ]);
  const [first] = titled(body(2, { prefixes: 2 }).widgets, "xx-region-2: operations failed").metrics;
  expect(first.at(-1).label).toBe("to xx-region-1 (to-xx-region-1-0)");
});

test("without request metrics and alarms there are no empty graphs", () => {
  const { widgets } = body(2, { requestMetrics: false, alarms: false });
  expect(widgets.map(({ type }) => type)).toEqual([
    "text",
    ...Array.from({ length: 2 }, () => ["text", "metric", "metric", "metric", "metric"]).flat(),
  ]);
});

test("a query groups the rules if there are too many for a dashboard", () => {
  const { made, widgets } = body(17, { prefixes: 10 });
  expect(new Ajv({ strict: false }).validate(dashboardBodySchema, made)).toBe(true);
  const metrics = metricsOf(widgets);
  expect(metrics.length).toBeLessThanOrEqual(2500);
  expect(titled(widgets, "xx-region-1: replication latency").metrics).toEqual([
    [
      {
        expression: `SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket) WHERE DestinationBucket = 'bucket-1' GROUP BY SourceBucket`,
        label: "from ",
        region: "xx-region-1",
      },
    ],
  ]);
});
