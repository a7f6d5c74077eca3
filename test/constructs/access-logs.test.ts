import { App } from "cdktf";
import { AccessLogs } from "../../constructs/access-logs";
import { messageOf, PlainStack, synthPlain } from "../support/synth";

test("sends the server access logs to the log bucket, in the bucket's Region", () => {
  const stack = synthPlain(["eu-west-1"], (plain) => {
    const bucket = plain.bucket("eu-west-1");
    new AccessLogs(plain, "logs", { bucket, logBucket: "central-logs", prefix: "my-mrap/" });
  });
  expect(stack.resource("aws_s3_bucket_logging")).toEqual({
    bucket: "${aws_s3_bucket.eu-west-1/Resource.id}",
    target_bucket: "central-logs",
    target_prefix: "my-mrap/",
    provider: "aws.eu_west_1",
  });
});

test("rejects the bucket itself as the log bucket", () => {
  const plain = new PlainStack(new App(), ["eu-west-1"]);
  const bucket = plain.bucket("eu-west-1");
  expect(
    messageOf(
      () => new AccessLogs(plain, "logs", { bucket, logBucket: "bucket-in-eu-west-1", prefix: "logs/" }),
    ),
  ).toBe(
    "'logBucket' should be a bucket that is not a member bucket, got 'bucket-in-eu-west-1' (at plain/logs)",
  );
});
