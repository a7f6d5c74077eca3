/** Each wait is bounded or can be interrupted, and odd input is rejected with a sentence. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { controlRegions } from "../../../cli/access-point/control-regions";
import { until } from "../../local-aws/support";
import { copyCommandLine, type CommandLine } from "../../support/process";
import { startEmulator, type Emulator } from "./matrix/emulator";
import { environmentFile, recordsIn } from "./matrix/run-case";
import { arn, members, World } from "./matrix/world";

let mrap: CommandLine;
let emulator: Emulator;
let home: string;
let file: string;
let env: Record<string, string>;
const now = "The routing of shop is now: us-east-1 active, ap-south-1 passive, eu-west-1 passive.";
const notKnown = "Interrupted before anything was submitted. The routing of shop is not known.";

beforeAll(async () => {
  mrap = copyCommandLine({ PATH: process.env.PATH ?? "" });
  emulator = await startEmulator();
});

afterAll(() => {
  emulator.stop();
  mrap.remove();
});

beforeEach(() => {
  Object.assign(emulator, { world: new World("ap-south-1"), behaviors: {}, data: {}, connections: [] });
  home = mkdtempSync(join(mrap.folder, "home-"));
  mkdirSync(join(home, "mrap"));
  file = join(home, "shop.yaml");
  writeFileSync(file, environmentFile("us-east-1"));
  env = { ...emulator.env, XDG_STATE_HOME: home };
});

/** The number of times that each silent control Region is asked, which is the number of steps that wait for it. */
test.each(controlRegions)(
  "in a whole failover with %s alone, a silent Region is asked at most six times",
  async (able) => {
    const silent = controlRegions.filter((region) => region !== able);
    emulator.behaviors = Object.fromEntries(silent.map((region) => [region, { connection: "silent" }]));
    writeFileSync(
      join(home, "mrap", "access-points.json"),
      JSON.stringify([{ name: "shop", arn, buckets: Object.values(members).sort() }]),
    );
    const { status, last } = await mrap.run(["failover", file, "--to", "us-east-1", "--yes", "--force"], {
      env,
    });
    expect({ status, last }).toEqual({
      status: 0,
      last: `${now.slice(0, -1)}, as ${able} alone reports: no other control Region answers.`,
    });
    const asked = silent.map(
      (region) =>
        emulator.connections.filter((host) => host.includes(region) && host.includes("s3-control")).length,
    );
    expect(Math.max(...asked)).toBeLessThanOrEqual(6);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(5);
  },
);

const emergency = (): string[] => ["failover", file, "--to", "us-east-1", "--yes", "--force", "--no-wait"];

test("pipes that nobody reads, in the place of the state files, stop nothing", async () => {
  for (const name of ["access-points.json", "unsettled-updates.json", "runs.jsonl"])
    execFileSync("mkfifo", [join(home, "mrap", name)]);
  const { status, last, stderr } = await mrap.run(emergency(), { env });
  expect({ status, last }).toEqual({ status: 0, last: now });
  expect(stderr).toContain(`Ignored ${home}/mrap/access-points.json: it is not a regular file.\n`);
  expect(stderr).toContain(`The record could not be written to ${home}/mrap/runs.jsonl: `);
});

test("nonsense in the memory of earlier runs is dropped with a warning", async () => {
  const memory = join(home, "mrap", "access-points.json");
  writeFileSync(
    memory,
    JSON.stringify([{ name: "shop" }, 5, { name: "shop", arn: "nonsense", buckets: [] }]),
  );
  const { status, last, stderr } = await mrap.run(emergency(), { env });
  expect({ status, last }).toEqual({ status: 0, last: now });
  expect(stderr).toContain(`Ignored 3 entries of ${memory} that do not name an access point.\n`);
});

test("a bucket for records that does not answer is given up after the last line", async () => {
  emulator.data = { connection: (host) => (host.startsWith("records.") ? "silent" : undefined) };
  const { status, last, stderr } = await mrap.run([...emergency(), "--record", "s3://records/runs"], { env });
  expect({ status, last }).toEqual({ status: 0, last: now });
  expect(stderr).toMatch(
    /\nThe record could not be written to s3:\/\/records\/runs\/shop\/\S+\.jsonl: No answer to s3:PutObject: /,
  );
  expect(recordsIn(home)).toMatchObject([{ event: "submitting" }, { event: "ended", status: 0 }]);
});

test("the deletion of a canary that is not answered is given up after the last line", async () => {
  emulator.data = { silentDelete: true };
  const { status, last } = await mrap.run(["failover", file, "--to", "us-east-1", "--yes", "--force"], {
    env,
  });
  expect({ status, last }).toEqual({ status: 0, last: now });
});

/** A profile whose credential_process never ends. */
function hangingProfile(): Record<string, string> {
  const config = join(home, "config");
  writeFileSync(config, "[profile hanging]\ncredential_process = sleep 60\n");
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = env;
  return { ...rest, AWS_CONFIG_FILE: config, AWS_PROFILE: "hanging" };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the wait for a credential_process",
  async (signal) => {
    const { child, result } = mrap.start(emergency(), { env: hangingProfile() });
    let told = "";
    child.stderr!.on("data", (text: string) => (told += text));
    await until("it looks for the access point", () => told.includes("Looking for"));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill(signal);
    const { status, last } = await result;
    expect({ status, last: last.replace(file, "shop") }).toEqual({ status: 1, last: notKnown });
  },
);

test("a credential_process that hangs is given up after 30 s", async () => {
  const { status, last, stderr } = await mrap.run(emergency(), { env: hangingProfile() });
  expect({ status, last }).toEqual({
    status: 1,
    last: "Nothing was submitted: the routing of shop is not known.",
  });
  expect(stderr).toContain(
    "The AWS profile 'hanging' gives no credentials within 30 s: check its credential_process or its sign-in, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n",
  );
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s at once, with --json: standard output has a record",
  async (signal) => {
    const { child, result } = mrap.start([...emergency(), "--json"], { env });
    child.stderr!.once("data", () => void child.kill(signal));
    const { status, stdout } = await result;
    expect(status).toBe(1);
    const record = JSON.parse(stdout) as { sentence: string };
    expect(record).toMatchObject({ event: "ended", outcome: "interrupted", status: 1 });
    expect(record.sentence.replace(file, "shop")).toBe(notKnown);
  },
);

test.each([
  ["failover", "--timeout"],
  ["failover", "--request-timeout"],
  ["failover", "--wait-for-replication"],
  ["failback", "--timeout"],
  ["failback", "--request-timeout"],
  ["failback", "--wait-for-replication"],
])("%s %s rejects seconds that overflow a timer", async (command, option) => {
  const to = command === "failover" ? ["--to", "us-east-1"] : [];
  for (const value of ["2147484", "86401", "1e9", "Infinity", "NaN", "0", "-1", "soon", ""]) {
    const { status, stdout, stderr } = await mrap.run([command, file, ...to, "--yes", option, value], {
      env,
    });
    expect({ value, status, stdout }).toEqual({ value, status: 2, stdout: "" });
    expect(stderr).toContain(`Use seconds above 0 and up to 86400, got '${value}'.`);
  }
  expect(emulator.world.exchanges).toEqual([]);
});
