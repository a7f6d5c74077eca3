import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Aws } from "./aws";
import type { Point } from "../../access-point/observations";

export type ReplicationMetric =
  | "ReplicationLatency"
  | "BytesPendingReplication"
  | "OperationsPendingReplication"
  | "OperationsFailedReplication";

/** One metric of one rule. */
export interface MetricOfRule {
  readonly metric: ReplicationMetric;
  readonly source: string;
  readonly destination: string;
  readonly rule: string;
}

const minute = 60;
const hour = 60 * minute;

/** How metrics are read: the latest value of the last hours, or the sum of a day. */
const reading = {
  latest: { seconds: 3 * hour, period: minute, stat: "Maximum" },
  sum: { seconds: 24 * hour, period: 5 * minute, stat: "Sum" },
} as const;

/** Reads metrics in the Region where they are published; in the order of the request. */
export async function readMetrics(
  aws: Aws,
  region: string,
  metrics: readonly MetricOfRule[],
  how: keyof typeof reading,
  abortSignal: AbortSignal,
): Promise<Array<Point | undefined>> {
  if (metrics.length === 0) return [];
  const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const { seconds, period, stat } = reading[how];
  // The end is exclusive, and what was published this very second counts.
  const end = Date.now() + minute * 1000;
  const points: Point[][] = metrics.map(() => []);
  // 500 queries are what one call takes.
  for (let first = 0; first < metrics.length; first += 500) {
    let NextToken: string | undefined;
    do {
      const answer = await cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(end - seconds * 1000),
          EndTime: new Date(end),
          ScanBy: "TimestampDescending",
          MetricDataQueries: metrics
            .slice(first, first + 500)
            .map((metric, index) => query(metric, `m${first + index}`, period, stat)),
          ...(NextToken !== undefined && { NextToken }),
        }),
        { abortSignal },
      );
      for (const { Id = "", Timestamps = [], Values = [] } of answer.MetricDataResults ?? [])
        Timestamps.forEach((at, i) => points[Number(Id.slice(1))]?.push({ at, value: Values[i] ?? 0 }));
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
  }
  return points.map(how === "sum" ? sum : latest);
}

function query(
  { metric, source, destination, rule }: MetricOfRule,
  Id: string,
  Period: number,
  Stat: string,
): MetricDataQuery {
  const Dimensions = [
    { Name: "SourceBucket", Value: source },
    { Name: "DestinationBucket", Value: destination },
    { Name: "RuleId", Value: rule },
  ];
  return {
    Id,
    MetricStat: { Metric: { Namespace: "AWS/S3", MetricName: metric, Dimensions }, Period, Stat },
  };
}

/**
 * The rules between two buckets that publish metrics in the destination's Region: what can still be known of a
 * source that cannot be asked.
 */
export async function publishedRules(
  aws: Aws,
  region: string,
  source: string,
  destination: string,
  abortSignal: AbortSignal,
): Promise<string[]> {
  const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const answer = await cloudWatch.send(
    new ListMetricsCommand({
      Namespace: "AWS/S3",
      MetricName: "ReplicationLatency",
      Dimensions: [
        { Name: "SourceBucket", Value: source },
        { Name: "DestinationBucket", Value: destination },
      ],
    }),
    { abortSignal },
  );
  const ids = (answer.Metrics ?? []).map(
    ({ Dimensions }) => Dimensions?.find(({ Name }) => Name === "RuleId")?.Value,
  );
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function latest(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);
}

/** The sum, dated by the last value that counts. */
function sum(points: readonly Point[]): Point | undefined {
  const last = latest(points.filter(({ value }) => value > 0)) ?? latest(points);
  return last && { at: last.at, value: points.reduce((total, { value }) => total + value, 0) };
}
