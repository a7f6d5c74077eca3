/** The runbook's document carried out, step by step, against the local AWS; by our interpreter, for SSM cannot be had here. */
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { failoverDocument } from "../../constructs/failover-document";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { makeEnvironment, type DeployedEnvironment } from "../support/live-environment";
import { execute, type AutomationDocument, type Execution } from "./automation";

const [mumbai, virginia, ireland] = ["ap-south-1", "us-east-1", "eu-west-1"] as const;
let aws: LocalAws;
let environment: DeployedEnvironment;

beforeAll(async () => {
  aws = await startLocalAws();
  environment = await makeEnvironment(aws, "shop", {
    [mumbai]: "active",
    [virginia]: "passive",
    [ireland]: "active",
  });
});

afterAll(async () => {
  environment.remove();
  await aws.stop();
});

beforeEach(async () => {
  await aws.control.setFaults([]);
  await environment.route(mumbai, ireland);
});

const document = (members: readonly string[]): AutomationDocument =>
  failoverDocument({
    name: "shop",
    accessPointArn: environment.arn,
    accountId: "123456789012",
    roleArn: "arn:aws:iam::123456789012:role/shop-failover",
    members,
  }) as unknown as AutomationDocument;

const slept: string[] = [];

async function run(
  ActivateRegion: string,
  PassivateRegion: string,
  { region = "us-east-1", members = Object.keys(environment.buckets) } = {},
): Promise<Execution> {
  // The document says that a step is tried once; what it does then is not the client's to decide.
  const client = new S3ControlClient({ ...aws.clientConfig(region), maxAttempts: 1 });
  const sleep = (duration: string): Promise<void> => Promise.resolve(void slept.push(duration));
  return execute(document(members), { ActivateRegion, PassivateRegion }, client, sleep);
}

const all = ["ReadRouting", "CheckTarget", "Submit", "LetItTakeEffect", "ReadRoutingAgain", "Verify"];

test.each([virginia, "us-west-2"])(
  "moves the routing through %s, and leaves the third Region",
  async (region) => {
    const execution = await run(virginia, mumbai, { region });
    expect(execution).toEqual({
      status: "Success",
      steps: all.map((name) => ({ name })),
      outputs: {
        "CheckTarget.Before": "{'ap-south-1': 100, 'us-east-1': 0, 'eu-west-1': 100}",
        "Verify.After": "{'ap-south-1': 0, 'us-east-1': 100, 'eu-west-1': 100}",
      },
    });
    expect(slept.at(-1)).toBe("PT2M");
    expect(await environment.active()).toEqual([ireland, virginia].sort());
  },
);

test("a Region that is no member is refused before anything is submitted", async () => {
  expect(await run("eu-north-1", mumbai)).toMatchObject({ status: "Rejected", steps: [] });
  // Also where the access point is not the one any more that the document was written for.
  const { status, steps } = await run("eu-north-1", mumbai, { members: [mumbai, "eu-north-1"] });
  expect({ status, steps }).toEqual({
    status: "Failed",
    steps: [
      { name: "ReadRouting" },
      {
        name: "CheckTarget",
        failure: "Exception: eu-north-1 is no member; the members are ap-south-1, eu-west-1, us-east-1",
      },
    ],
  });
  expect(await environment.active()).toEqual([mumbai, ireland].sort());
});

test("an update that is refused, or whose answer is lost, is settled by reading", async () => {
  const host = "123456789012.s3-control.us-east-1.amazonaws.com";
  const action = "s3:SubmitMultiRegionAccessPointRoutes";
  await aws.control.setFaults([{ host, fault: "status", status: 409, code: "OperationAborted", action }]);
  const refused = await run(virginia, mumbai);
  expect(refused.status).toBe("Failed");
  expect(refused.steps.at(-1)).toEqual({
    name: "Verify",
    failure:
      "Exception: submitted, but the routing still reads {'ap-south-1': 100, 'us-east-1': 0, 'eu-west-1': 100}",
  });
  await aws.control.setFaults([{ host, fault: "lose-answer", action }]);
  await aws.control.clearRequests();
  const lost = await run(virginia, mumbai);
  expect(lost.status).toBe("Success");
  expect(lost.steps.find(({ name }) => name === "Submit")).toHaveProperty("failure");
  expect((await aws.control.requests()).filter((one) => one.action === action)).toHaveLength(1);
  expect(await environment.active()).toEqual([ireland, virginia].sort());
});
