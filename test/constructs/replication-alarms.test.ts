import { App } from "cdktf";
import { ReplicationAlarms, type ReplicationAlarmsProps } from "../../constructs/replication-alarms";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

const EU = ["eu-west-1"];

const make = (props: Partial<ReplicationAlarmsProps> = {}) => {
  const alarms = synthPlain(EU, (stack) => {
    new ReplicationAlarms(stack, "alarms", {
      bucket: stack.bucket("eu-west-1"),
      bucketName: "bucket-in-eu-west-1",
      namePrefix: "my-mrap",
      topicArns: ["arn:aws:sns:eu-west-1:123456789012:ops"],
      ...props,
    });
  }).resources("aws_cloudwatch_metric_alarm");
  return Object.fromEntries<any>(Object.values(alarms).map((alarm) => [alarm.alarm_name, alarm]));
};
const query = (alarm: any) => alarm.metric_query[0].expression;

test("query latency and pending bytes of the rules to the bucket, in the destination's Region", () => {
  const alarms = make();
  expect(alarms["my-mrap-eu-west-1-replication-latency"]).toMatchObject({
    provider: "aws.eu_west_1",
    threshold: 900,
    comparison_operator: "GreaterThanThreshold",
    treat_missing_data: "ignore",
    metric_query: [
      {
        expression: `SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket) WHERE DestinationBucket = 'bucket-in-eu-west-1'`,
        period: 300,
        return_data: true,
      },
    ],
  });
  const pending = alarms["my-mrap-eu-west-1-replication-pending-bytes"];
  expect(query(pending)).toMatch(
    /^SELECT MAX\(BytesPendingReplication\) .* WHERE DestinationBucket = 'bucket-in-eu-west-1'$/,
  );
  expect(pending).toMatchObject({
    provider: "aws.eu_west_1",
    threshold: 1073741824,
    treat_missing_data: "ignore",
  });
});

test("query failed operations of the rules from the bucket, in the source's Region, and treat missing data as no failure", () => {
  const failed = make()["my-mrap-eu-west-1-replication-failed-operations"];
  expect(query(failed)).toMatch(
    /^SELECT SUM\(OperationsFailedReplication\) .* WHERE SourceBucket = 'bucket-in-eu-west-1'$/,
  );
  expect(failed).toMatchObject({
    provider: "aws.eu_west_1",
    threshold: 1,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    treat_missing_data: "notBreaching",
  });
});

test("notify the topics when an alarm starts and when it ends", () => {
  for (const alarm of Object.values(make())) {
    expect(alarm.alarm_actions).toEqual(["arn:aws:sns:eu-west-1:123456789012:ops"]);
    expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
  }
});

test("use the thresholds of the props", () => {
  const alarms = make({ latencySeconds: 60, pendingBytes: 5, failedOperations: 10 });
  expect(Object.values(alarms).map((alarm) => alarm.threshold)).toEqual([10, 60, 5]);
});

test("reject a bucket name that would end the string in the query", () => {
  const stack = new PlainStack(new App(), EU);
  const bucket = stack.bucket("eu-west-1");
  expect(
    messageOf(
      () =>
        new ReplicationAlarms(stack, "alarms", {
          bucket,
          bucketName: "a' OR 'b",
          namePrefix: "x",
          topicArns: [],
        }),
    ),
  ).toBe("'bucketName' should be the name of an S3 bucket, got 'a' OR 'b' (at plain/alarms)");
});

test("look at the last 30 minutes, because metrics can be late", () => {
  const alarms = make();
  for (const alarm of Object.values(alarms))
    expect(alarm.evaluation_periods * alarm.metric_query[0].period).toBe(1800);
  expect(Object.entries(alarms).map(([name, alarm]) => [name, alarm.datapoints_to_alarm])).toEqual([
    ["my-mrap-eu-west-1-replication-failed-operations", 1],
    ["my-mrap-eu-west-1-replication-latency", 2],
    ["my-mrap-eu-west-1-replication-pending-bytes", 2],
  ]);
});
