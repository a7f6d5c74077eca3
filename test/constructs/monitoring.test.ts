import { App } from "cdktf";
import { EncryptedTopic } from "../../constructs/encrypted-topic";
import { ReplicationAlarms, type ReplicationAlarmsProps } from "../../constructs/replication-alarms";
import { ReplicationEvents } from "../../constructs/replication-events";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

const EU = ["eu-west-1"];

describe("the replication alarms of a Region", () => {
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

  test("latency and pending bytes are asked of the rules toward the bucket, in the destination's Region", () => {
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

  test("failed operations are asked of the rules out of the bucket, in the source's Region; no data is no failure", () => {
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

  test("every alarm tells the topics when it rises and when it is over", () => {
    for (const alarm of Object.values(make())) {
      expect(alarm.alarm_actions).toEqual(["arn:aws:sns:eu-west-1:123456789012:ops"]);
      expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
    }
  });

  test("thresholds are those asked for", () => {
    const alarms = make({ latencySeconds: 60, pendingBytes: 5, failedOperations: 10 });
    expect(Object.values(alarms).map((alarm) => alarm.threshold)).toEqual([10, 60, 5]);
  });

  test("a name that would break out of the query is refused", () => {
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
    ).toBe("'bucketName' should be an S3 bucket's name, got 'a' OR 'b' (at plain/alarms)");
  });
});

describe("the topic", () => {
  const make = (emails: string[] = []) =>
    synthPlain(EU, (stack) => {
      new EncryptedTopic(stack, "alerts", {
        publisher: "cloudwatch.amazonaws.com",
        name: "my-mrap-alerts",
        accountId: stack.accountId,
        emails,
        provider: stack.providers.in("eu-west-1"),
      });
    });

  test("is encrypted with a key of its own that CloudWatch may use, and that rotates", () => {
    const stack = make();
    expect(stack.resource("aws_sns_topic").kms_master_key_id).toBe("${aws_kms_key.alerts/Key.arn}");
    expect(stack.resource("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      provider: "aws.eu_west_1",
    });
    expect(stack.statements("alerts/key").ServicePublishesEncrypted).toEqual({
      sid: "ServicePublishesEncrypted",
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      resources: ["*"],
    });
  });

  test("lets only services of this account publish", () => {
    expect(make().statements("alerts/Publishers").ServicePublishes).toMatchObject({
      actions: ["sns:Publish"],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:SourceAccount",
          values: ["${data.aws_caller_identity.current.account_id}"],
        },
      ],
    });
  });

  test("has one subscription for each e-mail address", () => {
    const subscriptions = Object.values(
      make(["a@example.com", "b@example.com"]).resources("aws_sns_topic_subscription"),
    );
    expect(subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
      ["email", "a@example.com"],
      ["email", "b@example.com"],
    ]);
  });
});

describe("the replication events", () => {
  const stack = synthPlain(EU, (plain) => {
    new ReplicationEvents(plain, "events", {
      bucket: plain.bucket("eu-west-1"),
      queueName: "my-mrap-replication-events",
      accountId: plain.accountId,
    });
  });

  test("all go to an encrypted queue that keeps them for 14 days", () => {
    expect(stack.resource("aws_sqs_queue")).toMatchObject({
      name: "my-mrap-replication-events",
      message_retention_seconds: 1209600,
      sqs_managed_sse_enabled: true,
    });
    expect(stack.resource("aws_s3_bucket_notification").queue).toEqual([
      {
        id: "replication-events",
        queue_arn: "${aws_sqs_queue.events/Queue.arn}",
        events: ["s3:Replication:*"],
      },
    ]);
  });

  test("only S3, for this bucket of this account, may send to it", () => {
    expect(stack.statements("events/Senders").S3SendsEventsOfThisBucket).toMatchObject({
      principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
      actions: ["sqs:SendMessage"],
      condition: [
        { variable: "aws:SourceAccount" },
        { test: "ArnEquals", variable: "aws:SourceArn", values: ["${aws_s3_bucket.eu-west-1/Resource.arn}"] },
      ],
    });
  });

  test("the notification waits for the queue's policy: S3 sends a test message first", () => {
    expect(stack.resource("aws_s3_bucket_notification").depends_on).toEqual([
      "aws_sqs_queue_policy.events/QueuePolicy",
    ]);
  });
});
