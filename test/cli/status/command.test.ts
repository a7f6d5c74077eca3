/** `mrap status` as a process, against the local AWS. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage, virginia } from "../../support/command-line";
import type { DeployedEnvironment } from "../../support/live-environment";
import type { CommandLine } from "../../support/process";

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
    stderr: `Which environment? ${join(cwd, "environments")} contains one, two. Name one of them.\n`,
  });
});
