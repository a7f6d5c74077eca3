/**
 * Single faults of a deployed environment, made through the API. For each, mrap verify names the cause with its fix, and
 * every other check that fails is a stated consequence of the cause.
 */
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { join } from "node:path";
import { environmentFile, type EnvironmentFile } from "../../../cli/access-point/argument";
import { Aws } from "../../../cli/adapters/aws/aws";
import { keyOf, type CheckResult } from "../../../cli/checks/check";
import { ExpectedStack } from "../../../cli/checks/expected";
import { runChecks } from "../../../cli/checks/run";
import { DEPLOY_ACTIONS, READ_ACTIONS } from "../../../cli/doctor/actions";
import { verifyChecks } from "../../../cli/verify/plan";
import { prepare } from "../../../cli/verify/prepare";
import type { LoggedRequest } from "../../../local-aws";
import { expectStatus, RealStack, type Run } from "../../support/terraform";
import { createTrail } from "../../support/trail";
import { accessFaults } from "./faults/access";
import { conditions } from "./faults/conditions";
import { ACCOUNT, MUMBAI, role, type Fault, type World } from "./faults/fault";
import { monitoringFaults } from "./faults/monitoring";
import { storageFaults } from "./faults/storage";

const FILE = join(__dirname, "faults.yaml");
const faults: readonly Fault[] = [...storageFaults, ...accessFaults, ...monitoringFaults];
/** How long a canary object may take: the local AWS replicates within 0.2 s. */
const ARRIVAL_MS = 4000;

let stack: RealStack;
let world: World;
let file: EnvironmentFile;
/** The requests of Terraform's deploy. */
let sent: LoggedRequest[];
let half: { doctor: Run; verify: Run };
const variables = { ...process.env };

beforeAll(async () => {
  stack = await RealStack.start(FILE);
  Object.assign(process.env, stack.aws.env);
  world = { deployed: stack.deployed, aws: stack.aws };
  file = await environmentFile(FILE);
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.mrap("state", "create"), 0);
  expectStatus(await stack.terraform("init"), 0);
  await deployHalf();
  await stack.aws.control.clearRequests();
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  sent = (await stack.aws.control.requests()).filter(({ userAgent }) => /terraform/i.test(userAgent ?? ""));
  expectStatus(await stack.mrap("routes", "apply"), 0);
  await createTrail(stack.aws);
  await createRoles();
}, 480_000);

afterAll(async () => {
  for (const name of Object.keys(stack?.aws.env ?? {})) delete process.env[name];
  Object.assign(process.env, variables);
  await stack?.stop();
});

/** Only the buckets, as after an apply that stopped. */
async function deployHalf(): Promise<void> {
  const targets = new ExpectedStack("faults", file.environment, { account: ACCOUNT })
    .resources("aws_s3_bucket")
    .map(({ address }) => `-target=${address}`);
  expectStatus(await stack.terraform("apply", "-auto-approve", ...targets), 0);
  half = { doctor: await stack.mrap("doctor"), verify: await stack.mrap("verify") };
}

/** The roles that the environment file names, with the policies of the outputs. */
async function createRoles(): Promise<void> {
  const trust = { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  for (const who of ["reader", "writer", "administrator"]) {
    const RoleName = `faults-${who}`;
    await stack.deployed.iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    if (who === "administrator") continue;
    const { output } = await stack.terraform("output", "-raw", `${who}_policy`);
    await stack.deployed
      .iam()
      .send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument: output }));
  }
}

/** All checks. Canary objects are written as an administrator. */
async function verify(canary: boolean): Promise<CheckResult[]> {
  const aws = new Aws();
  const context = await prepare(aws, file, {
    as: role("faults-administrator"),
    readOnly: !canary,
    arrivalTimeoutMs: ARRIVAL_MS,
  });
  try {
    return await runChecks(verifyChecks(context));
  } finally {
    await context.canaries?.finish({ interrupted: false });
    aws.close();
  }
}

const bad = (results: readonly CheckResult[]): CheckResult[] =>
  results.filter(({ level }) => level === "error" || level === "warning");

const shown = (results: readonly CheckResult[]): string[] =>
  bad(results).map((one) => `${one.level} ${keyOf(one)}: ${one.text} ${one.fix}`);

test("a sound environment has no error and no warning, with every direction proved", async () => {
  // The first run replicates objects, so that the queries of the alarms have data in the second one.
  expect(shown(await verify(true))).toEqual([]);
  await stack.aws.control.flushMetrics();
  const results = await verify(true);
  expect(shown(results)).toEqual([]);
  expect(results.filter(({ level }) => level === "not known").map(keyOf)).toEqual(["endpoint-dns"]);
}, 60_000);

test("in a half deployed environment, doctor calls the buckets its own, and verify names the deploy", () => {
  expect(half.doctor.output).toContain(
    `ok         Bucket name, ${MUMBAI}: The bucket faults-in-mumbai is deployed by this environment.`,
  );
  expect(half.doctor.output).not.toMatch(/^error {6}(Bucket name|Name)/m);
  expect(half.verify.status).toBe(1);
  expect(half.verify.output).toContain(`ok         Bucket, ${MUMBAI}: faults-in-mumbai exists.`);
  expect(half.verify.output).toContain(
    `error      Access point: The account ${ACCOUNT} has no Multi-Region Access Point faults.`,
  );
  expect(half.verify.output).not.toContain("Check the connection to AWS");
});

test("doctor knows every action that Terraform used for the deploy", () => {
  const known = [...Object.values(DEPLOY_ACTIONS), ...Object.values(READ_ACTIONS)].flatMap(
    ({ actions }) => actions,
  );
  // The local AWS names CloudWatch as its host does.
  const used = new Set(sent.map(({ action }) => (action ?? "").replace(/^monitoring:/, "cloudwatch:")));
  // AWS lets every caller ask for its identity. The state is another check.
  const others = /^$|^sts:|^s3:(Get|Put|Delete)Object$/;
  expect([...used].filter((one) => !others.test(one) && !known.includes(one)).sort()).toEqual([]);
});

test("in a deployed environment, doctor finds everything to be its own", async () => {
  const { output } = await stack.mrap("doctor");
  expect(output).not.toMatch(/^error/m);
  expect(output).toContain(
    "ok         Name of the access point: The access point faults is deployed and READY.",
  );
  expect(output).toContain(
    `ok         Bucket name, ${MUMBAI}: The bucket faults-in-mumbai is deployed by this environment.`,
  );
}, 60_000);

describe("conditions of the caller:", () => {
  conditions(() => ({ aws: stack.aws, file: FILE, verify: () => verify(false) }));
});

test("there are enough faults, and each has a name of its own", () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});

describe("verify names the cause if", () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))(
    "%s",
    async (_, fault) => {
      const { causes, level = "error", fix, canary = false } = fault;
      const undo = await fault.make(world);
      const results = await verify(canary).finally(undo);
      const failed = bad(results);
      for (const cause of causes) {
        const result = failed.find((one) => keyOf(one) === cause);
        expect(result?.level ?? `no check fails, but ${shown(results).join(" | ") || "nothing"}`).toBe(level);
        expect(result?.fix).toContain(fix);
      }
      const others = failed.filter((one) => !causes.includes(keyOf(one)));
      expect(others.filter(({ because }) => !because.some((key) => causes.includes(key))).map(keyOf)).toEqual(
        [],
      );
    },
    60_000,
  );
});

test("the environment is sound again after all faults", async () => {
  expect(shown(await verify(true))).toEqual([]);
}, 60_000);
