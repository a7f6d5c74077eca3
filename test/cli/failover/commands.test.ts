/** Every command for real: as a process, against the local AWS. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  GetBucketReplicationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { controlRegions } from "../../../cli/access-point/control-regions";
import type { RunRecord } from "../../../cli/failover/record";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import { account, makeEnvironment, type DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine, Result } from "../../support/process";

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
  await environment.route(mumbai);
});

const submits = async (): Promise<number> =>
  (await aws.control.requests()).filter(({ action }) => action === "s3:SubmitMultiRegionAccessPointRoutes")
    .length;
const records = (result: Result): RunRecord => JSON.parse(result.stdout) as RunRecord;

describe("failover", () => {
  test("with its preflight, the name typed, the wait and a canary", async () => {
    const result = await mrap.run(["failover", environment.file, "--to", virginia], { input: "shop\n" });
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe("The routing of shop is now: us-east-1 active, ap-south-1 passive.");
    expect(result.stdout).toContain(
      "Canary through the access point   written and read back, found in ap-south-1",
    );
    expect(result.stdout).toContain("Reported by us-east-1");
    expect(result.stdout).toMatch(/found in [^\n]*us-east-1/);
    expect(result.stdout).not.toContain("\u001b");
    expect(await environment.active()).toEqual([virginia]);
    for (const [region, Bucket] of Object.entries(environment.buckets)) {
      const left = await environment
        .s3(region)
        .send(new ListObjectsV2Command({ Bucket, Prefix: "mrap-canary/" }));
      if (region === virginia) expect(left.Contents ?? []).toEqual([]);
    }
  });

  test("another name typed, or none, leaves the routing alone", async () => {
    for (const [input, why] of [
      ["shpo\n", "'shpo' is not shop"],
      ["", "No confirmation"],
    ] as const) {
      const result = await mrap.run(["failover", environment.file, "--to", virginia], { input });
      expect(result.status).toBe(1);
      expect(result.last).toContain(why);
      expect(result.last).toContain(
        "the routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
      );
    }
    expect(await environment.active()).toEqual([mumbai]);
  });

  test("--dry-run stops before the update", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.file, "--to", virginia, "--dry-run"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe(
      "Dry run, nothing was submitted: the routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
    );
    expect(await submits()).toBe(0);
  });

  test("what is active already: says so, and sends nothing", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.file, "--to", mumbai, "--yes"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe(
      "Nothing to do: the routing of shop is ap-south-1 active, us-east-1 passive already.",
    );
    expect(await submits()).toBe(0);
  });

  test("by name, alias and ARN, without any file", async () => {
    for (const [index, name] of ["shop", environment.alias, environment.arn].entries()) {
      const to = index % 2 === 0 ? virginia : mumbai;
      const result = await mrap.run(["failover", name, "--to", to, "--yes", "--force", "--no-wait"]);
      expect(result).toMatchObject({ status: 0 });
      expect(await environment.active()).toEqual([to]);
    }
  });

  test("one update makes the targets active and all others passive", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run([
      "failover",
      "shop",
      "--to",
      virginia,
      "--to",
      mumbai,
      "--yes",
      "--force",
      "--no-wait",
    ]);
    expect(result).toMatchObject({ status: 0 });
    expect(await submits()).toBe(1);
    expect(await environment.active()).toEqual([mumbai, virginia]);
  });

  test("a red item stops it and says what to do; --force goes on and records what it overrode", async () => {
    const Bucket = environment.buckets[virginia]!;
    const s3 = environment.s3(virginia);
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    const rules = (Status: "Enabled" | "Disabled") =>
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: ReplicationConfiguration!.Role,
          Rules: ReplicationConfiguration!.Rules!.map((rule) => ({ ...rule, Status })),
        },
      });
    await s3.send(rules("Disabled"));
    const refused = await mrap.run(["failover", environment.file, "--to", virginia, "--yes"]);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("STOP  Rules, us-east-1 to ap-south-1");
    expect(refused.stdout).toContain("-> enable it: deploy the environment");
    expect(refused.last).toMatch(/^Refused, 1 of 9 items .* unchanged: ap-south-1 active/);
    expect(await environment.active()).toEqual([mumbai]);

    const forced = await mrap.run([
      "failover",
      environment.file,
      "--to",
      virginia,
      "--yes",
      "--force",
      "--json",
    ]);
    await s3.send(rules("Enabled"));
    expect(forced.status).toBe(0);
    expect(records(forced)).toMatchObject({
      event: "ended",
      overridden: ["rules us-east-1 > ap-south-1"],
      caller: { account },
      from: { [mumbai]: "active", [virginia]: "passive" },
      to: { [mumbai]: "passive", [virginia]: "active" },
      routing: { [mumbai]: "passive", [virginia]: "active" },
      // The quickest to answer; on a busy machine that is any of the five.
      endpoint: expect.stringMatching(new RegExp(`^(${controlRegions.join("|")})$`)) as string,
      status: 0,
    });
    expect(records(forced).steps.map(({ step }) => step)).toEqual([
      "read the routing",
      "preflight",
      "update",
      "wait",
    ]);
  });

  test("a lost Region: what it publishes is not read, the rest is, and --force gets out of it", async () => {
    await aws.control.setFaults([
      { host: `*${mumbai}.amazonaws.com`, fault: "silent" },
      { host: `*.s3-control.us-west-2.amazonaws.com`, fault: "silent" },
    ]);
    const planned = await mrap.run(["failover", environment.file, "--to", virginia, "--yes"]);
    expect(planned.status).toBe(1);
    expect(planned.stdout).toMatch(/look {2}Failed, ap-south-1 to us-east-1 +unreachable/);
    expect(planned.stdout).toMatch(/STOP {2}Canary/);
    const forced = await mrap.run(["failover", environment.file, "--to", virginia, "--yes", "--force"]);
    expect(forced).toMatchObject({ status: 0 });
    expect(forced.stdout).toContain("; unreachable: us-west-2");
    expect(await environment.active()).toEqual([virginia]);
  });

  test("records: two lines in a file, and an object in a bucket", async () => {
    await environment.s3(virginia).send(new CreateBucketCommand({ Bucket: "shop-records" }));
    const record = "s3://shop-records/runs";
    const result = await mrap.run([
      "failover",
      environment.file,
      "--to",
      virginia,
      "--yes",
      "--force",
      "--no-wait",
      "--record",
      record,
    ]);
    expect(result).toMatchObject({ status: 0 });
    const lines = readFileSync(join(mrap.folder, "state", "mrap", "runs.jsonl"), "utf8")
      .trim()
      .split("\n");
    const [submitting, ended] = lines.slice(-2).map((line) => JSON.parse(line) as RunRecord);
    expect(submitting).toMatchObject({
      event: "submitting",
      preflight: "skipped",
      overridden: ["preflight"],
    });
    expect(ended).toMatchObject({ event: "ended", run: submitting!.run, outcome: "accepted" });
    const list = await environment.s3(virginia).send(new ListObjectsV2Command({ Bucket: "shop-records" }));
    expect(list.Contents?.map(({ Key }) => Key)).toEqual([`runs/shop/${ended!.run}.jsonl`]);

    const lost = await mrap.run([
      "failover",
      environment.file,
      "--to",
      mumbai,
      "--yes",
      "--force",
      "--no-wait",
      "--record",
      "s3://no-such-bucket-here",
    ]);
    expect(lost.status).toBe(0);
    expect(lost.stderr).toContain("The record could not be written to s3://no-such-bucket-here/");
  });

  test("submitted, and no answer says what became of it: exit status 3", async () => {
    await aws.control.setFaults([{ host: "*.s3-control.*", fault: "no-answer", action: "s3:Submit*" }]);
    const args = ["failover", environment.file, "--to", virginia, "--yes", "--force", "--no-wait"];
    const result = await mrap.run([...args, "--request-timeout", "2"]);
    expect(result.status).toBe(3);
    expect(result.last).toContain(
      "no answer says what became of it; it may still take effect: the routing of shop is now ap-south-1 active, us-east-1 passive.",
    );
  });
});

describe("credentials and proxy", () => {
  const flags = ["--to", virginia, "--yes", "--force", "--no-wait"];

  test("a profile's credentials, over the environment's", async () => {
    const file = join(mrap.folder, "credentials");
    writeFileSync(file, "[ops]\naws_access_key_id = AKIAOPSOPSOPSOPSOPS1\naws_secret_access_key = x\n");
    const env = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    for (const [args, more] of [
      [["--profile", "ops"], {}],
      [[], { AWS_PROFILE: "ops" }],
    ] as const) {
      await environment.route(mumbai);
      const result = await mrap.run(["failover", environment.file, ...flags, ...args], {
        env: { ...env, ...more },
      });
      expect(result).toMatchObject({ status: 0, stderr: "Submitting …\n" });
    }
  });

  test("what NO_PROXY exempts does not go to the proxy", async () => {
    await aws.control.clearRequests();
    const result = await mrap.run(["failover", environment.arn, ...flags], {
      env: { NO_PROXY: "amazonaws.com", no_proxy: "amazonaws.com" },
    });
    expect(result).toMatchObject({ status: 1 });
    const seen = (await aws.control.requests()).filter(({ userAgent }) => userAgent === "mrap");
    expect(seen).toEqual([]);
  });
});

describe("failback", () => {
  test("returns to the file's routing", async () => {
    await environment.route(virginia);
    const result = await mrap.run(["failback", environment.file, "--yes", "--force"]);
    expect(result).toMatchObject({ status: 0 });
    expect(result.last).toBe("The routing of shop is now: ap-south-1 active, us-east-1 passive.");
  });

  test("refuses while objects still wait in the other direction, unless forced", async () => {
    await environment.route(virginia);
    await aws.control.setReplication({ pausedDestinations: [mumbai] });
    const put = new PutObjectCommand({
      Bucket: environment.buckets[virginia],
      Key: "late.txt",
      Body: "late",
    });
    await environment.s3(virginia).send(put);
    await aws.control.flushMetrics();
    const refused = await mrap.run(["failback", environment.file, "--yes"]);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/STOP {2}Waiting, us-east-1 to ap-south-1 +\d+ operations/);
    expect(await environment.active()).toEqual([virginia]);
    const forced = await mrap.run(["failback", environment.file, "--yes", "--force"]);
    await aws.control.setReplication({ pausedDestinations: [] });
    expect(forced.status).toBe(0);
    expect(forced.stdout).toContain("Forced over: lag us-east-1 > ap-south-1");
  });

  test("waits for what is behind where it is told to, and goes on when it has arrived", async () => {
    await environment.route(virginia);
    await aws.control.setReplication({ pausedDestinations: [mumbai] });
    const put = new PutObjectCommand({
      Bucket: environment.buckets[virginia],
      Key: "later.txt",
      Body: "late",
    });
    await environment.s3(virginia).send(put);
    await aws.control.flushMetrics();
    const late = await mrap.run(["failback", environment.file, "--yes", "--wait-for-replication", "1"]);
    expect(late.status).toBe(1);
    expect(late.last).toMatch(/^Refused, 1 of \d+ items stop it/);
    const { child, result } = mrap.start([
      "failback",
      environment.file,
      "--yes",
      "--wait-for-replication",
      "60",
    ]);
    child.stderr!.on("data", (text: string) => {
      if (text.includes("Waiting, us-east-1 to ap-south-1: "))
        void aws.control.setReplication({ pausedDestinations: [] });
    });
    const { status, last } = await result;
    expect(status).toBe(0);
    expect(last).toBe("The routing of shop is now: ap-south-1 active, us-east-1 passive.");
  });

  test("without a file there is nothing to return to", async () => {
    const result = await mrap.run(["failback", environment.arn, "--yes"]);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("mrap failover --to REGION");
  });
});

describe("status", () => {
  test("fits 100 columns and says that the routing differs from the file", async () => {
    await environment.route(virginia);
    const result = await mrap.run(["status", environment.file]);
    expect(result).toMatchObject({ status: 0 });
    for (const line of result.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect(result.stdout).toContain("shop  READY");
    expect(result.stdout).toContain("The routing differs from the environment file in ap-south-1, us-east-1");
    expect(result.last).toBe("The routing of shop is: us-east-1 active, ap-south-1 passive.");
  });

  test("as JSON, with each figure's age, and open alarms", async () => {
    const cloudWatch = new CloudWatchClient(aws.clientConfig(virginia));
    const Dimensions = [{ Name: "SourceBucket", Value: environment.buckets[mumbai] }];
    for (const [AlarmName, bucket] of [
      ["shop-latency", Dimensions],
      ["another", []],
    ] as const) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Dimensions: [...bucket],
          Namespace: "AWS/S3",
          MetricName: "ReplicationLatency",
          ComparisonOperator: "GreaterThanThreshold",
          EvaluationPeriods: 1,
          Period: 60,
          Statistic: "Maximum",
          Threshold: 900,
        }),
      );
      await cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "a test" }),
      );
    }
    await environment
      .s3(mumbai)
      .send(new PutObjectCommand({ Bucket: environment.buckets[mumbai], Key: "a", Body: "a" }));
    await aws.control.flushMetrics();
    const result = await mrap.run(["status", environment.arn, "--json"]);
    const status = JSON.parse(result.stdout) as Record<string, unknown> & { replication: unknown[] };
    expect(status).toMatchObject({
      arn: environment.arn,
      status: "READY (shop)",
      routing: { [mumbai]: "active", [virginia]: "passive" },
      file: null,
      alarms: [{ name: "shop-latency", region: virginia }],
    });
    expect(status.replication[0]).toMatchObject({
      from: mumbai,
      to: virginia,
      rules: [{ id: "to-us-east-1", enabled: true }],
      pendingOperations: { ageSeconds: expect.any(Number) as number },
    });
  });

  test("a lost Region is shown as unreachable within seconds, and the rest still comes", async () => {
    await aws.control.setFaults([{ host: `*${mumbai}.amazonaws.com`, fault: "silent" }]);
    const result = await mrap.run(["status", environment.file]);
    expect(result.status).toBe(0);
    expect(result.milliseconds).toBeLessThan(10_000);
    expect(result.stdout).toMatch(/ap-south-1 +active +active +unreachable/);
    expect(result.stdout).toMatch(/us-east-1 +passive +passive +enabled/);
    expect(result.stdout).toMatch(/us-east-1>ap-south-1 +enabled +unreachable/);
  });

  test("with every control Region lost the routing is not known, and the rest still comes", async () => {
    await aws.control.setFaults([{ host: "*.s3-control.*", fault: "refuse" }]);
    const result = await mrap.run(["status", environment.file]);
    expect(result.status).toBe(1);
    expect(result.last).toBe("The routing of shop is not known.");
    expect(result.stdout).toMatch(/us-east-1>ap-south-1 +enabled/);
  });

  test("without an argument the only environment is meant; of several they are listed", async () => {
    const { mkdirSync } = await import("node:fs");
    const cwd = join(mrap.folder, "project");
    mkdirSync(join(cwd, "environments"), { recursive: true });
    const yaml = readFileSync(environment.file, "utf8");
    writeFileSync(join(cwd, "environments", "one.yaml"), yaml);
    expect((await mrap.run(["status"], { cwd })).last).toMatch(/^The routing of shop is/);
    writeFileSync(join(cwd, "environments", "two.yaml"), yaml);
    const several = await mrap.run(["status"], { cwd });
    expect(several).toMatchObject({
      status: 2,
      stderr: "Which environment? There are one, two: name one of them.\n",
    });
  });
});

describe("bad input", () => {
  const refused = async (args: string[], env: Record<string, string> = {}): Promise<Result> => {
    const result = await mrap.run(args, { env });
    expect(result.stdout + result.stderr).not.toMatch(/\n\s+at /);
    expect(await environment.active()).toEqual([mumbai]);
    return result;
  };
  const flags = ["--to", virginia, "--yes", "--force", "--no-wait"];

  test("an unknown environment", async () => {
    const result = await refused(["failover", "nowhere", ...flags]);
    expect(result.stderr + result.stdout).toContain("Unknown environment 'nowhere'");
    expect(result.status).toBe(2);
  });

  test("a Region that is no member: the members are listed", async () => {
    const result = await refused(["failover", environment.file, "--to", "eu-west-1", "--yes"]);
    expect(result.status).toBe(2);
    expect(result.stderr).toBe(
      "eu-west-1 is no member of shop, which has ap-south-1, us-east-1; the routing is unchanged.\n",
    );
  });

  test("no Region, an unknown option, seconds that are none", async () => {
    expect(await refused(["failover", environment.file])).toMatchObject({ status: 2 });
    expect(await refused(["failover", environment.file, "--too", virginia])).toMatchObject({ status: 2 });
    expect(await refused(["failover", environment.file, ...flags, "--timeout", "soon"])).toMatchObject({
      status: 2,
    });
  });

  test("an access point of one Region", async () => {
    const one = await makeEnvironment(aws, "single", { [mumbai]: "active" }).catch(() => undefined);
    const result = await refused(["failover", "single", "--to", mumbai, "--yes"]);
    one?.remove();
    expect(result.status).toBe(1);
    expect(result.stdout + result.stderr).toMatch(/one Region/);
  });

  test("no credentials", async () => {
    const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
    const result = await refused(["failover", environment.file, ...flags], env);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("There are no AWS credentials: set AWS_PROFILE (or --profile)");
  });

  test("a profile that is not there", async () => {
    const result = await refused(["failover", environment.file, ...flags, "--profile", "nobody"]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("The AWS profile 'nobody' gives no credentials");
  });

  test("expired credentials", async () => {
    await aws.control.setFaults([{ host: "*", fault: "status", status: 400, code: "ExpiredToken" }]);
    const result = await mrap.run(["failover", environment.file, ...flags]);
    await aws.control.setFaults([]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("Your AWS credentials have expired: sign in again");
    expect(await environment.active()).toEqual([mumbai]);
  });

  test("no permission: the action and the resource are named", async () => {
    for (const action of ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"]) {
      const hosts = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];
      await aws.control.setFaults(
        hosts.map((region) => ({
          host: `${account}.s3-control.${region}.amazonaws.com`,
          fault: "status",
          status: 403,
          code: "AccessDenied",
          action,
        })),
      );
      const result = await refused(["failover", environment.file, ...flags]);
      expect(result.status).toBe(1);
      expect(result.stdout + result.stderr).toContain(
        `No permission: ${action} on ${environment.arn} is denied`,
      );
      if (action.includes("Submit"))
        expect(result.last).toContain(
          "The routing of shop is unchanged: ap-south-1 active, us-east-1 passive.",
        );
    }
  });

  test("a proxy that is not there, and an authority that cannot be read", async () => {
    const dead = await mrap.run(["failover", environment.file, ...flags], {
      env: { HTTPS_PROXY: "http://127.0.0.1:9" },
    });
    expect(dead.status).toBe(1);
    expect(dead.last).toContain("Nothing was submitted: the routing of shop is not known.");
    const unread = await refused(["failover", environment.file, ...flags], { AWS_CA_BUNDLE: "/no/such.pem" });
    expect(unread).toMatchObject({ status: 2 });
    expect(unread.stderr).toBe(
      "AWS_CA_BUNDLE names '/no/such.pem', but there is no such file; point it at a PEM file or unset it.\n",
    );
    const untrusted = await refused(["failover", environment.file, ...flags], {
      AWS_CA_BUNDLE: "/etc/ssl/certs/ca-certificates.crt",
    });
    expect(untrusted.status).toBe(1);
  });
});

describe("routes apply and state create", () => {
  test("a new access point gets the file's routing; one that was moved is left alone, unless forced", async () => {
    await environment.route(mumbai, virginia);
    const first = await mrap.run(["routes", "apply", environment.file]);
    expect(first).toMatchObject({
      status: 0,
      last: "The routing of shop is now: ap-south-1 active, us-east-1 passive.",
    });
    expect(await environment.active()).toEqual([mumbai]);
    expect((await mrap.run(["routes", "apply", environment.file])).last).toMatch(/is as the file says/);
    await environment.route(virginia);
    const moved = await mrap.run(["routes", "apply", environment.file]);
    expect(moved.status).toBe(1);
    expect(moved.stderr).toContain("was moved since it was made");
    expect(await environment.active()).toEqual([virginia]);
    expect((await mrap.run(["routes", "apply", environment.file, "--force"])).status).toBe(0);
    expect(await environment.active()).toEqual([mumbai]);
  });

  test("the state bucket is made once, and mended where it lacks something", async () => {
    const file = join(mrap.folder, "stateful.yaml");
    const state = "state:\n  bucket: shop-state\n  region: eu-west-1\n";
    writeFileSync(file, readFileSync(environment.file, "utf8").replace("state: local\n", state));
    const made = await mrap.run(["state", "create", file]);
    expect(made).toMatchObject({ status: 0 });
    expect(made.stdout.split("\n")[0]).toBe("made the bucket shop-state in eu-west-1");
    const s3 = new S3Client(aws.clientConfig("eu-west-1"));
    const VersioningConfiguration = { Status: "Suspended" as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket: "shop-state", VersioningConfiguration }));
    const again = await mrap.run(["state", "create", file]);
    expect(again.stdout.trimEnd().split("\n")).toEqual([
      "the bucket shop-state exists in eu-west-1",
      "public access blocked, all four ways: already so",
      "objects owned by the bucket's owner, access lists off: already so",
      "versioning on: set",
      "encrypted: already so",
      "TLS only, protected from deletion, old versions too: already so",
    ]);
    writeFileSync(file, readFileSync(file, "utf8").replace("eu-west-1", "eu-central-1"));
    const elsewhere = await mrap.run(["state", "create", file]);
    expect(elsewhere.status).toBe(1);
    expect(elsewhere.stderr).toContain("The bucket shop-state is in eu-west-1, not in eu-central-1");
    const local = await mrap.run(["state", "create", environment.file]);
    expect(local).toMatchObject({ status: 0, stdout: "The state is local: there is no bucket to make.\n" });
  });

  test.each([
    // What S3 answers to a HeadBucket that expects another owner, and where a bucket may not even be looked at.
    ["looked at", 403, "AccessDenied", "s3:ListBucket", ["HEAD s3:ListBucket"]],
    ["made", 409, "BucketAlreadyExists", "s3:CreateBucket", ["HEAD s3:ListBucket", "PUT s3:CreateBucket"]],
  ])(
    "a state bucket of another account is left alone when it is %s",
    async (_, status, code, action, calls) => {
      const file = join(mrap.folder, "foreign.yaml");
      const state = "state:\n  bucket: somebodys-state\n  region: eu-west-1\n";
      writeFileSync(file, readFileSync(environment.file, "utf8").replace("state: local\n", state));
      const host = "somebodys-state.s3.eu-west-1.amazonaws.com";
      await aws.control.setFaults([{ host, fault: "status", status, code, action }]);
      await aws.control.clearRequests();
      expect(await mrap.run(["state", "create", file])).toMatchObject({
        status: 1,
        stdout: "",
        stderr:
          `The bucket somebodys-state exists and the account ${account} may not use it: it belongs to another account, or ` +
          "your role lacks s3:ListBucket on it; choose another name for state.bucket, or use the credentials of its owner.\n",
      });
      const asked = (await aws.control.requests()).filter(({ bucket }) => bucket === "somebodys-state");
      expect(asked.map(({ method, action: one }) => `${method} ${one}`)).toEqual(calls);
    },
  );

  test("bin/mrap starts from the bundle", async () => {
    const help = await mrap.run(["failover", "--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("3  Submitted, but not confirmed.");
  });
});
