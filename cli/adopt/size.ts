import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { Aws } from "../adapters/aws/aws";
import type { Size } from "./inspection";

/** Pages of 1,000 versions that a listing reads at most. */
const PAGES = 20;

/** Storage metrics are published once a day. */
const DAYS = 3;

/** The number and the bytes of a bucket's objects: from CloudWatch, otherwise from a bounded listing. */
export async function sizeOf(aws: Aws, region: string, bucket: string): Promise<Size> {
  const published = await fromMetrics(aws, region, bucket).catch(() => undefined);
  return published ?? fromListing(aws, region, bucket);
}

async function fromMetrics(aws: Aws, region: string, bucket: string): Promise<Size | undefined> {
  const { GetMetricStatisticsCommand, ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const latest = async (metric: string): Promise<number | undefined> => {
    const { Metrics = [] } = await cloudWatch.send(
      new ListMetricsCommand({
        Namespace: "AWS/S3",
        MetricName: metric,
        Dimensions: [{ Name: "BucketName", Value: bucket }],
      }),
    );
    const values = await Promise.all(
      Metrics.map(async ({ Dimensions }) => {
        const { Datapoints = [] } = await cloudWatch.send(
          new GetMetricStatisticsCommand({
            Namespace: "AWS/S3",
            MetricName: metric,
            Dimensions,
            StartTime: new Date(Date.now() - DAYS * 86_400_000),
            EndTime: new Date(),
            Period: 86_400,
            Statistics: ["Average"],
          }),
        );
        const newest = Datapoints.sort((a, b) => Number(b.Timestamp) - Number(a.Timestamp))[0];
        return newest?.Average;
      }),
    );
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined;
  };
  const [objects, bytes] = await Promise.all([latest("NumberOfObjects"), latest("BucketSizeBytes")]);
  return objects === undefined || bytes === undefined ? undefined : { objects, bytes, source: "cloudwatch" };
}

async function fromListing(aws: Aws, region: string, bucket: string): Promise<Size> {
  const s3 = await aws.s3(region);
  let objects = 0;
  let bytes = 0;
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, KeyMarker, VersionIdMarker }),
    );
    for (const { Size: size = 0 } of answer.Versions ?? []) {
      objects++;
      bytes += size;
    }
    if (!answer.IsTruncated) return { objects, bytes, source: "listing" };
    KeyMarker = answer.NextKeyMarker;
    VersionIdMarker = answer.NextVersionIdMarker;
  }
  return { objects, bytes, source: "partial-listing" };
}
