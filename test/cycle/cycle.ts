import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { join } from "node:path";
import { checkNothingLeft } from "../../tour/nothing-left";
import { expectStatus, RealStack } from "../support/terraform";
import { checkAccess } from "./independent/access";
import { checkAccessPoint } from "./independent/access-point";
import { checkBuckets } from "./independent/buckets";
import { checkEndpoints } from "./independent/endpoints";
import { checkMonitoring } from "./independent/monitoring";
import { checkReplication } from "./independent/replication";
import { checkRouting } from "./independent/routing";

const MINUTES = 60_000;

/**
 * The whole life of an environment by real terraform on a local AWS, with the synthesized JSON as it is: each test continues
 * where the one before it stopped.
 *
 * @param handOver whether the handover takes over the state of the deployment and plans no change
 */
export function wholeCycle(file: string, handOver = false): void {
  let stack: RealStack;
  let synthesized: string;
  let failed = false;

  /** A step. It fails if an earlier step failed. */
  const step = (name: string, run: () => Promise<void>) =>
    test(
      name,
      async () => {
        if (failed) throw new Error("an earlier step failed");
        failed = true;
        await run();
        failed = false;
      },
      5 * MINUTES,
    );

  beforeAll(async () => {
    stack = await RealStack.start(file);
  }, MINUTES);
  afterAll(() => stack?.stop(), MINUTES);

  step("is synthesized by the command of cdktf.json", async () => {
    expectStatus(await stack.synth(), 0);
    synthesized = stack.json;
  });

  step("has a state bucket that mrap creates", async () => {
    expectStatus(await stack.mrap("state", "create"), 0);
  });

  step("initializes and validates without a warning", async () => {
    expectStatus(await stack.terraform("init"), 0);
    const run = await stack.terraform("validate", "-json");
    expect(JSON.parse(run.output)).toMatchObject({
      valid: true,
      error_count: 0,
      warning_count: 0,
      diagnostics: [],
    });
  });

  step("is planned and applied", async () => {
    expectStatus(await stack.terraform("plan", "-out=plan"), 0);
    const applied = await stack.terraform("apply", "plan");
    expectStatus(applied, 0);
    expect(applied.output).not.toMatch(/Warning:/);
  });

  step("plans no changes after the apply", async () => {
    expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);
  });

  if (handOver)
    step("plans no changes after the handover", async () => {
      const folder = join(stack.aws.directory, "handoff");
      expectStatus(await stack.mrap("handoff", "--format", "both", "--out", folder), 0);
      for (const form of ["hcl", "json"]) {
        const terraform = stack.terraformIn(join(folder, form));
        expectStatus(await terraform("init"), 0);
        expectStatus(await terraform("plan", "-lock=false", "-detailed-exitcode"), 0);
      }
    });

  // The product does not certify itself: these checks use the SDK and nothing of cli/.
  step("matches the environment file according to the AWS API", async () => {
    await checkBuckets(stack.deployed);
    await checkAccessPoint(stack.deployed);
    await checkEndpoints(stack.deployed);
  });

  step("replicates objects, tags and delete markers among all Regions", async () => {
    await checkReplication(stack.deployed);
    await checkMonitoring(stack.deployed);
  });

  step("denies requests that bypass the access point", async () => {
    await checkAccess(stack.deployed);
  });

  step("has the routing of the file after mrap routes apply", async () => {
    expectStatus(await stack.mrap("routes", "apply"), 0);
    const { deployed, environment } = stack;
    const active = deployed.regions.filter((region) => environment.regions[region]!.routing === "active");
    await checkRouting(deployed, active);
  });

  step("works according to mrap verify", async () => {
    const run = await stack.mrap("verify");
    expectStatus(run, 0);
    expect(run.output).toMatch(/^\d+ checks: \d+ ok, \d+ warnings?, 0 errors, \d+ not known\.$/m);
  });

  step("repairs changes that were made outside Terraform", async () => {
    const { deployed } = stack;
    const region = deployed.regions[0]!;
    const s3 = deployed.s3(region);
    const Bucket = deployed.bucket(region);
    const AlarmNames = [`${deployed.name}-${region}-replication-latency`];
    const suspended = { VersioningConfiguration: { Status: "Suspended" as const } };
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const suspend = s3.send(new PutBucketVersioningCommand({ Bucket, ...suspended }));
    const { objectLock } = stack.environment;
    if (objectLock) {
      await expect(suspend).rejects.toThrow("the versioning state cannot be changed");
      const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const };
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    } else await suspend;
    await deployed.cloudwatch(region).send(new DeleteAlarmsCommand({ AlarmNames }));

    expectStatus(await stack.terraform("plan", "-out=repair", "-detailed-exitcode"), 2);
    expectStatus(await stack.terraform("apply", "repair"), 0);
    expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);

    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toContain(
      "OnlyThroughAccessPoint",
    );
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    if (objectLock) {
      const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
      expect(lock.ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: "GOVERNANCE", Days: 1 });
    }
    await checkMonitoring(deployed);
  });

  step("is destroyed with its objects and leaves nothing", async () => {
    expectStatus(await stack.terraform("destroy", "-auto-approve"), 0);
    await checkNothingLeft(stack.deployed);
    // Terraform applied exactly what was synthesized.
    expect(stack.json).toBe(synthesized);
  });
}
