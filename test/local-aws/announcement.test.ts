/** The announcement of a failover: the construct by real Terraform, a real failover, and what people get to read. */
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
import { RegionalProviders } from "../../constructs/providers";
import { RoutingChangeNotification } from "../../constructs/routing-change-notification";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { accountId } from "../../local-aws/credentials";
import { terraformBinary } from "../../local-aws/terraform";
import { makeEnvironment, type DeployedEnvironment } from "../support/live-environment";
import { copyCommandLine, type CommandLine } from "../support/process";
import { synth } from "../support/synth";
import { until } from "./support";

const oregon = "us-west-2";
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;
let events: EventBridgeClient;
let sqs: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  aws = await startLocalAws();
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

/** The construct as it is synthesized, applied by Terraform. */
async function apply(): Promise<void> {
  const { json } = synth((app) => {
    const stack = new TerraformStack(app, "announced");
    const providers = new RegionalProviders(stack, "Providers", { regions: [oregon] });
    new RoutingChangeNotification(stack, "Announcement", {
      name: "shop",
      accountId,
      provider: providers.in(oregon),
    });
    return stack;
  });
  // The state stays in this folder, and not where a user's would be.
  delete json.terraform.backend;
  const cwd = join(aws.directory, "announced");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(json));
  for (const args of [["init"], ["apply", "-auto-approve"]])
    await promisify(execFile)(terraformBinary(), args, { cwd, env: aws.childEnv() });
}

/** The text of the next message, as a subscriber gets it. */
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

/** An event as CloudTrail sends them, put by ourselves. */
async function put(source: string, detailType: string, detail: object): Promise<void> {
  const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}

const said = (error: string, dials: string): RegExp =>
  new RegExp(
    `^"arn:aws:iam::${accountId}:root submitted routes of a Multi-Region Access Point at ` +
      `\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ through us-west-2 \\(error: ${error}\\): ` +
      `{Host: ${accountId}\\.s3-control\\.[a-z0-9-]+\\.amazonaws\\.com, Mrap: ${environment.arn}, RouteUpdates: \\[${dials}\\]}"$`,
  );
const dials = (mumbai: number, virginia: number): string =>
  `{Bucket: shop-ap-south-1, Region: ap-south-1, TrafficDialPercentage: ${mumbai}}, ` +
  `{Bucket: shop-us-east-1, Region: us-east-1, TrafficDialPercentage: ${virginia}}`;

test("a failover is told in words, and nothing else that happens is", async () => {
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
  expect(await nextMessage()).toMatch(said("", dials(0, 100)));
});

test("an attempt that AWS refuses is told with its error", async () => {
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
  expect(await nextMessage()).toMatch(said("OperationAborted", dials(100, 0)));
});

test("the topic hears of every access point of the account: the text says of which", async () => {
  const other = await makeEnvironment(aws, "other", { "eu-west-1": "active", "us-east-1": "passive" });
  other.remove();
  expect(await nextMessage()).toContain(`Mrap: ${other.arn}`);
});
