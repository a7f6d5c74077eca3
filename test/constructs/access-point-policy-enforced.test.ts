/** The Deny statements of the access point's policy on the local AWS: the data plane is denied, the control plane is not. */
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  GetMultiRegionAccessPointPolicyCommand,
  PutMultiRegionAccessPointPolicyCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { AccessPointPolicy } from "../../constructs/access-point-policy";
import { failoverDocument } from "../../constructs/failover-document";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { account, makeEnvironment, type DeployedEnvironment } from "../support/live-environment";
import { copyCommandLine, type CommandLine } from "../support/process";
import { synthPlain } from "../support/synth";
import { execute, type AutomationDocument } from "./automation";
import { ACCESS_POINT_ARN, accessPoint, TWO_REGIONS } from "./support";

const [ireland, virginia] = ["eu-west-1", "us-east-1"] as const;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;
let s3: S3Client;

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv());
  environment = await makeEnvironment(aws, "shop", { [ireland]: "active", [virginia]: "passive" });
  s3 = environment.s3(ireland);
  await putPolicy();
}, 60_000);

afterAll(async () => {
  mrap.remove();
  environment.remove();
  await aws.stop();
});

/** The policy of the construct as JSON, with somebody else's organization and an endpoint that nobody uses. */
function policy(): string {
  const statements = synthPlain(TWO_REGIONS, (stack) => {
    new AccessPointPolicy(stack, "policy", {
      accessPoint: accessPoint(stack).accessPoint,
      organization: "o-somebodyelse",
      onlyFromEndpoints: ["vpce-0123456789abcdef0"],
    });
  }).statements("policy/access-point");
  const Statement = Object.values(statements).map(({ sid, effect, actions, resources, condition }) => ({
    Sid: sid,
    Effect: effect,
    Principal: "*",
    Action: actions,
    Resource: resources,
    Condition: condition.reduce(
      (all: Record<string, object>, { test, variable, values }: Record<string, string>) => ({
        ...all,
        [test!]: { ...all[test!], [variable!]: values },
      }),
      {},
    ),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement }).replaceAll(ACCESS_POINT_ARN, environment.arn);
}

const control = () => new S3ControlClient(aws.clientConfig("us-west-2"));

async function putPolicy(): Promise<void> {
  await control().send(
    new PutMultiRegionAccessPointPolicyCommand({
      AccountId: account,
      ClientToken: String(process.hrtime.bigint()),
      Details: { Name: "shop", Policy: policy() },
    }),
  );
}

const errorOf = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => "none",
    (error: Error) => error.name,
  );

test("reads and writes through the access point are denied", async () => {
  const object = { Bucket: environment.arn, Key: "a" };
  expect(await errorOf(s3.send(new PutObjectCommand({ ...object, Body: "x" })))).toBe("AccessDenied");
  expect(await errorOf(s3.send(new GetObjectCommand(object)))).toBe("AccessDenied");
});

test("Terraform can read and replace the policy", async () => {
  await putPolicy();
  const { Policy } = await control().send(
    new GetMultiRegionAccessPointPolicyCommand({ AccountId: account, Name: "shop" }),
  );
  expect(Policy?.Established?.Policy).toContain("OnlyFromVpcEndpoints");
});

test("mrap failover changes the routing", async () => {
  const args = ["--to", virginia, "--yes", "--force", "--no-wait"];
  const { status } = await mrap.run(["failover", environment.file, ...args]);
  expect(status).toBe(0);
  expect(await environment.active()).toEqual([virginia]);
});

test("the runbook changes the routing", async () => {
  const document = failoverDocument({
    name: "shop",
    accessPointArn: environment.arn,
    accountId: account,
    roleArn: `arn:aws:iam::${account}:role/shop-failover`,
    buckets: environment.buckets,
  }) as unknown as AutomationDocument;
  await environment.route(ireland);
  const parameters = { ActivateRegion: virginia, PassivateRegion: ireland };
  const client = new S3ControlClient({ ...aws.clientConfig(virginia), maxAttempts: 1 });
  const { status } = await execute(document, parameters, client, () => Promise.resolve());
  expect(status).toBe("Success");
  expect(await environment.active()).toEqual([virginia]);
});
