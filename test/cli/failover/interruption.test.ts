/** Ctrl-C, and SIGTERM, at every point of a run: the last line says what is known, and the record is there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { controlRegions } from "../../../cli/access-point/control-regions";
import type { RunRecord } from "../../../cli/failover/record";
import type { LocalAws } from "../../../local-aws";
import { until } from "../../local-aws/support";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import { host } from "./lanes";
import type { CommandLine, Result, RunOptions } from "../../support/process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const Submit = "s3:SubmitMultiRegionAccessPointRoutes";
const unchanged =
  /^Interrupted before anything was submitted\. The routing of shop was last read at \d\d:\d\d:\d\dZ in [a-z0-9, -]+: ap-south-1 active, us-east-1 passive\.$/;
let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("shop");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

beforeEach(async () => {
  await aws.control.setFaults([]);
  await aws.control.setReplication({ pausedDestinations: [] });
  await environment.route(mumbai);
  await aws.control.clearRequests();
});

type Moment = string | (() => Promise<boolean>);

/** Sends the signal as soon as standard error has this text, or this holds. */
async function interrupt(
  args: string[],
  moment: Moment,
  signal: NodeJS.Signals = "SIGINT",
  options?: RunOptions,
): Promise<Result> {
  const { child, result } = mrap.start(args, options);
  let told = "";
  child.stderr!.on("data", (text: string) => (told += text));
  await until(`${String(moment)} in ${args.join(" ")}`, async () =>
    typeof moment === "string" ? told.includes(moment) : await moment(),
  );
  child.kill(signal);
  return result;
}

/** The lines of the last run. */
function lines(): RunRecord[] {
  const file = join(mrap.folder, "state", "mrap", "runs.jsonl");
  const all = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RunRecord);
  return all.filter(({ run }) => run === all.at(-1)!.run);
}

const requests = () => aws.control.requests();
const submitted = async (): Promise<number> =>
  (await requests()).filter(({ action }) => action === Submit).length;

describe.each(signals)("%s before anything was submitted", (signal) => {
  const record = { event: "ended", outcome: "interrupted", status: 1 };

  /** The assertions for every moment of the signal: exit status, last line, one line of record, no update. */
  async function holds({ status, last, stderr }: Result, sentence: RegExp): Promise<void> {
    expect(status).toBe(1);
    expect(last).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(lines()).toEqual([expect.objectContaining({ ...record, sentence: last })]);
    expect(await submitted()).toBe(0);
    expect(await environment.active()).toEqual([mumbai]);
  }

  test("while the routing is read", async () => {
    await aws.control.setFaults(controlRegions.map((region) => ({ host: host(region), fault: "silent" })));
    const silent = async (): Promise<boolean> => (await requests()).some(({ event }) => event === "silent");
    const result = await interrupt(["failover", environment.arn, "--to", virginia, "--yes"], silent, signal);
    await holds(
      result,
      /^Interrupted before anything was submitted\. The routing of [a-z0-9]+\.mrap is not known\.$/,
    );
  });

  test("in the preflight", async () => {
    const args = ["failover", environment.file, "--to", virginia, "--yes"];
    await holds(await interrupt(args, "Checking shop before", signal), unchanged);
  });

  test("at the question", async () => {
    const args = ["failover", environment.file, "--to", virginia];
    await holds(await interrupt(args, "Type shop to continue: ", signal, { input: null }), unchanged);
  });

  test("while replication is to catch up", async () => {
    await environment.route(virginia);
    await aws.control.clearRequests();
    await aws.control.setReplication({ pausedDestinations: [mumbai] });
    const late = new PutObjectCommand({
      Bucket: environment.buckets[virginia],
      Key: "later.txt",
      Body: "late",
    });
    await environment.s3(virginia).send(late);
    await aws.control.flushMetrics();
    const args = ["failback", environment.file, "--yes", "--wait-for-replication", "60"];
    const { status, last } = await interrupt(args, "Waiting, us-east-1 to ap-south-1: ", signal);
    expect(status).toBe(1);
    expect(last).toMatch(
      /^Interrupted before anything was submitted\. .* last read at .*: us-east-1 active, ap-south-1 passive\.$/,
    );
    expect(lines()).toEqual([expect.objectContaining(record)]);
    expect(await submitted()).toBe(0);
  });
});

test.each(signals)(
  "%s while the update is out: it may still take effect, and the record says so",
  async (signal) => {
    await aws.control.setFaults([{ host: "*.s3-control.*", fault: "no-answer", action: "s3:Submit*" }]);
    const args = ["failover", environment.file, "--to", virginia, "--yes", "--force", "--no-wait"];
    const { status, last } = await interrupt(args, "Submitting", signal);
    expect(status).toBe(3);
    expect(last).toMatch(
      /^Interrupted after the update was sent\. No answer says what became of it, and it may still take effect\. .*Wait 2 minutes, then run mrap status /,
    );
    expect(lines()).toMatchObject([
      { event: "submitting" },
      { event: "ended", outcome: "interrupted", status: 3, sentence: last },
    ]);
  },
);

test("as JSON, the record is all that standard output has", async () => {
  const args = ["failover", environment.file, "--to", virginia, "--yes", "--json"];
  const { status, stdout } = await interrupt(args, "Checking shop before");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "interrupted",
    sentence: expect.stringMatching(unchanged) as string,
  });
});

test("while only the record is still on its way to its bucket, the routing is known", async () => {
  await environment.s3(virginia).send(new CreateBucketCommand({ Bucket: "shop-records" }));
  await aws.control.setFaults([{ host: "shop-records.*", fault: "no-answer", action: "s3:PutObject" }]);
  const args = ["failover", environment.file, "--to", virginia, "--yes", "--force", "--no-wait"];
  const writing = async (): Promise<boolean> =>
    (await requests()).some(
      ({ host: name, event }) => name.startsWith("shop-records.") && event === "no-answer",
    );
  const { status, last } = await interrupt([...args, "--record", "s3://shop-records/runs"], writing);
  expect({ status, last }).toEqual({
    status: 0,
    last: "The routing of shop is now: us-east-1 active, ap-south-1 passive.",
  });
  expect(lines()).toMatchObject([
    { event: "submitting" },
    { event: "ended", outcome: "accepted", status: 0 },
  ]);
});
