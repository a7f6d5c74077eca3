/** CloudTrail events of submitted routes on EventBridge: `local-aws/server/mrap/trail.py`. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { S3ControlClient, SubmitMultiRegionAccessPointRoutesCommand } from "@aws-sdk/client-s3-control";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { versionedBucket } from "../../../support/buckets";
import { createTrail } from "../../../support/trail";
import { accessPoint, type AccessPoint } from "../../support";

const REGIONS = ["us-west-2", "eu-west-1"] as const;
let aws: LocalAws;
let point: AccessPoint;

beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

beforeEach(async () => {
  await aws.control.reset();
  await versionedBucket(aws, "us-east-1", "member-us");
  await versionedBucket(aws, "ap-south-1", "member-ap");
  point = await accessPoint(aws, "orders", ["member-us", "member-ap"]);
  for (const region of REGIONS) {
    const events = new EventBridgeClient(aws.clientConfig(region));
    await new SQSClient(aws.clientConfig(region)).send(new CreateQueueCommand({ QueueName: "events" }));
    const EventPattern = JSON.stringify({ "detail-type": ["AWS API Call via CloudTrail"] });
    await events.send(new PutRuleCommand({ Name: "calls", EventPattern }));
    const Arn = `arn:aws:sqs:${region}:${accountId}:events`;
    await events.send(new PutTargetsCommand({ Rule: "calls", Targets: [{ Id: "queue", Arn }] }));
  }
});

async function submit(region: string): Promise<void> {
  const RouteUpdates = [{ Bucket: "member-us", TrafficDialPercentage: 100 }];
  const client = new S3ControlClient(aws.clientConfig(region));
  const request = { AccountId: accountId, Mrap: point.arn, RouteUpdates };
  await client.send(new SubmitMultiRegionAccessPointRoutesCommand(request));
}

/** The Regions of the events that the rule of a Region received. The local AWS sends events before it answers. */
async function received(region: string): Promise<string[]> {
  const sqs = new SQSClient(aws.clientConfig(region));
  const QueueUrl = `https://sqs.${region}.amazonaws.com/${accountId}/events`;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(
    ({ Body }) => (JSON.parse(Body ?? "") as { detail: { awsRegion: string } }).detail.awsRegion,
  );
}

test("an event is sent to the Region of the call only", async () => {
  await createTrail(aws);
  await submit("eu-west-1");
  expect(await received("eu-west-1")).toEqual(["eu-west-1"]);
  expect(await received("us-west-2")).toEqual([]);
});

test.each([
  ["there is no trail", undefined],
  ["the trail records no management events", { records: "none" }],
  ["the trail records read events only", { records: "ReadOnly" }],
  ["the trail covers another Region only", { everyRegion: false }],
] as const)("no event is sent if %s", async (_, trail) => {
  if (trail) await createTrail(aws, trail);
  await submit("eu-west-1");
  expect(await received("eu-west-1")).toEqual([]);
});

test("a trail of write events is enough", async () => {
  await createTrail(aws, { records: "WriteOnly" });
  await submit("us-west-2");
  expect(await received("us-west-2")).toEqual(["us-west-2"]);
});
