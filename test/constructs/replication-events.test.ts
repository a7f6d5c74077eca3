import { ReplicationEvents } from "../../constructs/replication-events";
import { synthPlain } from "../support/synth";

const EU = ["eu-west-1"];

const make = (timeControl?: boolean) =>
  synthPlain(EU, (plain) => {
    new ReplicationEvents(plain, "events", {
      bucket: plain.bucket("eu-west-1"),
      queueName: "my-mrap-replication-events",
      accountId: plain.accountId,
      timeControl,
    });
  });
const stack = make();

test("are sent to an encrypted queue that keeps them for 14 days", () => {
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

test("allow only S3 to send to the queue, on behalf of this bucket and account", () => {
  expect(stack.statements("events/Senders").S3SendsEventsOfThisBucket).toMatchObject({
    principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
    actions: ["sqs:SendMessage"],
    condition: [
      { variable: "aws:SourceAccount" },
      { test: "ArnEquals", variable: "aws:SourceArn", values: ["${aws_s3_bucket.eu-west-1/Resource.arn}"] },
    ],
  });
});

test("create the queue policy before the notification, because S3 sends a test message", () => {
  expect(stack.resource("aws_s3_bucket_notification").depends_on).toEqual([
    "aws_sqs_queue_policy.events/QueuePolicy",
  ]);
});

test("are failures only without RTC", () => {
  expect(make(false).resource("aws_s3_bucket_notification").queue[0].events).toEqual([
    "s3:Replication:OperationFailedReplication",
  ]);
});
