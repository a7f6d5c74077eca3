/** Runs the document of the runbook against the local AWS. Our interpreter stands in for Systems Manager. */
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

const document = (buckets: Readonly<Record<string, string>>): AutomationDocument =>
  failoverDocument({
    name: "shop",
    accessPointArn: environment.arn,
    accountId: "123456789012",
    roleArn: "arn:aws:iam::123456789012:role/shop-failover",
    buckets,
  }) as unknown as AutomationDocument;

const slept: string[] = [];

async function run(
  ActivateRegion: string,
  PassivateRegion: string,
  { region = "us-east-1", buckets = environment.buckets } = {},
): Promise<Execution> {
  // The document sets the number of attempts, and the client must not retry.
  const client = new S3ControlClient({ ...aws.clientConfig(region), maxAttempts: 1 });
  const sleep = (duration: string): Promise<void> => Promise.resolve(void slept.push(duration));
  return execute(document(buckets), { ActivateRegion, PassivateRegion }, client, sleep);
}

const all = ["ReadRouting", "CheckTarget", "Submit", "LetItTakeEffect", "ReadRoutingAgain", "Verify"];

test.each([virginia, "us-west-2"])(
  "changes the routing through %s, and not the status of the third Region",
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

test("a Region that is not a member is rejected before the update", async () => {
  expect(await run("eu-north-1", mumbai)).toMatchObject({ status: "Rejected", steps: [] });
  // Also if the access point has been replaced since the document was written.
  const { status, steps } = await run("eu-north-1", mumbai, {
    buckets: { [mumbai]: "shop-mumbai", "eu-north-1": "shop-stockholm" },
  });
  expect({ status, steps }).toEqual({
    status: "Failed",
    steps: [
      { name: "ReadRouting" },
      {
        name: "CheckTarget",
        failure:
          "Exception: eu-north-1 is not a member Region. The member Regions are ap-south-1, eu-west-1, us-east-1.",
      },
    ],
  });
  expect(await environment.active()).toEqual([mumbai, ireland].sort());
});

test("the routing shows the result of an update that fails or whose response is lost", async () => {
  const host = "123456789012.s3-control.us-east-1.amazonaws.com";
  const action = "s3:SubmitMultiRegionAccessPointRoutes";
  await aws.control.setFaults([{ host, fault: "status", status: 409, code: "OperationAborted", action }]);
  const refused = await run(virginia, mumbai);
  expect(refused.status).toBe("Failed");
  expect(refused.steps.at(-1)).toEqual({
    name: "Verify",
    failure:
      "Exception: The update was submitted, but the routing is still {'ap-south-1': 100, 'us-east-1': 0, 'eu-west-1': 100}.",
  });
  await aws.control.setFaults([{ host, fault: "lose-answer", action }]);
  await aws.control.clearRequests();
  const lost = await run(virginia, mumbai);
  expect(lost.status).toBe("Success");
  expect(lost.steps.find(({ name }) => name === "Submit")).toHaveProperty("failure");
  expect((await aws.control.requests()).filter((one) => one.action === action)).toHaveLength(1);
  expect(await environment.active()).toEqual([ireland, virginia].sort());
});

describe("two access points, while the Regions are changed", () => {
  let next: DeployedEnvironment;
  beforeAll(async () => {
    next = await makeEnvironment(aws, "shop-2", {
      [mumbai]: "active",
      [virginia]: "passive",
      "eu-central-1": "passive",
    });
  });
  afterAll(() => next.remove());
  beforeEach(() => next.route(mumbai));

  const failOver = (ActivateRegion: string, PassivateRegion: string, more = {}): Promise<Execution> => {
    const both = failoverDocument({
      name: "shop-2",
      accessPointArn: next.arn,
      accountId: "123456789012",
      roleArn: "arn:aws:iam::123456789012:role/shop-failover",
      buckets: next.buckets,
      otherAccessPoints: [{ name: "shop", arn: environment.arn, buckets: environment.buckets }],
    }) as unknown as AutomationDocument;
    const client = new S3ControlClient({ ...aws.clientConfig("us-east-1"), maxAttempts: 1 });
    return execute(both, { ActivateRegion, PassivateRegion, ...more }, client, () => Promise.resolve());
  };
  const active = async () => [await next.active(), await environment.active()];

  test("both are routed the same way", async () => {
    const { status, outputs } = await failOver(virginia, mumbai);
    expect(status).toBe("Success");
    expect(await active()).toEqual([[virginia], [ireland, virginia].sort()]);
    expect(outputs["Verify_2.After"]).toBe("{'ap-south-1': 0, 'us-east-1': 100, 'eu-west-1': 100}");
  });

  test("a Region that only one of them has is rejected before any update", async () => {
    const { status, steps } = await failOver("eu-central-1", mumbai);
    expect(status).toBe("Failed");
    expect(steps.at(-1)).toEqual({
      name: "CheckTarget_2",
      failure:
        "Exception: eu-central-1 is not a member Region of shop. Its member Regions are ap-south-1, eu-west-1, us-east-1. To fail over another access point only, choose it in AccessPoints.",
    });
    expect(await active()).toEqual([[mumbai], [mumbai, ireland].sort()]);
  });

  test("one of them is routed if the operator asks for it", async () => {
    const { status, steps } = await failOver("eu-central-1", mumbai, { AccessPoints: "shop-2" });
    expect({ status, steps: steps.map(({ name }) => name) }).toEqual({
      status: "Success",
      steps: [
        "ReadRouting_1",
        "CheckTarget_1",
        "Submit_1",
        "LetItTakeEffect",
        "ReadRoutingAgain_1",
        "Verify_1",
        "End",
      ],
    });
    expect(await active()).toEqual([["eu-central-1"], [mumbai, ireland].sort()]);
  });
});
