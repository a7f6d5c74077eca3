import type { Aws } from "../adapters/aws/aws";
import { causeOf, explain, kindOf } from "../adapters/aws/errors";
import {
  publishedRules,
  readMetrics,
  type MetricOfRule,
  type ReplicationMetric,
} from "../adapters/aws/metrics";
import { bucketVersioning, replicationRules } from "../adapters/aws/replication";
import {
  isRead,
  type Observations,
  type Point,
  type Reading,
  type RuleState,
} from "../access-point/observations";
import type { Route } from "../access-point/routing";
import { Unreachable } from "./unreadable";

/** A request without an answer counts as unreachable after this time. */
export const READING_TIMEOUT_MS = 2500;

export interface ObserveOptions {
  /** Which directions to look at. @default all */
  readonly directions?: (from: string, to: string) => boolean;
  /** How long one reading may take. @default READING_TIMEOUT_MS */
  readonly limitMs?: number;
}

/** Reads versioning, rules and metrics in parallel. A value that cannot be read has the reason instead. */
export async function observe(
  aws: Aws,
  routes: readonly Route[],
  { directions = () => true, limitMs = READING_TIMEOUT_MS }: ObserveOptions = {},
): Promise<Observations> {
  const pairs = routes.flatMap((from) =>
    routes.filter((to) => to !== from && directions(from.region, to.region)).map((to) => ({ from, to })),
  );
  // Loading the clients is no delay of a Region.
  await Promise.all([import("@aws-sdk/client-s3"), import("@aws-sdk/client-cloudwatch")]);
  const members = Promise.all(
    routes.map(async (route) => ({
      ...route,
      versioning: await reading("s3:GetBucketVersioning", route.bucket, limitMs, (signal) =>
        bucketVersioning(aws, route.region, route.bucket, signal),
      ),
    })),
  );
  const ruled = await withRules(aws, pairs, limitMs);
  // A Region whose S3 did not answer gets a short extra wait, because CloudWatch may still answer.
  const silent = new Set(ruled.filter(({ rules }) => !isRead(rules)).map(({ from }) => from.region));
  const patience = (region: string): number => (silent.has(region) ? Math.min(limitMs, 1000) : limitMs);
  const [latest, failed] = await Promise.all([
    byRegion(
      ruled,
      ({ to }) => to.region,
      (region, metrics) =>
        reading("cloudwatch:GetMetricData", "*", patience(region), (signal) =>
          readMetrics(aws, region, metrics, "latest", signal),
        ),
    )(["ReplicationLatency", "BytesPendingReplication", "OperationsPendingReplication"]),
    byRegion(
      ruled,
      ({ from }) => from.region,
      (region, metrics) =>
        reading("cloudwatch:GetMetricData", "*", patience(region), (signal) =>
          readMetrics(aws, region, metrics, "sum", signal),
        ),
    )(["OperationsFailedReplication"]),
  ]);
  const sum = (...values: number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    at: new Date(),
    members: await members,
    directions: ruled.map((pair, index) => ({
      from: pair.from.region,
      to: pair.to.region,
      rules: pair.rules,
      latency: together(latest(index, "ReplicationLatency"), Math.max),
      pendingBytes: together(latest(index, "BytesPendingReplication"), sum),
      pendingOperations: together(latest(index, "OperationsPendingReplication"), sum),
      failedOperations: together(failed(index, "OperationsFailedReplication"), sum),
    })),
  };
}

interface Pair {
  readonly from: Route;
  readonly to: Route;
}

interface RuledPair extends Pair {
  readonly rules: Reading<readonly RuleState[]>;
  /** The ids of the rules, from the configuration or from the metrics. */
  readonly ids: Reading<readonly string[]>;
}

async function withRules(aws: Aws, pairs: readonly Pair[], limitMs: number): Promise<RuledPair[]> {
  const sources = [...new Set(pairs.map(({ from }) => from))];
  const configured = new Map(
    await Promise.all(
      sources.map(async (from): Promise<[Route, Reading<Map<string, RuleState[]>>]> => [
        from,
        await reading("s3:GetReplicationConfiguration", from.bucket, limitMs, (signal) =>
          replicationRules(aws, from.region, from.bucket, signal),
        ),
      ]),
    ),
  );
  return Promise.all(
    pairs.map(async ({ from, to }) => {
      const found = configured.get(from)!;
      if (isRead(found)) {
        const rules = found.value.get(to.bucket) ?? [];
        return { from, to, rules: { value: rules }, ids: { value: rules.map(({ id }) => id) } };
      }
      const ids = await reading("cloudwatch:ListMetrics", "*", limitMs, (signal) =>
        publishedRules(aws, to.region, from.bucket, to.bucket, signal),
      );
      return { from, to, rules: found, ids };
    }),
  );
}

type Values = Reading<Array<Point | undefined>>;

/** Reads some metrics of all pairs with one call for each Region; answers by the pair's index and the metric. */
function byRegion(
  pairs: readonly RuledPair[],
  regionOf: (pair: RuledPair) => string,
  read: (region: string, metrics: MetricOfRule[]) => Promise<Values>,
): (names: readonly ReplicationMetric[]) => Promise<(pair: number, name: ReplicationMetric) => Values> {
  return async (names) => {
    const wanted = new Map<string, Array<MetricOfRule & { readonly pair: number }>>();
    pairs.forEach((pair, index) => {
      for (const rule of isRead(pair.ids) ? pair.ids.value : [])
        for (const metric of names) {
          const one = { metric, rule, source: pair.from.bucket, destination: pair.to.bucket, pair: index };
          wanted.set(regionOf(pair), [...(wanted.get(regionOf(pair)) ?? []), one]);
        }
    });
    const answers = new Map(
      await Promise.all(
        [...wanted].map(async ([region, metrics]): Promise<[string, Values]> => [
          region,
          await read(region, metrics),
        ]),
      ),
    );
    return (index, name) => {
      const pair = pairs[index]!;
      if (!isRead(pair.ids)) return pair.ids;
      const region = regionOf(pair);
      const values = answers.get(region) ?? { value: [] };
      if (!isRead(values)) return values;
      const mine = (wanted.get(region) ?? []).map((one) => one.pair === index && one.metric === name);
      return { value: values.value.filter((_, at) => mine[at]) };
    };
  };
}

/** Several rules between two buckets count as one: the worst latency, the sum of what waits. */
function together(
  reading: Reading<Array<Point | undefined>>,
  combine: (...values: number[]) => number,
): Reading<Point | undefined> {
  if (!isRead(reading)) return reading;
  const points = reading.value.filter((point) => point !== undefined);
  if (points.length === 0) return { value: undefined };
  const at = new Date(Math.max(...points.map((point) => point.at.getTime())));
  return { value: { at, value: combine(...points.map(({ value }) => value)) } };
}

/** Stops waiting after a timeout, so that one slow answer does not delay the others. */
export async function reading<T>(
  action: string,
  bucket: string,
  limitMs: number,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<Reading<T>> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(Object.assign(new Error("it did not answer in time"), { name: "TimeoutError" }));
    }, limitMs);
  });
  try {
    return { value: await Promise.race([read(controller.signal), late]) };
  } catch (error) {
    const resource = /^(\*|arn:.*)$/.test(bucket) ? bucket : `arn:aws:s3:::${bucket}`;
    const answered = ["denied", "throttled", "refused", "missing", "clock"].includes(kindOf(error));
    const cause = error instanceof Unreachable ? error.reason : causeOf(error);
    return {
      unreachable: explain(error, { action, resource }),
      ...(answered && { answered }),
      ...(cause !== undefined && { cause }),
    };
  } finally {
    clearTimeout(timer);
  }
}
