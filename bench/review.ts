/**
 * Measures `mrap review` on a plan of 5,000 changes (about 50 MB), on one of 38,000 small changes, on 40 policies of 200
 * statements and on a switch of 80 replicating buckets to KMS keys as a process: the time from start to exit and the peak
 * memory that the kernel reports. The same 38,000 changes with a secret in each must not take several times as long. The
 * plans are generated in the form that Terraform writes.
 */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { switchedEnvironments } from "./switches";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly pass: boolean;
  readonly detail: string;
}

const PROJECT = join(__dirname, "..");
const CHANGES = 5_000;
const RUNS = 3;

type Json = Record<string, unknown>;

function policy(i: number, principals: number): string {
  const roles = Array.from(
    { length: principals },
    (_, n) => `arn:aws:iam::123456789012:role/application-${i}-${n}`,
  );
  const statement = (sid: string): Json => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: roles },
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: `arn:aws:s3:::orders-${i}/*`,
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  });
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement("Read"), statement("List")] });
}

const tags = (i: number): Json =>
  Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`team:cost-center-${n}`, `value-${i % 50}-${n}`]));

/** One resource: its type, and its attributes before and after. Every action and every kind of finding occurs. */
function resource(i: number): {
  type: string;
  actions: string[];
  before: Json | null;
  after: Json | null;
  unknown: Json;
} {
  const common = { id: `orders-${i}`, arn: `arn:aws:s3:::orders-${i}`, tags: tags(i), tags_all: tags(i) };
  const rules = Array.from({ length: 8 }, (_, n) => ({
    id: `rule-${n}`,
    status: "Enabled",
    filter: [{ prefix: `p${n}/` }],
    priority: n,
  }));
  switch (i % 10) {
    case 0:
      return {
        type: "aws_s3_bucket_versioning",
        actions: ["update"],
        before: { ...common, bucket: `orders-${i}`, versioning_configuration: [{ status: "Enabled" }] },
        after: { ...common, bucket: `orders-${i}`, versioning_configuration: [{ status: "Suspended" }] },
        unknown: {},
      };
    case 1:
    case 2:
      return {
        type: "aws_s3_bucket_policy",
        actions: ["update"],
        before: { ...common, policy: policy(i, 27) },
        after: { ...common, policy: policy(i, 28) },
        unknown: {},
      };
    case 3:
      return {
        type: "aws_s3_bucket",
        actions: ["delete"],
        before: { ...common, bucket: `orders-${i}`, lifecycle_rule: rules, force_destroy: true },
        after: null,
        unknown: {},
      };
    case 4:
      return {
        type: "aws_s3_bucket_lifecycle_configuration",
        actions: ["delete", "create"],
        before: { ...common, rule: rules },
        after: { ...common, rule: [...rules].reverse(), bucket: `new-${i}` },
        unknown: { id: true },
      };
    case 5:
    case 6:
      return {
        type: "aws_s3_bucket",
        actions: ["update"],
        before: { ...common, bucket: `orders-${i}` },
        after: { ...common, bucket: `orders-${i}`, tags: tags(i + 1), tags_all: tags(i + 1) },
        unknown: {},
      };
    case 7:
      return {
        type: "aws_cloudwatch_metric_alarm",
        actions: ["update"],
        before: { ...common, alarm_actions: ["arn"], threshold: i },
        after: { ...common, alarm_actions: [], threshold: i + 1 },
        unknown: {},
      };
    default:
      return {
        type: "aws_s3_bucket_replication_configuration",
        actions: ["create"],
        before: null,
        after: { ...common, bucket: `orders-${i}`, rule: rules },
        unknown: { id: true },
      };
  }
}

/** Writes the plan in pieces, which keeps the memory of the benchmark itself small. */
async function writePlan(path: string): Promise<void> {
  const out = createWriteStream(path);
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, "drain");
  };
  const list = async (key: string, make: (i: number) => unknown): Promise<void> => {
    await write(`${JSON.stringify(key)}:[`);
    for (let i = 0; i < CHANGES; i++) await write((i === 0 ? "" : ",") + JSON.stringify(make(i)));
    await write("]");
  };
  const named = (i: number): Json => ({
    address: `${resource(i).type}.r["key-${i}"]`,
    mode: "managed",
    type: resource(i).type,
    name: "r",
    index: `key-${i}`,
    provider_name: "registry.terraform.io/hashicorp/aws",
  });
  await write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{');
  await list("resources", (i) => ({
    ...named(i),
    schema_version: 0,
    values: resource(i).after ?? {},
    sensitive_values: {},
  }));
  await write("}},");
  await list("resource_changes", (i) => {
    const { actions, before, after, unknown } = resource(i);
    return {
      ...named(i),
      change: {
        actions,
        before,
        after,
        after_unknown: unknown,
        before_sensitive: { tags: {} },
        after_sensitive: { tags: {} },
      },
    };
  });
  await write(',"prior_state":{"format_version":"1.0","values":{"root_module":{');
  await list("resources", (i) => ({
    ...named(i),
    schema_version: 0,
    values: resource(i).before ?? {},
    sensitive_values: {},
  }));
  await write('}}},"configuration":{"root_module":{');
  await list("resources", (i) => ({
    address: `${resource(i).type}.r${i}`,
    mode: "managed",
    type: resource(i).type,
    name: `r${i}`,
    expressions: { bucket: { references: ["var.bucket"] } },
  }));
  await write("}}}");
  out.end();
  await once(out, "finish");
}

const planJson = (changes: readonly Json[]): string =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: { root_module: {} },
  });

const entry = (type: string, i: number, change: Json): Json => ({
  address: `${type}.r["key-${i}"]`,
  mode: "managed",
  type,
  name: "r",
  index: `key-${i}`,
  change: { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
});

/**
 * Two of three resources are deleted, the others weakened: nearly every change has a finding. With secrets, each address
 * contains another one, and all begin with the same characters.
 */
function manyChanges(secrets = false): string {
  const types = [
    "aws_s3_bucket",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_policy",
    "aws_cloudwatch_metric_alarm",
    "aws_s3_bucket_public_access_block",
    "aws_iam_role",
    "aws_sns_topic",
    "aws_dynamodb_table",
  ];
  const changes = Array.from({ length: 38_000 }, (_, i) => {
    const before = {
      id: `orders-${i}`,
      arn: `arn:aws:s3:::orders-${i}`,
      bucket: `orders-${i}`,
      name: `orders-${i}`,
      policy: policy(i, 1),
      alarm_actions: ["arn"],
      versioning_configuration: [{ status: "Enabled" }],
    };
    const after = { ...before, alarm_actions: [], versioning_configuration: [{ status: "Suspended" }] };
    const deleted = i % 3 !== 0;
    const secret = `postgres://orders:${i * 7_919}@db`;
    const type = types[i % types.length] ?? "";
    const change = entry(type, i, {
      actions: [deleted ? "delete" : "update"],
      before: secrets ? { ...before, secret } : before,
      after: deleted ? null : after,
      ...(secrets ? { before_sensitive: { secret: true } } : {}),
    });
    return secrets ? { ...change, address: `${type}.r["url=${secret}"]` } : change;
  });
  return planJson(changes);
}

/** Every statement of every policy is renamed and moved, and half of the policies change in substance. */
function largePolicies(): string {
  const statements = (n: number, prefix: string, suffix: string): Json[] =>
    Array.from({ length: 200 }, (_, s) => ({
      Sid: `${prefix}${s}`,
      Effect: s % 5 === 0 ? "Deny" : "Allow",
      Principal: {
        AWS: Array.from({ length: 5 }, (_, p) => `arn:aws:iam::123456789012:role/app-${n}-${s}-${p}`),
      },
      Action: ["s3:GetObject", "s3:PutObject", "s3:List*"],
      Resource: [`arn:aws:s3:::orders-${n}/${s}/*`, `arn:aws:s3:::orders-${n}/x${s}${suffix}/*`],
      Condition: { IpAddress: { "aws:SourceIp": [`10.${s}.0.0/16`] } },
    }));
  const changes = Array.from({ length: 40 }, (_, n) =>
    entry("aws_s3_bucket_policy", n, {
      actions: ["update"],
      before: { bucket: `orders-${n}`, policy: JSON.stringify({ Statement: statements(n, "S", "") }) },
      after: {
        bucket: `orders-${n}`,
        policy: JSON.stringify({ Statement: statements(n, "T", n % 2 === 0 ? "" : "y").reverse() }),
      },
    }),
  );
  return planJson(changes);
}

/** Runs the command once and returns the seconds and megabytes of the process. */
function measure(plan: string, format: string): { seconds: number; megabytes: number; size: number } {
  const started = process.hrtime.bigint();
  // The child prints its own peak memory at its end, because a child's maxRSS may be that of its parent.
  const script = `process.argv=[process.argv[0],"mrap","review",${JSON.stringify(plan)},"--format",${JSON.stringify(format)},"--fail-on","never"];
    process.on("exit",()=>{const fs=require("fs");let peak;
      try{peak=/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/status","utf8"))[1]}catch{peak=process.resourceUsage().maxRSS}
      fs.writeSync(2,String(peak))});
    require(${JSON.stringify(join(PROJECT, "bin", "mrap"))});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`mrap review ended with ${status}: ${stderr}`);
  return { seconds, megabytes: Number(stderr) / 1024, size: stdout.length };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

export async function run(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "mrap-bench-review-"));
  try {
    const file = (name: string): string => join(folder, `${name}.json`);
    await writePlan(file("large"));
    writeFileSync(file("many"), manyChanges());
    writeFileSync(file("secrets"), manyChanges(true));
    writeFileSync(file("policies"), largePolicies());
    writeFileSync(file("switches"), switchedEnvironments(40));
    return [
      ...["markdown", "terminal", "json"].flatMap((format) =>
        figures(file("large"), `${CHANGES} changes`, format, 500),
      ),
      ...["markdown", "json"].flatMap((format) => figures(file("many"), "38000 small changes", format, 600)),
      secretsRatio(file("many"), file("secrets")),
      ...figures(file("policies"), "40 policies of 200 statements", "markdown", 600),
      ...figures(file("switches"), "80 replicating buckets", "markdown", 500),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time and the memory of one plan in one format. */
function figures(plan: string, what: string, format: string, mostMegabytes: number): Figure[] {
  const runs = Array.from({ length: RUNS }, () => measure(plan, format));
  const seconds = median(runs.map((run) => run.seconds));
  const memory = Math.max(...runs.map((run) => run.megabytes));
  const detail = `${what}, ${(statSync(plan).size / 1e6).toFixed(0)} MB, as ${format}`;
  const name = what.startsWith(String(CHANGES)) ? `review ${format}` : `review ${format}, ${what}`;
  return [
    {
      name: `${name}: seconds`,
      value: seconds,
      limit: 3,
      pass: seconds < 3,
      detail: `${detail}; median of ${RUNS} whole processes`,
    },
    {
      name: `${name}: peak megabytes`,
      value: memory,
      limit: mostMegabytes,
      pass: memory < mostMegabytes,
      detail: `${detail}; the most of ${RUNS}`,
    },
  ];
}

/** How many times as long the same changes take with a secret in each. */
function secretsRatio(many: string, secrets: string): Figure {
  const seconds = { many: [] as number[], secrets: [] as number[] };
  for (let i = 0; i < RUNS; i++) {
    seconds.many.push(measure(many, "json").seconds);
    seconds.secrets.push(measure(secrets, "json").seconds);
  }
  const [without, withSecrets] = [median(seconds.many), median(seconds.secrets)];
  const value = withSecrets / without;
  return {
    name: "review json, 38000 secrets: times as long as without them",
    value,
    limit: 3,
    pass: value < 3,
    detail: `${withSecrets.toFixed(2)} s and ${without.toFixed(2)} s; medians of ${RUNS} whole processes`,
  };
}
