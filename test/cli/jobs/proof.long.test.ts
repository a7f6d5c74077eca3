/** Backfill and repair of 1,000 objects on a stack that the real Terraform deploys. The tests share one deployment. */
import { join } from "node:path";
import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  ListObjectsV2Command,
  PutBucketReplicationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { ListJobsCommand, UpdateJobStatusCommand } from "@aws-sdk/client-s3-control";
import { until } from "../../local-aws/support";
import { copyCommandLine, type CommandLine, type Result } from "../../support/process";
import { expectStatus, RealStack } from "../../support/terraform";

const FILE = join(__dirname, "proof.yaml");
const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;
const OBJECTS = 1000;
const BAD = 20;

let stack: RealStack;
let mrap: CommandLine;
let arn: string;

beforeAll(async () => {
  stack = await RealStack.start(FILE);
  expectStatus(await stack.synth(), 0);
  expectStatus(await stack.terraform("init"), 0);
  expectStatus(await stack.terraform("apply", "-auto-approve"), 0);
  arn = JSON.parse((await stack.terraform("output", "-json", "access_point_arn")).output) as string;
  mrap = copyCommandLine(stack.aws.childEnv({ NODE_PATH: join(__dirname, "../../../node_modules") }));
}, 300_000);
afterAll(async () => {
  mrap?.remove();
  await stack?.stop();
});

const s3 = (region: string) => stack.deployed.s3(region);
const bucketIn = (region: string): string => stack.deployed.bucket(region);
const put = (key: string): Promise<unknown> =>
  s3(mumbai).send(new PutObjectCommand({ Bucket: arn, Key: key, Body: key }));
const run = (...args: string[]): Promise<Result> => mrap.run([...args.slice(0, 1), FILE, ...args.slice(1)]);

async function ids(region: string): Promise<string[]> {
  const versions = await stack.aws.control.ledger(bucketIn(region));
  return versions.map(({ key, versionId }) => `${key} ${versionId}`).sort();
}

async function jobs(region: string): Promise<{ id?: string; status?: string }[]> {
  const { Jobs = [] } = await stack.deployed
    .s3Control(region)
    .send(new ListJobsCommand({ AccountId: stack.deployed.accountId }));
  return Jobs.map(({ JobId, Status }) => ({ id: JobId, status: Status }));
}

/** Writes objects while no rule replicates them, as if they had existed before. */
async function writeBefore(keys: readonly string[]): Promise<void> {
  const Bucket = bucketIn(mumbai);
  const { ReplicationConfiguration } = await s3(mumbai).send(new GetBucketReplicationCommand({ Bucket }));
  await s3(mumbai).send(new DeleteBucketReplicationCommand({ Bucket }));
  for (let start = 0; start < keys.length; start += 25)
    await Promise.all(keys.slice(start, start + 25).map(put));
  await s3(mumbai).send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
}

test("says that there is nothing to do in a new environment, and creates no job", async () => {
  const result = await run("backfill", "--yes");
  expect([result.status, result.last]).toEqual([
    0,
    "Nothing to do: every version in proof-jobs is in every bucket that it replicates to.",
  ]);
  expect([...(await jobs(mumbai)), ...(await jobs(virginia))]).toEqual([]);
});

test("needs a confirmation, and cancels its jobs without one", async () => {
  await writeBefore(["first"]);
  for (const [input, why] of [
    ["", "No confirmation (--yes continues without)."],
    ["yes\n", "'yes' is not proof-jobs."],
  ] as const) {
    const result = await mrap.run(["backfill", FILE], { input });
    expect([result.status, result.last]).toEqual([
      1,
      `${why} The jobs are canceled, and no object was replicated.`,
    ]);
    expect(result.stdout).toMatch(
      /ap-south-1\s+proof-jobs-mumbai\s+1\s+NONE, FAILED, COMPLETED, REPLICA\s+\$0.25/,
    );
    expect(result.stdout).toContain(
      "proof-jobs-mumbai: abort-incomplete-uploads, expire-noncurrent-versions",
    );
    await until("the job is canceled", async () => (await jobs(mumbai))[0]?.status === "Cancelled");
  }
  expect(await ids(virginia)).toEqual([]);
  const confirmed = await mrap.run(["backfill", FILE], { input: "proof-jobs\n" });
  expect(confirmed.status).toBe(0);
  expect(await ids(virginia)).toEqual(await ids(mumbai));
});

test("says so if someone else cancels a job that waits for the confirmation", async () => {
  await writeBefore(["canceled"]);
  const { child, result } = mrap.start(["backfill", FILE, "--json"], { input: null });
  await until("the job waits", async () => (await jobs(mumbai))[0]?.status === "Suspended");
  const command = new UpdateJobStatusCommand({
    AccountId: stack.deployed.accountId,
    JobId: (await jobs(mumbai))[0]!.id,
    RequestedJobStatus: "Cancelled",
    StatusUpdateReason: "no budget",
  });
  await stack.deployed.s3Control(mumbai).send(command);
  child.stdin!.end("proof-jobs\n");
  const { status, stdout } = await result;
  const { outcome, sentence } = JSON.parse(stdout) as { outcome: string; sentence: string };
  expect([status, outcome]).toEqual([1, "failed"]);
  expect(sentence).toMatch(
    /^Job \S+ in ap-south-1 was canceled by someone else: no budget\. No object was replicated\. Run mrap backfill again, which creates a new job\.$/,
  );
});

test("does not cancel a job that someone else confirmed, and sends a request again whose answer was lost", async () => {
  await writeBefore(["two people"]);
  const before = (await jobs(mumbai)).length;
  const lost = { host: "*", fault: "lose-answer", count: 1 } as const;
  await stack.aws.control.setFaults([{ ...lost, action: "s3:CreateJob" }]);
  const first = mrap.start(["backfill", FILE], { input: null });
  let asked = "";
  first.child.stderr!.on("data", (text) => (asked += text));
  await until("the first asks", () => asked.includes("Type proof-jobs"));
  await stack.aws.control.setBatch({ stalled: true });
  const second = mrap.start(["backfill", FILE, "--yes"]);
  await until("the second has started the job", async () => (await jobs(mumbai))[0]?.status === "Ready");
  first.child.stdin!.end("no\n");
  const declined = await first.result;
  expect([declined.status, declined.last]).toEqual([
    3,
    "'no' is not proof-jobs. Someone else started the job in ap-south-1, which this command does not cancel.",
  ]);
  await stack.aws.control.setBatch({ stalled: false });
  expect((await second.result).status).toBe(0);
  expect((await jobs(mumbai)).length).toBe(before + 1);
  expect(await ids(virginia)).toEqual(await ids(mumbai));
});

test("names refused jobs, failed preparations and choices that AWS does not have, and leaves nothing behind", async () => {
  await writeBefore(["second"]);
  const before = (await jobs(mumbai)).length;
  await stack.aws.control.setFaults([
    { host: "*", fault: "status", status: 403, code: "AccessDenied", action: "s3:CreateJob" },
  ]);
  const denied = await run("backfill", "--yes", "--json");
  expect(denied.status).toBe(1);
  expect(denied.stderr).toContain(
    "No permission: s3:CreateJob on bucket proof-jobs-mumbai (ap-south-1) is denied",
  );
  expect(denied.stderr).toContain("output job_policy");
  expect(JSON.parse(denied.stdout)).toMatchObject({
    status: 1,
    outcome: "refused",
    sentence: expect.stringContaining("s3:CreateJob"),
    jobs: [],
    missing: null,
  });
  await stack.aws.control.setFaults([]);
  expect((await jobs(mumbai)).length).toBe(before);

  await stack.aws.control.setBatch({ preparationError: "Unable to assume role" });
  const failed = await run("backfill", "--yes");
  await stack.aws.control.setBatch({ preparationError: null });
  expect(failed.status).toBe(1);
  expect(failed.last).toMatch(
    /^Job \S+ in ap-south-1 failed before it replicated anything: Unable to assume role\. Deploy/,
  );

  for (const [args, message] of [
    [
      ["--from", "eu-west-1"],
      "--from eu-west-1 is not a Region of this environment. Its Regions: ap-south-1, us-east-1.",
    ],
    [
      ["--to", mumbai, "--from", mumbai],
      "--from and --to are both ap-south-1. A bucket does not replicate to itself.",
    ],
  ] as const) {
    const refused = await run("backfill", ...args);
    expect([refused.status, refused.stderr.trim()]).toEqual([2, expect.stringContaining(message)]);
  }
  const other = await run("backfill", "--from", virginia, "--yes");
  expect([other.status, other.last]).toEqual([
    0,
    "Nothing to do: every version in the bucket in us-east-1 is in every bucket that it replicates to.",
  ]);
});

test("backfills 1,000 objects, is killed in the middle, continues, and names the 20 that failed", async () => {
  const keys = Array.from({ length: OBJECTS }, (_, index) =>
    index < BAD ? `bad/${index}` : `good/${index}`,
  );
  await writeBefore(keys);
  await stack.aws.control.setReplication({ failingKeys: ["bad/*"] });
  await stack.aws.control.setBatch({ tasksPerSecond: 400 });
  const interrupted = mrap.start(["backfill", FILE, "--yes", "--json"]);
  await until("the job runs", async () => (await ids(virginia)).length > 50);
  interrupted.child.kill("SIGTERM");
  const { status, stdout } = await interrupted.result;
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "interrupted",
    sentence: "Interrupted. The jobs continue. Run mrap backfill again to follow them.",
    jobs: [{ region: mumbai, status: expect.stringMatching(/^(Ready|Active)$/) }],
  });
  const { child, result } = mrap.start(["backfill", FILE, "--yes"]);
  await until("a part is replicated", async () => (await ids(virginia)).length > 100);
  child.kill("SIGKILL");
  await result;
  const continued = await run("backfill", "--yes", "--json");
  await stack.aws.control.setBatch({ tasksPerSecond: 0 });
  expect(continued.status).toBe(3);
  expect(continued.stderr).toMatch(/Continuing job \S+ in ap-south-1, which is (Active|Ready)\./);
  const json = JSON.parse(continued.stdout) as { jobs: object[]; missing: object[]; sentence: string };
  expect(json.jobs).toMatchObject([{ region: mumbai, continued: true, status: "Complete", failed: BAD }]);
  expect(json.missing).toMatchObject([{ reason: "DstPutObjectNotPermitted", count: BAD }]);
  expect(json.sentence).toContain("20 versions are still missing.");
  expect((await jobs(mumbai)).filter(({ status }) => status === "Complete")).toHaveLength(3);
});

test("says so if a report is missing or damaged, and still compares the buckets", async () => {
  for (const report of ["missing", "corrupt"] as const) {
    await stack.aws.control.setBatch({ report });
    const result = await run("repair", "--yes");
    expect(result.status).toBe(3);
    expect(result.stderr).toMatch(/The reasons of 20 failures in ap-south-1 are not known: /);
    expect(result.stdout).toContain("20 versions are missing: reason not known.");
  }
  await stack.aws.control.setBatch({ report: "written" });
});

test("repairs them after the cause is gone, with one job for two people", async () => {
  await stack.aws.control.setReplication({ failingKeys: [] });
  const before = (await jobs(mumbai)).length;
  // No job ends before both have one.
  await stack.aws.control.setBatch({ stalled: true });
  const runs = [0, 1].map(() => mrap.start(["repair", FILE, "--yes", "--from", mumbai]));
  const progress = runs.map(() => "");
  runs.forEach(({ child }, index) => child.stderr!.on("data", (text) => (progress[index] += text)));
  await until("both follow a job", () => progress.every((text) => text.includes("ap-south-1: ")));
  await stack.aws.control.setBatch({ stalled: false });
  const both = await Promise.all(runs.map(({ result }) => result));
  for (const { status, stdout, stderr } of both)
    expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  expect((await jobs(mumbai)).length).toBe(before + 1);
  expect(await ids(virginia)).toEqual(await ids(mumbai));
  expect((await ids(virginia)).length).toBe(OBJECTS + 4);
  const nothing = await run("repair", "--yes");
  expect([nothing.status, nothing.last]).toEqual([
    0,
    "Nothing to do: no object in proof-jobs has the replication status FAILED, or NONE although a rule selects it.",
  ]);
});

test("names from the queues what failed, and survives other messages and a Region that is lost", async () => {
  await stack.aws.control.setReplication({ failingKeys: ["tonight*"] });
  await put("tonight 1");
  await until("it failed", async () =>
    (await stack.aws.control.ledger(bucketIn(mumbai))).some(
      ({ key, replication }) => key === "tonight 1" && replication === "FAILED",
    ),
  );
  await stack.aws.control.setReplication({ failingKeys: [] });
  const QueueUrl = `https://sqs.${mumbai}.amazonaws.com/${stack.deployed.accountId}/proof-jobs-replication-events`;
  await stack.deployed.sqs(mumbai).send(new SendMessageCommand({ QueueUrl, MessageBody: "no JSON" }));
  await stack.aws.control.setFaults([{ host: `sqs.${virginia}.amazonaws.com`, fault: "refuse" }]);
  const result = await run("repair", "--from-queue");
  const toMumbai = await run("repair", "--from-queue", "--to", mumbai);
  expect([toMumbai.status, toMumbai.stdout]).toEqual([1, ""]);
  await stack.aws.control.setFaults([]);
  const elsewhere = await run("repair", "--from-queue", "--to", "eu-west-1");
  expect([elsewhere.status, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining("--to eu-west-1 is not a Region of this environment."),
  ]);
  expect(result.status).toBe(1);
  expect(result.stdout).toContain("1 failed: DstPutObjectNotPermitted. Allow s3:ReplicateObject");
  expect(result.stdout).toMatch(/tonight 1 \(\S+\), from proof-jobs-mumbai to proof-jobs-virginia/);
  expect(result.stderr).toContain("us-east-1: No answer to sqs:");
  expect(result.stderr).toContain("1 message is not in the form of an S3 event and could not be read.");
  const again = await run("repair", "--from-queue", "--from", mumbai);
  expect([again.status, again.stdout]).toEqual([
    1,
    "No failed replication in the messages that could be read.\n",
  ]);
  expect(again.stderr).toMatch(
    /ap-south-1: About \d+ messages were hidden, because someone received them in the last 30 seconds\./,
  );
  expect((await run("repair", "--yes")).status).toBe(0);
});

test("does not say that there is nothing to do if a job selects nothing, because replication is pending", async () => {
  await stack.aws.control.setReplication({ pausedDestinations: [virginia] });
  await put("pending");
  // What was written in the second of the job's creation counts as newer than the job.
  const next = Math.ceil((Date.now() + 1) / 1000) * 1000;
  await until("the next second", () => Date.now() >= next);
  const result = await run("repair", "--yes", "--from", mumbai);
  await stack.aws.control.setReplication({ pausedDestinations: [] });
  const [{ versionId: VersionId } = { versionId: "" }] = (
    await stack.aws.control.ledger(bucketIn(mumbai))
  ).filter(({ key }) => key === "pending");
  await until("it arrived", async () => (await ids(virginia)).includes(`pending ${VersionId}`));
  expect([result.status, result.last]).toEqual([
    1,
    "S3 selected no object version for the jobs, and 1 version is missing. Wait for live replication, then run mrap backfill.",
  ]);
  expect(result.stdout).toContain(`  pending (${VersionId}), from ${mumbai} to ${virginia}\n`);
});

test("keeps the reports, and plans no change afterwards", async () => {
  const listed = await s3(mumbai).send(new ListObjectsV2Command({ Bucket: "proof-jobs-mumbai-jobs" }));
  expect(listed.KeyCount).toBeGreaterThan(2);
  expectStatus(await stack.terraform("plan", "-detailed-exitcode"), 0);
});
