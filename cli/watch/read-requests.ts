import type { Aws } from "../adapters/aws/aws";
import type { Point } from "../access-point/observations";
import { ratesOf, requestMetrics, type Sums } from "./rates";
import type { RequestRates } from "./snapshot";

/** The filter of every bucket's request metrics, as the environment makes it (constructs/bucket.ts). */
export const FILTER = "EntireBucket";

const minutes = 30;

/** Reads a bucket's request metrics in the bucket's own Region, where S3 publishes them. */
export async function readRequests(
  aws: Aws,
  { region, bucket }: { readonly region: string; readonly bucket: string },
  abortSignal: AbortSignal,
): Promise<RequestRates | undefined> {
  const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const now = Date.now();
  const found: Record<string, Point[]> = {};
  const answer = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - minutes * 60_000),
      // The end is exclusive, and what was published this very second counts.
      EndTime: new Date(now + 60_000),
      MetricDataQueries: requestMetrics.map((MetricName, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/S3",
            MetricName,
            Dimensions: [
              { Name: "BucketName", Value: bucket },
              { Name: "FilterId", Value: FILTER },
            ],
          },
          Period: 60,
          Stat: "Sum",
        },
      })),
    }),
    { abortSignal },
  );
  for (const { Id = "", Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
    const metric = requestMetrics[Number(Id.slice(1))];
    if (metric) found[metric] = Timestamps.map((at, index) => ({ at, value: Values[index] ?? 0 }));
  }
  const sums = Object.fromEntries(
    requestMetrics.map((metric) => [metric, found[metric] ?? []]),
  ) as unknown as Sums;
  return ratesOf(sums, new Date());
}
