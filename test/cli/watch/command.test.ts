/** The command as a process, against the local AWS: on a terminal, and without one. */
import { join } from "node:path";
import {
  PutBucketMetricsConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { LocalAws } from "../../../local-aws";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import { onTerminal, type Shown } from "../../support/terminal";

let stage: Stage;
let aws: LocalAws;
let mrap: CommandLine;
let environment: DeployedEnvironment;

beforeAll(async () => {
  stage = await setStage("shop");
  ({ aws, mrap, environment } = stage);
  const Bucket = environment.buckets[mumbai];
  const Id = "EntireBucket";
  const s3 = environment.s3(mumbai);
  // If us-west-2 is slow, the command reads the policies of the buckets. Without one, S3 counts a client error.
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await s3.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
  for (const Key of ["a", "b", "c"])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x".repeat(1000) }));
  const wait = async (): Promise<void> => {
    const published = await aws.control.metrics(virginia);
    if (published.some(({ name }) => name === "ReplicationLatency")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return wait();
  };
  await wait();
});

afterAll(() => stage.stop());

beforeEach(() => aws.control.setFaults([]));

const lose = (region: string) =>
  aws.control.setFaults([{ host: `*${region}.amazonaws.com`, fault: "silent" }]);

test("--once prints one frame, reports a Region that is down and shows the rest", async () => {
  const whole = await mrap.run(["watch", environment.file, "--once"]);
  expect(whole).toMatchObject({ status: 0, stderr: "" });
  expect(whole.stdout).toMatch(/^ap-south-1 +active .*\d +0 % +0 % +\d+ B/m);
  expect(whole.stdout).toMatch(/^us-east-1 +passive +no data/m);
  expect(whole.stdout).toMatch(/^ap-south-1>us-east-1 +[\d.]+ s +\d+, /m);
  expect(whole.stdout).not.toContain("\u001b");
  expect(whole.last).toBe("The routing of shop is: ap-south-1 active, us-east-1 passive.");

  await lose(virginia);
  const partly = await mrap.run(["watch", environment.file, "--once"]);
  expect(partly.status).toBe(0);
  expect(partly.stdout).toMatch(/^ap-south-1 +active .*\d +0 % +0 %/m);
  expect(partly.stdout).toMatch(/^us-east-1 +passive +unreachable/m);
  expect(partly.stdout).toMatch(
    /^unreachable us-east-1: No answer to s3:GetBucketVersioning: it took too long\.$/m,
  );
  expect(partly.last).toBe("The routing of shop is: ap-south-1 active, us-east-1 passive.");
  expect(partly.milliseconds).toBeLessThan(20_000);
});

test("without a terminal: a line for each thing, then for what changes", async () => {
  const { child, result } = mrap.start(["watch", environment.file, "--interval", "1"]);
  let seen = "";
  child.stdout!.on("data", (text: string) => (seen += text));
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(seen)) {
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${seen}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await until(/Z routing: The routing of shop is: ap-south-1 active, us-east-1 passive\.\n/);
  await until(/Z replication ap-south-1>us-east-1: latency [\d.]+ s, pending \d+ \(.*\), failed 0\n/);
  await environment.route(virginia);
  const cloudWatch = new CloudWatchClient(aws.clientConfig(virginia));
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "shop-us-east-1-latency",
      Namespace: "AWS/S3",
      MetricName: "ReplicationLatency",
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: "Maximum",
      Threshold: 1,
    }),
  );
  await cloudWatch.send(
    new SetAlarmStateCommand({
      AlarmName: "shop-us-east-1-latency",
      StateValue: "ALARM",
      StateReason: "slow",
    }),
  );
  await until(/Z routing: The routing of shop is: us-east-1 active, ap-south-1 passive\.\n/);
  await until(/Z ALARM shop-us-east-1-latency \(us-east-1\): slow\n/);
  child.kill("SIGINT");
  const { stderr, stdout } = await result;
  expect(stderr).toBe("");
  expect(stdout.match(/routing: The routing of shop is: ap-south-1 active/g)).toHaveLength(1);
  expect(stdout).not.toContain("\u001b");
  await environment.route(mumbai);
});

test("--json is one line a look", async () => {
  const { status, stdout } = await mrap.run(["watch", environment.file, "--once", "--json"]);
  expect(status).toBe(0);
  expect(stdout.trimEnd()).not.toContain("\n");
  expect(JSON.parse(stdout)).toMatchObject({
    name: "shop",
    routing: { [mumbai]: "active", [virginia]: "passive" },
    requests: { [mumbai]: { clientErrors: 0 }, [virginia]: null },
  });
});

/** Runs the command on a terminal of its own, and ends it when its first look is there. */
function watched(TERM: string, end: string): Promise<Shown> {
  const home = { XDG_STATE_HOME: join(mrap.folder, "state"), HOME: mrap.folder, NO_COLOR: "1", TERM };
  const command = [
    process.execPath,
    join(mrap.folder, "run.js"),
    "watch",
    environment.file,
    "--interval",
    "1",
  ];
  return onTerminal(command, {
    columns: 90,
    steps: [["The routing of shop is: ap-south-1 active", end]],
    env: { ...aws.childEnv(), ...home },
  });
}

test.each([
  ["q", 0],
  ["^C", 0],
  ["SIGTERM", 143],
])("on a terminal, %s gives the screen and the cursor back", async (end, status) => {
  const { shown, ...rest } = await watched("xterm", end);
  expect(rest).toEqual({ status, raw: true });
  expect(shown.startsWith("\u001b[?1049h\u001b[?25l")).toBe(true);
  expect(shown.endsWith("\u001b[?25h\u001b[?1049l")).toBe(true);
  // eslint-disable-next-line no-control-regex
  expect(shown).not.toMatch(/\u001b\[\d+m/);
});

test("a dumb terminal gets plain lines and no control sequences", async () => {
  const { shown, ...rest } = await watched("dumb", "^C");
  // Nothing of ours stands between Ctrl-C and the end: the signal ends it.
  expect(rest).toEqual({ status: -2, raw: false });
  expect(shown).toMatch(/^\S+Z routing: The routing of shop is: ap-south-1 active, us-east-1 passive\.\r\n/);
  expect(shown).not.toContain("\u001b");
  // The terminal itself ends lines so, and shows the key.
  expect(shown.replace(/\r\n/g, "")).not.toContain("\r");
});

test.each([
  [
    ["--interval", "0.5"],
    "error: option '--interval <seconds>' argument '0.5' is invalid. Allowed are seconds from 1 to 3600, got '0.5'.",
  ],
  [
    ["--interval", "often"],
    "error: option '--interval <seconds>' argument 'often' is invalid. Allowed are seconds from 1 to 3600, got 'often'.",
  ],
])("%j is refused", async (args, message) => {
  const { status, stderr } = await mrap.run(["watch", environment.file, ...args]);
  expect(status).toBe(2);
  expect(stderr.split("\n")[0]).toBe(message);
});

test("an environment that is not there, and one that is not deployed", async () => {
  const unknown = await mrap.run(["watch", "Nowhere"]);
  expect(unknown).toMatchObject({ status: 2, stdout: "" });
  expect(unknown.stderr).toMatch(
    /^Unknown environment 'Nowhere': there is no such file, \/.*environments (does not exist|contains no environment file)\. Run the command in the project's folder, set MRAP_ENVIRONMENTS to a folder or file, or name the file\.\n$/,
  );
  const missing = await mrap.run(["watch", "nowhere", "--once"]);
  expect(missing).toMatchObject({ status: 2, stdout: "" });
  expect(missing.stderr).toMatch(
    /^Unknown environment 'nowhere': there is no such file, \/.*environments .*, and the account 123456789012 has no access point of that name\. Run the command in the project's folder, set MRAP_ENVIRONMENTS to a folder or file, or name the file\.\n$/,
  );
});
