/** The notification of a routing change: the construct, applied by Terraform, and the messages of a real failover. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { TerraformStack } from "cdktf";
import { ROUTES_REGIONS } from "../../../../constructs/limits";
import { RegionalProviders } from "../../../../constructs/providers";
import { RoutingChangeNotification } from "../../../../constructs/routing-change-notification";
import { startLocalAws, type LocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { terraformBinary } from "../../../../local-aws/terraform";
import { makeEnvironment, type DeployedEnvironment } from "../../../support/live-environment";
import { copyCommandLine, type CommandLine } from "../../../support/process";
import { synth } from "../../../support/synth";
import { createTrail } from "../../../support/trail";
import { until } from "../../support";

const oregon = "us-west-2";
const ireland = "eu-west-1";
const elsewhere = ROUTES_REGIONS.filter((region) => region !== oregon);
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;
let events: EventBridgeClient;
let sqs: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  aws = await startLocalAws();
  await createTrail(aws);
  mrap = copyCommandLine(aws.childEnv());
  environment = await makeEnvironment(aws, "shop", { "ap-south-1": "active", "us-east-1": "passive" });
  await apply();
  events = new EventBridgeClient(aws.clientConfig(oregon));
  sqs = new SQSClient(aws.clientConfig(oregon));
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "reader" })));
  await new SNSClient(aws.clientConfig(oregon)).send(
    new SubscribeCommand({
      TopicArn: `arn:aws:sns:${oregon}:${accountId}:shop-routing`,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:${oregon}:${accountId}:reader`,
    }),
  );
}, 180_000);

afterAll(async () => {
  mrap.remove();
  environment.remove();
  await aws.stop();
});

/** Applies the synthesized construct with Terraform. */
async function apply(): Promise<void> {
  const { json } = synth((app) => {
    const stack = new TerraformStack(app, "announced");
    const providers = new RegionalProviders(stack, "Providers", { regions: ROUTES_REGIONS });
    new RoutingChangeNotification(stack, "Announcement", {
      name: "shop",
      accountId,
      region: oregon,
      provider: providers.in(oregon),
      forwardFrom: new Map(elsewhere.map((region) => [region, providers.in(region)])),
    });
    return stack;
  });
  // Keeps the state in this folder.
  delete json.terraform.backend;
  const cwd = join(aws.directory, "announced");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(json));
  for (const args of [["init"], ["apply", "-auto-approve"]])
    await promisify(execFile)(terraformBinary(), args, { cwd, env: aws.childEnv() });
}

/** The text of the next message. */
async function nextMessage(): Promise<string> {
  let text: string | undefined;
  await until("a message arrives", async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { Body, ReceiptHandle } of Messages) {
      text = (JSON.parse(Body ?? "") as { Message: string }).Message;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return text !== undefined;
  });
  return text ?? "";
}

/** Puts an event in the form of CloudTrail. */
async function put(source: string, detailType: string, detail: object): Promise<void> {
  const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}

/** The message of an update that sets these dials. */
const message = (error: string, mumbai: number, virginia: number): unknown => ({
  summary: expect.stringMatching(
    new RegExp(
      `^arn:aws:iam::${accountId}:root submitted routes of a Multi-Region Access Point in [a-z0-9-]+ at ` +
        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\.$",
    ),
  ),
  error,
  request: {
    Host: expect.stringMatching(new RegExp(`^${accountId}\\.s3-control\\.[a-z0-9-]+\\.amazonaws\\.com$`)),
    Mrap: environment.arn,
    RouteUpdates: [
      expect.objectContaining({ Bucket: "shop-ap-south-1", TrafficDialPercentage: String(mumbai) }),
      expect.objectContaining({ Bucket: "shop-us-east-1", TrafficDialPercentage: String(virginia) }),
    ],
  },
  eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  verify: expect.stringMatching(/^The sender of this message is not verified\. /),
});

test("a failover has a message, and other events have none", async () => {
  const trail = "AWS API Call via CloudTrail";
  const submission = { eventSource: "s3.amazonaws.com", eventName: "SubmitMultiRegionAccessPointRoutes" };
  await put("aws.s3", trail, { ...submission, eventName: "PutMultiRegionAccessPointPolicy" });
  await put("aws.s3", trail, { ...submission, eventSource: "s3-outposts.amazonaws.com" });
  await put("aws.s3", "Object Created", submission);
  await put("shop.test", trail, submission);
  const result = await mrap.run([
    "failover",
    environment.file,
    "--to",
    "us-east-1",
    "--yes",
    "--force",
    "--no-wait",
  ]);
  expect(result.status).toBe(0);
  expect(JSON.parse(await nextMessage())).toEqual(message("", 0, 100));
});

test("a failed call has a message with the error", async () => {
  await aws.control.setFaults([
    { host: "*", fault: "status", status: 409, code: "OperationAborted", action: "s3:Submit*" },
  ]);
  const result = await mrap.run([
    "failover",
    environment.file,
    "--to",
    "ap-south-1",
    "--yes",
    "--force",
    "--no-wait",
  ]);
  await aws.control.setFaults([]);
  expect(result.status).toBe(1);
  expect(JSON.parse(await nextMessage())).toEqual(message("OperationAborted", 100, 0));
});

test("the message names the access point, because all access points of the account have messages", async () => {
  const other = await makeEnvironment(aws, "other", { "eu-west-1": "active", "us-east-1": "passive" });
  other.remove();
  expect(JSON.parse(await nextMessage())).toMatchObject({ request: { Mrap: other.arn } });
});

test("a call in another Region is forwarded to the topic's Region", async () => {
  const inIreland = new EventBridgeClient(aws.clientConfig(ireland));
  const detail = {
    eventSource: "s3.amazonaws.com",
    eventName: "SubmitMultiRegionAccessPointRoutes",
    awsRegion: ireland,
    eventID: "6b2a0f0c-8d53-4a52-9b36-0a1b2c3d4e5f",
    requestParameters: { Mrap: "forwarded" },
  };
  await inIreland.send(
    new PutEventsCommand({
      Entries: [
        { Source: "aws.s3", DetailType: "AWS API Call via CloudTrail", Detail: JSON.stringify(detail) },
      ],
    }),
  );
  expect(JSON.parse(await nextMessage())).toMatchObject({
    summary: expect.stringContaining(`in ${ireland} at`) as unknown,
    request: { Mrap: "forwarded" },
  });
});
