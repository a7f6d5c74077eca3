/** The checks of whole environments: their keys, their consequences and their rows of docs/aws.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentFile, type EnvironmentFile } from "../../../cli/access-point/argument";
import { generations } from "../../../cli/access-point/generations";
import { keyOf, type Check } from "../../../cli/checks/check";
import { ExpectedStack } from "../../../cli/checks/expected";
import { verifyChecks } from "../../../cli/verify/plan";
import { membersOf } from "../../../cli/verify/prepare";
import type { VerifyContext } from "../../../cli/verify/context";

const PROJECT = join(__dirname, "..", "..", "..");
const account = "123456789012";
const arn = `arn:aws:s3::${account}:accesspoint/m.mrap`;

/** The checks of an environment file. None of them runs. */
async function checksOf(path: string, more: Partial<VerifyContext> = {}): Promise<Check[]> {
  const file = await environmentFile(join(PROJECT, path));
  const { environment } = file;
  const aws = {} as VerifyContext["aws"];
  const deployed = { name: environment.name, alias: "m.mrap", arn };
  const accessPoints = (generations(file) as readonly EnvironmentFile[]).map((one, index, all) => ({
    name: one.environment.name,
    environment: one.environment,
    members: Object.entries(one.environment.regions).map(([region, { bucket }]) => ({ region, bucket })),
    deployed,
    ...(all.length > 1 && { generation: index === 0 ? ("new" as const) : ("previous" as const) }),
  }));
  const caller = { aws, arn: `arn:aws:iam::${account}:user/someone`, exempt: false };
  return verifyChecks({
    aws,
    shown: "photos",
    argument: "photos",
    environment,
    expected: new ExpectedStack("photos", environment, {
      account,
      accessPointArn: arn,
      previousAccessPointArn: arn.replace("m.mrap", "old.mrap"),
    }),
    account,
    partition: "aws",
    identity: { account, arn: caller.arn },
    accessPoint: deployed,
    accessPoints,
    members: membersOf(accessPoints),
    own: caller,
    writer: caller,
    canaries: undefined,
    readOnly: true,
    notify: false,
    arrivalTimeoutMs: 60_000,
    ...more,
  });
}

const FILES = [
  "environments/demo.yaml",
  "examples/three-regions-private.yaml",
  "test/cli/verify/faults.yaml",
  "test/cli/verify/keys.yaml",
  "test/cli/verify/changing.yaml",
];

test.each(FILES)("%s: every check has its own key, and every consequence names a check", async (path) => {
  const checks = await checksOf(path, { notify: true });
  const keys = checks.map(keyOf);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  const dangling = checks.flatMap((check) =>
    (check.consequenceOf ?? []).filter((key) => !keys.includes(key)).map((key) => `${keyOf(check)}: ${key}`),
  );
  expect(dangling).toEqual([]);
});

test("during a change of Regions, both access points have every check of an access point", async () => {
  const checks = await checksOf("test/cli/verify/changing.yaml");
  const ids = (of: string): string[] => [
    ...new Set(checks.flatMap(({ id, accessPoint }) => (accessPoint === of ? [id] : []))),
  ];
  const each = [
    "canary",
    "access-point",
    "access-point-members",
    "access-point-public-access",
    "access-point-policy",
    "routing",
    "failover-controls",
    "endpoint-dns",
  ];
  expect(ids("changing-2")).toEqual(each);
  expect(ids("changing")).toEqual(each);
  const lineOf = ({ title, subject = "" }: Check): string => `${title} ${subject}`;
  for (const check of checks) if (check.accessPoint) expect(lineOf(check)).toContain(check.accessPoint);
  const keys = checks.map(keyOf);
  for (const key of ["access-point", "access-point changing", "routing-of-both"]) expect(keys).toContain(key);
  // The bucket and the endpoint that leave are still in use.
  expect(keys).toEqual(expect.arrayContaining(["bucket us-east-1", "endpoint us-east-1"]));
});

test("every row that a check confirms is in docs/aws.md", async () => {
  const ledger = readFileSync(join(PROJECT, "docs", "aws.md"), "utf8");
  const rows = new Set((await checksOf(FILES[2]!, { notify: true })).flatMap((check) => check.ledger));
  expect([...rows].filter((row) => !ledger.includes(`\n| ${row} |`))).toEqual([]);
});

/** The check of each type of resource. */
const CHECK_OF: Readonly<Record<string, string>> = {
  aws_cloudwatch_dashboard: "dashboard",
  aws_cloudwatch_event_rule: "event-rule",
  aws_cloudwatch_event_target: "event-target",
  aws_cloudwatch_metric_alarm: "alarm",
  aws_iam_role: "replication-role",
  aws_iam_role_policy: "replication-role",
  aws_kms_alias: "kms-key",
  aws_kms_key: "kms-key",
  aws_s3_bucket: "bucket",
  aws_s3_bucket_lifecycle_configuration: "bucket-lifecycle",
  aws_s3_bucket_metric: "bucket-request-metrics",
  aws_s3_bucket_notification: "bucket-notification",
  aws_s3_bucket_ownership_controls: "bucket-ownership",
  aws_s3_bucket_policy: "bucket-policy",
  aws_s3_bucket_public_access_block: "bucket-public-access",
  aws_s3_bucket_replication_configuration: "replication-rules",
  aws_s3_bucket_server_side_encryption_configuration: "bucket-encryption",
  aws_s3_bucket_versioning: "bucket-versioning",
  aws_s3control_multi_region_access_point: "access-point",
  aws_s3control_multi_region_access_point_policy: "access-point-policy",
  aws_security_group: "endpoint-security-group",
  aws_sns_topic: "topic",
  aws_sns_topic_policy: "topic",
  aws_sns_topic_subscription: "topic-subscriptions",
  aws_sqs_queue: "queue",
  aws_sqs_queue_policy: "queue",
  aws_ssm_document: "runbook",
  aws_vpc_endpoint: "endpoint",
  aws_vpc_security_group_ingress_rule: "endpoint-security-group",
};

test("every type of resource in a stack has a check", async () => {
  const { environment } = await environmentFile(join(PROJECT, FILES[2]!));
  const types = [...new ExpectedStack("photos", environment, { account }).counts().keys()];
  expect(types.filter((type) => CHECK_OF[type] === undefined)).toEqual([]);
  const ids = new Set((await checksOf(FILES[2]!)).map(({ id }) => id));
  expect(Object.values(CHECK_OF).filter((id) => !ids.has(id))).toEqual([]);
  expect([...ids]).toEqual(
    expect.arrayContaining(["forwarding-role", "permissions", "runbook-role", "state-bucket", "trail"]),
  );
});

test("each key of a bucket has a check of its state and of its policy, which explain a direction that fails", async () => {
  const checks = await checksOf(FILES[3]!);
  expect(checks.map(keyOf).filter((key) => key.startsWith("kms-key") && !/alerts|routing/.test(key))).toEqual(
    [
      "kms-key eu-west-1 keys-objects",
      "kms-key-rotation eu-west-1 keys-objects",
      "kms-key-policy eu-west-1",
      "kms-key us-east-1",
      "kms-key-policy us-east-1",
    ],
  );
  const direction = checks.find((one) => keyOf(one) === "replication eu-west-1 to us-east-1");
  expect(direction?.consequenceOf).toEqual(
    expect.arrayContaining([
      "kms-key eu-west-1 keys-objects",
      "kms-key-policy eu-west-1",
      "kms-key us-east-1",
      "kms-key-policy us-east-1",
    ]),
  );
});

test("only --notify sends a message", async () => {
  const notifications = (checks: readonly Check[]) => checks.filter(({ id }) => id === "topic-notification");
  expect(notifications(await checksOf(FILES[2]!))).toEqual([]);
  expect(notifications(await checksOf(FILES[2]!, { notify: true })).map(({ subject }) => subject)).toEqual([
    "us-west-2 faults-routing",
    "ap-south-1 faults-alerts",
    "us-east-1 faults-alerts",
  ]);
});

test.each([true, false])(
  "every direction has a check, which is required if the caller can prove it (%s)",
  async (exempt) => {
    const writer = { aws: {} as VerifyContext["aws"], arn: `arn:aws:iam::${account}:user/someone`, exempt };
    const checks = await checksOf("test/cycle/three-regions.yaml", {
      writer,
      canaries: {} as NonNullable<VerifyContext["canaries"]>,
      readOnly: false,
    });
    const directions = checks.filter(({ id }) => id === "replication");
    expect(directions).toHaveLength(6);
    expect(new Set(directions.map(({ required }) => required))).toEqual(new Set([exempt]));
    const ledger = readFileSync(join(PROJECT, "docs", "aws.md"), "utf8");
    const rows = checks.flatMap((check) => check.ledger);
    expect(rows.filter((row) => !ledger.includes(`\n| ${row} |`))).toEqual([]);
  },
);
