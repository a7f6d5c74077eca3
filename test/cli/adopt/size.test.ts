import type { Aws } from "../../../cli/adapters/aws/aws";
import { sizeOf } from "../../../cli/adopt/size";

/** @param points the values of each metric by the day; undefined if CloudWatch denies the request */
function aws(points: Readonly<Record<string, readonly number[]>> | undefined, pages = 1): Aws {
  let page = 0;
  return {
    cloudWatch: () => ({
      send: ({ input }: { input: { MetricName: string; Dimensions: object[]; Statistics?: string[] } }) => {
        if (points === undefined) return Promise.reject(new Error("denied"));
        const values = points[input.MetricName] ?? [];
        if (input.Statistics === undefined)
          return Promise.resolve({ Metrics: values.length > 0 ? [{ Dimensions: [] }] : [] });
        const Datapoints = values.map((Average, day) => ({ Average, Timestamp: new Date(2026, 0, day + 1) }));
        return Promise.resolve({ Datapoints });
      },
    }),
    s3: () => ({
      send: () => Promise.resolve({ Versions: [{ Size: 2 }, { Size: 3 }], IsTruncated: ++page < pages }),
    }),
  } as unknown as Aws;
}

const size = (...of: Parameters<typeof aws>) => sizeOf(aws(...of), "eu-west-1", "photos");

test("the newest value of CloudWatch counts", async () =>
  expect(await size({ NumberOfObjects: [5, 7], BucketSizeBytes: [50, 70] })).toEqual({
    objects: 7,
    bytes: 70,
    source: "cloudwatch",
  }));

test.each<Parameters<typeof aws>[0]>([undefined, {}, { NumberOfObjects: [5] }])(
  "otherwise the versions are listed: %j",
  async (points) => expect(await size(points, 3)).toEqual({ objects: 6, bytes: 15, source: "listing" }),
);

test("the listing is bounded", async () => {
  expect(await size(undefined, 20)).toEqual({ objects: 40, bytes: 100, source: "listing" });
  expect(await size(undefined, 21)).toEqual({ objects: 40, bytes: 100, source: "partial-listing" });
});
