/** Runs of `mrap traffic` as processes on the local AWS: replication, losses, denied access, Ctrl-C, bad input. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  GetBucketReplicationCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import type { TrafficReport } from "../../../cli/traffic/result/report";
import type { LocalAws } from "../../../local-aws";
import { account, makeEnvironment, type DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import { until } from "../../local-aws/support";
import { reportOf } from "./support";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("runs");
  ({ aws, mrap, environment } = stage);
});

afterAll(() => stage.stop());

const traffic = (...args: string[]) => ["traffic", environment.file, ...args];
const left = async (): Promise<number[]> =>
  Promise.all(
    Object.values(environment.buckets).map(async (bucket) => (await aws.control.ledger(bucket)).length),
  );

test("a replication delay of 4 s is measured within 10 %", async () => {
  await aws.control.setReplication({ delaySeconds: 4 });
  const args = [
    "--rate",
    "15",
    "--duration",
    "4s",
    "--mix",
    "put=100",
    "--verify",
    "--verify-interval",
    "200ms",
  ];
  const report = reportOf(await mrap.run(traffic(...args, "--json")));
  await aws.control.setReplication({ delaySeconds: 0.2 });
  const [direction, ...others] = report.verified!.directions;
  expect(others).toEqual([]);
  expect(direction).toMatchObject({ from: mumbai, to: virginia, objects: 61, arrived: 61, missing: 0 });
  expect(direction!.arrival!.p50).toBeGreaterThan(3600);
  expect(direction!.arrival!.p50).toBeLessThan(4400);
  expect(direction!.arrival!.p90).toBeGreaterThan(3600);
  expect(direction!.arrival!.p90).toBeLessThan(4400);
  expect(await left()).toEqual([0, 0]);
}, 60_000);

test("exactly the objects that a bucket loses are listed", async () => {
  await aws.control.setReplication({ dropEvery: 9 });
  const args = [
    "--rate",
    "20",
    "--duration",
    "2s",
    "--mix",
    "put=100",
    "--verify",
    "--verify-interval",
    "200ms",
  ];
  const run = mrap.run(traffic(...args, "--verify-patience", "4s", "--keep", "--json"));
  const result = await run;
  await aws.control.setReplication({ dropEvery: 0 });
  const report = reportOf(result);
  const versions = async (region: string): Promise<string[]> =>
    (await aws.control.ledger(environment.buckets[region]!)).map(
      ({ key, versionId }) => `${key} ${versionId}`,
    );
  const there = new Set(await versions(virginia));
  const lost = (await versions(mumbai)).filter((version) => !there.has(version));
  // Replications are counted since the start of the local AWS.
  expect([4, 5]).toContain(lost.length);
  expect(report.verified!.missing.map(({ key, version }) => `${key} ${version}`).sort()).toEqual(lost.sort());
  expect(report.verified!.missing[0]).toMatchObject({ region: virginia, what: "not there" });
  expect(report.verified!.directions).toMatchObject([
    { from: mumbai, to: virginia, objects: 41, arrived: 41 - lost.length, missing: lost.length },
  ]);
  expect(report.cleanup).toBeNull();
  expect(result.status).toBe(3);
  expect(report.regions.map(({ region }) => region)).toEqual([mumbai, virginia]);
}, 60_000);

describe("deletes", () => {
  const run = (...args: string[]) =>
    mrap.run(
      traffic(
        ...["--rate", "20", "--mix", "put=3,delete=1", "--verify-interval", "200ms", "--verify", ...args],
      ),
    );

  test("a delay of 4 s is measured within 10 %", async () => {
    const before = await left();
    await aws.control.setReplication({ delaySeconds: 4 });
    const report = reportOf(await run("--duration", "4s", "--json"));
    await aws.control.setReplication({ delaySeconds: 0.2 });
    expect(report.verified).toMatchObject({ deletes: 20, missing: [], differing: [], undeleted: [] });
    const [direction, ...others] = report.verified!.directions;
    expect(others).toEqual([]);
    expect(direction).toMatchObject({ from: mumbai, to: virginia, objects: 68 });
    expect(direction!.deletes).toMatchObject({ sent: 20, arrived: 20, missing: 0 });
    const { p50, p90 } = direction!.deletes!.arrival!;
    for (const time of [p50, p90]) {
      expect(time).toBeGreaterThan(3600);
      expect(time).toBeLessThan(4400);
    }
    expect(await left()).toEqual(before);
  });

  test("deletes that a bucket loses are listed", async () => {
    await aws.control.setReplication({ dropEvery: 5 });
    const out = join(mrap.folder, "deletes.json");
    const result = await run("--duration", "2s", "--verify-patience", "4s", "--keep", "--out", out);
    await aws.control.setReplication({ dropEvery: 0 });
    const report = JSON.parse(readFileSync(out, "utf8")) as TrafficReport;
    const deletedIn = async (region: string): Promise<string[]> =>
      (await aws.control.ledger(environment.buckets[region]!))
        .filter(({ key, deleteMarker }) => deleteMarker && key.startsWith(report.settings.prefix))
        .map(({ key }) => key);
    const there = new Set(await deletedIn(virginia));
    const lost = (await deletedIn(mumbai)).filter((key) => !there.has(key)).sort();
    expect(lost.length).toBe(2);
    expect(report.verified!.undeleted.map(({ key }) => key).sort()).toEqual(lost);
    expect(report.verified!.directions).toMatchObject([
      { deletes: { sent: 10, arrived: 10 - lost.length, missing: lost.length } },
    ]);
    expect(result.stdout).toMatch(
      new RegExp(`^ap-south-1 to us-east-1 +10 +${10 - lost.length} +${lost.length}( +[\\d.]+){3}$`, "m"),
    );
    expect(result.stdout).toContain(`\n${lost[0]} in us-east-1: its delete marker is not there.\n`);
    expect(result.stdout).toContain(`\nThe delete markers of ${lost.length} of 10 deletes are missing.\n`);
    expect(result.status).toBe(3);
    await mrap.run(traffic("--remove", report.settings.prefix));
  });

  test("deletes that the rules do not replicate are not awaited", async () => {
    const s3 = environment.s3(mumbai);
    const Bucket = environment.buckets[mumbai]!;
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    const set = (Status: "Enabled" | "Disabled") => {
      const Rules = ReplicationConfiguration!.Rules!.map((rule) => ({
        ...rule,
        DeleteMarkerReplication: { Status },
      }));
      return s3.send(
        new PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: { ...ReplicationConfiguration!, Rules },
        }),
      );
    };
    await set("Disabled");
    const { status, stdout } = await run("--duration", "1s");
    await set("Enabled");
    expect(stdout).toContain(
      "\nDeletes do not replicate from ap-south-1 to us-east-1, because the rules do not replicate delete markers.\n",
    );
    expect(stdout).not.toMatch(/^deletes /m);
    expect(status).toBe(0);
  });
});

const interrupted =
  "Interrupted. Waiting up to 5 s for requests in flight, then cleaning up (press Ctrl-C again to stop at once) …";

test("Ctrl-C cleans up and prints the result so far", async () => {
  const before = await left();
  const args = traffic("--rate", "30", "--duration", "10m");
  const { child, result } = mrap.start(args);
  await until("something is written", async () => (await left())[0]! > before[0]! + 20);
  child.kill("SIGINT");
  const { status, stdout, stderr } = await result;
  expect(status).toBe(130);
  expect(stderr).toContain(`${interrupted}\n`);
  expect(stdout).toMatch(/^Interrupted run against runs: \d+ sent, \d+ answered, 0 failed\.\n/);
  expect(stdout).toContain("Cleaned up. No bucket contains an object of this run.");
  expect(await left()).toEqual(before);
}, 60_000);

describe("Ctrl-C while nothing answers", () => {
  /** Starts a run, and stops a host from answering after the first writes. The timeout is an hour. */
  const hanging = async (host: string) => {
    const before = (await left())[0]!;
    const run = mrap.start(traffic("--rate", "30", "--duration", "10m", "--timeout", "1h", "--mix", "put=1"));
    let told = "";
    run.child.stderr!.on("data", (text: string) => (told += text));
    await until("something is written", async () => (await left())[0]! > before + 20);
    await aws.control.setFaults([{ host, fault: "no-answer" }]);
    await aws.control.clearRequests();
    await until("something hangs", async () => (await aws.control.requests()).length > 10);
    return { ...run, told: () => told };
  };
  afterEach(() => aws.control.setFaults([]));

  test("aborts requests in flight, counts them as interrupted, and cleans up", async () => {
    const before = await left();
    const { child, result } = await hanging("*.accesspoint.s3-global.*");
    child.kill("SIGINT");
    const { status, stdout, stderr } = await result;
    expect(status).toBe(130);
    expect(stderr).toContain(`${interrupted}\n`);
    const [, sent, answered, failed] =
      /^Interrupted run against runs: (\d+) sent, (\d+) answered, (\d+) failed\.\n/.exec(stdout)!;
    expect(Number(sent)).toBe(Number(answered) + Number(failed));
    expect(Number(failed)).toBeGreaterThan(0);
    expect(stdout).toContain(`\nFailed: Interrupted ${failed}.\n`);
    expect(stdout).toContain("\nCleaned up. No bucket contains an object of this run.\n");
    expect(await left()).toEqual(before);
  });

  test("a second Ctrl-C stops at once and prints what is left, and --remove deletes it", async () => {
    const before = await left();
    const { child, result, told } = await hanging("*.amazonaws.com");
    child.kill("SIGINT");
    await until("the first one is answered", () => told().includes(interrupted));
    child.kill("SIGINT");
    const { status, stdout, stderr } = await result;
    expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
    const said = stderr.trimEnd().split("\n").at(-1)!;
    const [, objects, prefix] =
      /^Stopped without a cleanup\. At most (\d+) objects are left below (\S+) in/.exec(said)!;
    expect(said).toBe(
      `Stopped without a cleanup. At most ${objects} objects are left below ${prefix} in each of the buckets runs-ap-south-1, runs-us-east-1. ` +
        `Delete them with: mrap traffic ${environment.file} --remove ${prefix}`,
    );
    await aws.control.setFaults([]);
    const there = (await left()).map((count, index) => count - before[index]!);
    expect(there[0]).toBeGreaterThan(20);
    expect(there[0]).toBeLessThanOrEqual(Number(objects));
    const removed = await mrap.run(traffic("--remove", prefix!));
    expect(removed).toMatchObject({ status: 0, stderr: "" });
    expect(removed.stdout).toMatch(
      new RegExp(
        `^Deleted versions and delete markers below ${prefix}: \\d+ in runs-ap-south-1, \\d+ in runs-us-east-1\\.\n$`,
      ),
    );
    expect(await left()).toEqual(before);
  });
});

test("buckets that deny direct access are compared by their lists, and the result shows what is left", async () => {
  const closed = await makeEnvironment(aws, "closed", { [mumbai]: "active", [virginia]: "passive" });
  for (const [region, bucket] of Object.entries(closed.buckets)) {
    const statement = {
      Sid: "OnlyThroughAccessPoint",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: {
        StringNotEquals: { "s3:DataAccessPointArn": closed.arn },
        ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/replication` },
      },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await closed.s3(region).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  }
  const args = [
    "--rate",
    "10",
    "--duration",
    "1s",
    "--mix",
    "put=100",
    "--verify",
    "--verify-interval",
    "200ms",
  ];
  const { status, stdout } = await mrap.run(["traffic", closed.file, ...args]);
  closed.remove();
  for (const bucket of Object.values(closed.buckets)) {
    expect(stdout).toContain(
      `${bucket} was compared by its list of versions (version and size), because the bucket denies direct reads (AccessDenied).`,
    );
    expect(stdout).toMatch(
      new RegExp(
        `\\d+ versions and delete markers are left below mrap-traffic/\\S+/ in ${bucket}: the bucket denies the delete \\(AccessDenied\\)\\.`,
      ),
    );
  }
  expect(stdout).toContain("All 11 objects are in every bucket and unchanged.");
  expect(status).toBe(3);
  // Deleted through the access point, which adds delete markers.
  const entries = await aws.control.ledger(closed.buckets[mumbai]!);
  expect(entries.filter(({ deleteMarker }) => deleteMarker)).toHaveLength(11);
}, 60_000);

describe("rejected before the load", () => {
  const rejected = async (...args: string[]) => {
    const { status, stdout, stderr } = await mrap.run(args);
    const error = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Estimated cost: "));
    return { status, stdout, error };
  };

  test("a run that costs more than --max-cost", async () => {
    expect(await rejected(...traffic("--size", "64MiB", "--max-cost", "0.5"))).toEqual({
      status: 1,
      stdout: "",
      error: [
        "This run may cost $1.12, which is more than --max-cost 0.5. Nothing was sent. Raise --max-cost, or lower --rate, --duration or --size.",
      ],
    });
  });

  test("no permission to write", async () => {
    const fault = { host: "*.accesspoint.s3-global.*", fault: "status" as const, status: 403 };
    await aws.control.setFaults([{ ...fault, code: "AccessDenied", action: "s3:PutObject" }]);
    const { status, stdout, error } = await rejected(...traffic());
    await aws.control.setFaults([]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(error.map((line) => line.replace(/\d{8}T\d{6}Z-[0-9a-f]{6}/, "RUN"))).toEqual([
      `No permission: s3:PutObject on ${environment.arn}/object/mrap-traffic/RUN/* is denied; allow it to your role, or use another one.`,
    ]);
  });

  test("an access point that is not READY", async () => {
    await aws.control.setAccessPointStatus("runs", "CREATING");
    const result = await rejected(...traffic());
    await aws.control.setAccessPointStatus("runs", "READY");
    expect(result).toEqual({
      status: 1,
      stdout: "",
      error: [
        "The access point runs is CREATING, and traffic needs the status READY. Wait until mrap status shows READY, then try again.",
      ],
    });
  });

  test("no permission to list, which --verify needs", async () => {
    const fault = { host: `${environment.buckets[virginia]}.s3.*`, fault: "status" as const, status: 403 };
    await aws.control.setFaults([{ ...fault, code: "AccessDenied", action: "s3:ListBucketVersions" }]);
    const result = await rejected(...traffic("--verify"));
    await aws.control.setFaults([]);
    expect(result).toEqual({
      status: 1,
      stdout: "",
      error: [
        "No permission: s3:ListBucketVersions on arn:aws:s3:::runs-us-east-1 is denied; allow it to your role, or use another one.",
      ],
    });
  });

  test("a bucket that is not versioned", async () => {
    const Bucket = environment.buckets[virginia]!;
    const suspend = (Status: "Suspended" | "Enabled") =>
      environment
        .s3(virginia)
        .send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    await suspend("Suspended");
    expect(await rejected(...traffic())).toEqual({
      status: 1,
      stdout: "",
      error: [
        "The bucket runs-us-east-1 in us-east-1 is not versioned (Suspended). Replication needs versioning on every bucket. Enable it, for example with npx cdktf deploy.",
      ],
    });
    await suspend("Enabled");
  });

  test("an invalid option", async () => {
    expect(await rejected(...traffic("--rate", "many"))).toEqual({
      status: 2,
      stdout: "",
      error: ["--rate must be a number from 0.1 to 20000. Got 'many'."],
    });
  });

  test.each(["mrap-traffic/", "photos/", "20260102T030405Z-abcdef", "/20260102T030405Z-abcdef/"])(
    "--remove %s, which is not the folder of a run",
    async (folder) => {
      expect(await rejected(...traffic("--remove", folder))).toEqual({
        status: 2,
        stdout: "",
        error: [
          `--remove must be the folder of a run, such as mrap-traffic/20260102T030405Z-abcdef/. Got '${folder}'.`,
        ],
      });
    },
  );
});

test("a rate that is not reached is reported with the reached rate", async () => {
  const args = [
    "--rate",
    "2000",
    "--duration",
    "1s",
    "--grace",
    "1s",
    "--concurrency",
    "2",
    "--mix",
    "put=1",
  ];
  const { status, stdout } = await mrap.run(traffic(...args));
  expect(stdout).toMatch(
    /^The rate was not reached: [\d.]+\/s of 2000\/s\. [\d.]+ % of the requests were sent within 5 ms of their due time\. \d+ requests were not sent before the run ended\. \d+ requests waited because 2 were in flight \(--concurrency\)\.$/m,
  );
  expect(status).toBe(3);
}, 60_000);
