import { ExpectedStack, isUnresolved, textOf } from "../../../cli/checks/expected";
import { environmentFile } from "../../../cli/access-point/argument";

const arn = "arn:aws:s3::111122223333:accesspoint/mabc.mrap";
let stack: ExpectedStack;
beforeAll(async () => {
  const { environment } = await environmentFile("environments/demo.yaml");
  stack = new ExpectedStack("demo", environment, { account: "111122223333", accessPointArn: arn });
});

test("a resource has the Region of its provider, and references to names and ARNs are resolved", () => {
  const versioning = stack.resources("aws_s3_bucket_versioning");
  expect(versioning.map(({ region, body }) => [region, body.bucket])).toEqual([
    ["ap-south-1", "bucket1-in-mumbai"],
    ["us-east-1", "bucket2-in-virginia"],
  ]);
  const [alarm] = stack.resources("aws_cloudwatch_metric_alarm");
  expect(alarm!.body.alarm_actions).toEqual(["arn:aws:sns:ap-south-1:111122223333:my-new-mrap1-alerts"]);
});

test("a policy document is the JSON that Terraform renders", () => {
  const [policy] = stack.resources("aws_s3_bucket_policy");
  const { Statement } = JSON.parse(textOf(policy!.body.policy));
  expect(Statement[0]).toEqual({
    Sid: "OnlyOverTls",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: ["arn:aws:s3:::bucket1-in-mumbai", "arn:aws:s3:::bucket1-in-mumbai/*"],
    Condition: { Bool: { "aws:SecureTransport": ["false"] } },
  });
  expect(policy!.body.policy).toContain(arn);
  expect(isUnresolved(policy!.body)).toBe(false);
});

test("the argument of jsonencode is decoded", () => {
  const [rule] = stack.resources("aws_cloudwatch_event_rule");
  expect(JSON.parse(textOf(rule!.body.event_pattern))).toMatchObject({ source: ["aws.s3"] });
  const [dashboard] = stack.resources("aws_cloudwatch_dashboard");
  expect(JSON.parse(textOf(dashboard!.body.dashboard_body)).widgets[1].properties.alarms[0]).toBe(
    "arn:aws:cloudwatch:ap-south-1:111122223333:alarm:my-new-mrap1-ap-south-1-replication-latency",
  );
});

test("a value that only AWS knows remains a reference", () => {
  const [topic] = stack.resources("aws_sns_topic");
  expect(topic!.body.kms_master_key_id).toBe("${aws_kms_key.routing.arn}");
  expect(isUnresolved(topic!.body)).toBe(true);
  expect(stack.counts().get("aws_s3_bucket")).toBe(4);
  expect(stack.providerRegions()).toContain("us-west-2");
});
