/** `mrap state create` as a process, against the local AWS. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../local-aws";
import { mumbai, setStage, type Stage } from "../../support/command-line";
import { account, type DeployedEnvironment } from "../../support/live-environment";
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

test("the state bucket is created once, and missing properties are added", async () => {
  const file = join(mrap.folder, "stateful.yaml");
  const state = "state:\n  bucket: shop-state\n  region: eu-west-1\n";
  writeFileSync(file, readFileSync(environment.file, "utf8").replace("state: local\n", state));
  const made = await mrap.run(["state", "create", file]);
  expect(made).toMatchObject({ status: 0 });
  expect(made.stdout.split("\n")[0]).toBe("Created the bucket shop-state in eu-west-1.");
  const s3 = new S3Client(aws.clientConfig("eu-west-1"));
  const VersioningConfiguration = { Status: "Suspended" as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: "shop-state", VersioningConfiguration }));
  const again = await mrap.run(["state", "create", file]);
  expect(again.stdout.trimEnd().split("\n")).toEqual([
    "The bucket shop-state exists in eu-west-1.",
    "Block Public Access, all four settings: already set",
    "bucket owner enforced, ACLs disabled: already set",
    "versioning: set",
    "encryption: already set",
    "TLS required, deletion of the bucket and of object versions denied: already set",
    "noncurrent versions expire after 90 days, except for the newest 100: already set",
  ]);
  writeFileSync(file, readFileSync(file, "utf8").replace("eu-west-1", "eu-central-1"));
  const elsewhere = await mrap.run(["state", "create", file]);
  expect(elsewhere.status).toBe(1);
  expect(elsewhere.stderr).toContain("The bucket shop-state is in eu-west-1, not in eu-central-1");
  const local = await mrap.run(["state", "create", environment.file]);
  expect(local).toMatchObject({ status: 0, stdout: "The state is local: no bucket is needed.\n" });
});

test.each([
  // The answers of S3 to a HeadBucket that expects another owner, and to one without permission.
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
        "your role lacks s3:ListBucket on it. Choose another name for state.bucket, or use the credentials of its owner.\n",
    });
    const asked = (await aws.control.requests()).filter(({ bucket }) => bucket === "somebodys-state");
    expect(asked.map(({ method, action: one }) => `${method} ${one}`)).toEqual(calls);
  },
);

describe("before the first deploy", () => {
  const newFile = (name: string) => {
    const file = join(mrap.folder, `${name}.yaml`);
    writeFileSync(file, readFileSync(environment.file, "utf8").replace(/^name: .*$/m, `name: ${name}`));
    return file;
  };

  beforeAll(async () => {
    const virginia = new CloudWatchClient(aws.clientConfig("us-east-1"));
    const oregon = new CloudWatchClient(aws.clientConfig("us-west-2"));
    const events = new EventBridgeClient(aws.clientConfig("us-west-2"));
    for (const DashboardName of ["taken", "taken-too", "shop"])
      await oregon.send(
        new PutDashboardCommand({ DashboardName, DashboardBody: JSON.stringify({ widgets: [] }) }),
      );
    await virginia.send(
      new PutMetricAlarmCommand({
        AlarmName: "taken-us-east-1-replication-latency",
        MetricName: "CPUUtilization",
        Namespace: "AWS/EC2",
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: 1,
        Period: 60,
        Statistic: "Maximum",
        Threshold: 1,
      }),
    );
    const EventPattern = JSON.stringify({ source: ["aws.ec2"] });
    await events.send(new PutRuleCommand({ Name: "taken-routing", EventPattern }));
  });

  const warning = (noun: string, name: string, region: string) =>
    `Warning: The ${noun} ${name} exists in ${region}, and the access point taken does not. ` +
    `A deploy would replace the ${noun}, and a destroy would delete it.`;

  test("names that AWS would overwrite are listed", async () => {
    const { status, stderr } = await mrap.run(["state", "create", newFile("taken")]);
    expect(stderr.trimEnd().split("\n").sort()).toEqual([
      warning("alarm", "taken-us-east-1-replication-latency", "us-east-1"),
      warning("dashboard", "taken", "us-west-2"),
      warning("rule", "taken-routing", "us-west-2"),
    ]);
    expect(status).toBe(0);
  });

  test("names that are free cause no warning", async () => {
    expect(await mrap.run(["state", "create", newFile("free-name")])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test("a name that begins with a name in use is free", async () => {
    expect(await mrap.run(["state", "create", newFile("tak")])).toMatchObject({ status: 0, stderr: "" });
  });

  test("names of an access point that exists are its own", async () => {
    expect(await mrap.run(["state", "create", environment.file])).toMatchObject({ status: 0, stderr: "" });
  });

  test("names that AWS does not tell are reported as not known", async () => {
    await aws.control.setFaults([
      { host: "events.us-west-2.*", fault: "status", status: 400, code: "AccessDeniedException" },
    ]);
    const { status, stderr } = await mrap.run(["state", "create", newFile("free-name")]);
    expect(stderr).toBe(
      "Warning: The rules in us-west-2 are not known: No permission: events:ListRules on every rule in us-west-2 is denied; allow it to your role, or use another one.\n",
    );
    expect(status).toBe(0);
  });
});
