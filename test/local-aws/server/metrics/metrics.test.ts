import { GetObjectCommand, PutBucketMetricsConfigurationCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { versionedBucket } from "../../../support/buckets";
import { errorOf } from "../../support";
import { rawCall } from "../../raw";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

describe("request metrics", () => {
  it("are published in the Region of the bucket, for the keys of the configuration", async () => {
    const s3 = await versionedBucket(aws, "ap-south-1", "counted");
    for (const [Id, Filter] of [
      ["EntireBucket", undefined],
      ["logs", { Prefix: "logs/" }],
    ] as const) {
      await s3.send(
        new PutBucketMetricsConfigurationCommand({
          Bucket: "counted",
          Id,
          MetricsConfiguration: { Id, Filter },
        }),
      );
    }
    await s3.send(new PutObjectCommand({ Bucket: "counted", Key: "k", Body: "12345" }));
    await s3.send(new PutObjectCommand({ Bucket: "counted", Key: "logs/k", Body: "12345" }));
    expect(await errorOf(s3.send(new GetObjectCommand({ Bucket: "counted", Key: "missing" })))).toBe(
      "NoSuchKey 404",
    );
    const values = await aws.control.metrics("ap-south-1");
    const sum = (name: string, FilterId: string): number =>
      values
        .filter((value) => value.name === name && value.dimensions["FilterId"] === FilterId)
        .reduce((total, value) => total + value.value, 0);
    expect([sum("GetRequests", "EntireBucket"), sum("4xxErrors", "EntireBucket")]).toEqual([1, 1]);
    expect([sum("PutRequests", "logs"), sum("GetRequests", "logs")]).toEqual([1, 0]);
    expect(await aws.control.metrics("us-east-1")).toEqual([]);
    expect(values.every((value) => value.dimensions["BucketName"] === "counted")).toBe(true);
  });
});

describe("CloudWatch", () => {
  const metricData = async (Expression: string): Promise<string> => {
    const prefix = "MetricDataQueries.member.1";
    const get = new URLSearchParams({
      Action: "GetMetricData",
      Version: "2010-08-01",
      StartTime: new Date(Date.now() - 600_000).toISOString(),
      EndTime: new Date(Date.now() + 60_000).toISOString(),
      [`${prefix}.Id`]: "a",
      [`${prefix}.Expression`]: Expression,
      [`${prefix}.Period`]: "3600",
    });
    const { text } = await rawCall(aws, "monitoring", "eu-west-1", get.toString());
    const found = /<Values>.*?<\/Values>|<Message>[^<]*/s.exec(text)?.[0] ?? "";
    return found.replace(/<[^>]*>|\s+/g, " ").trim();
  };

  it("answers the Metrics Insights queries of alarms, and rejects others", async () => {
    const put = new URLSearchParams({ Action: "PutMetricData", Version: "2010-08-01", Namespace: "Test" });
    for (const [index, [to, value]] of [
      ["here", 3],
      ["here", 7],
      ["there", 100],
    ].entries()) {
      const datum = `MetricData.member.${index + 1}`;
      put.set(`${datum}.MetricName`, "Latency");
      put.set(`${datum}.Value`, String(value));
      put.set(`${datum}.Dimensions.member.1.Name`, "To");
      put.set(`${datum}.Dimensions.member.1.Value`, String(to));
    }
    await rawCall(aws, "monitoring", "eu-west-1", put.toString());
    const from = 'FROM SCHEMA("Test", To)';
    expect(await metricData(`SELECT MAX(Latency) ${from} WHERE To = 'here'`)).toBe("7.0");
    expect(await metricData(`SELECT SUM(Latency) ${from}`)).toBe("110.0");
    expect(await metricData(`SELECT MAX(Latency) ${from} WHERE To = 'nowhere'`)).toBe("");
    expect(await metricData('SELECT MAX(Latency) FROM SCHEMA("Test", From)')).toBe("");
    expect(await metricData(`SELECT MAX Latency ${from}`)).toContain("does not support the query");
  });

  it("computes percentiles", async () => {
    const put = new URLSearchParams({ Action: "PutMetricData", Version: "2010-08-01", Namespace: "Test" });
    const values = [1, 2, 3, 4, 100];
    values.forEach((value, index) => {
      put.set(`MetricData.member.${index + 1}.MetricName`, "m");
      put.set(`MetricData.member.${index + 1}.Value`, String(value));
    });
    await rawCall(aws, "monitoring", "us-east-1", put.toString());
    const prefix = "MetricDataQueries.member.1";
    const get = new URLSearchParams({
      Action: "GetMetricData",
      Version: "2010-08-01",
      StartTime: new Date(Date.now() - 600_000).toISOString(),
      EndTime: new Date(Date.now() + 60_000).toISOString(),
      [`${prefix}.Id`]: "a",
      [`${prefix}.MetricStat.Metric.Namespace`]: "Test",
      [`${prefix}.MetricStat.Metric.MetricName`]: "m",
      [`${prefix}.MetricStat.Period`]: "3600",
      [`${prefix}.MetricStat.Stat`]: "p50",
    });
    const { text } = await rawCall(aws, "monitoring", "us-east-1", get.toString());
    expect(/<Values>\s*<member>([^<]+)</.exec(text)?.[1]).toBe("3.0");
  });

  it("answers 501 at once for a call that it does not support", async () => {
    const call = await rawCall(
      aws,
      "monitoring",
      "us-east-1",
      "Action=EnableAlarmActions&Version=2010-08-01",
    );
    expect(call.status).toBe(501);
    expect(call.text).toContain("<Code>NotImplemented</Code>");
  });
});
