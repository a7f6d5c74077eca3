import fc from "fast-check";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { LocalAws } from "../../../local-aws";
import { text, textOf } from "./arbitrary";
import { Proof, type Form, type Plan } from "./proof";
import { plansTheSame } from "./steps";

/** The characters that AWS accepts in a tag. */
const TAG = /[\p{L}\p{Z}\p{N}_.:/=+\-@]/u;
const distinct = (values: readonly string[], count: number) => [...new Set(values)].slice(0, count);
const sample = (arbitrary: fc.Arbitrary<string>, count: number, seed: number) =>
  distinct(fc.sample(arbitrary, { numRuns: count * 4, seed }), count);

/** An environment with generated dangerous text in every field that accepts free text. */
export function hostileEnvironment(seed: number) {
  const bytes = (value: string) => Buffer.byteLength(value);
  // IAM accepts printable ASCII in a path. AWS would read "${" as a policy variable.
  const paths = sample(
    textOf(/[!-.0-9:-~]/u)
      .map((path) => path.replace(/[*?]/g, "").replace(/\$\{/g, "%{"))
      .filter((path) => path !== ""),
    30,
    seed + 1,
  ).map((path) => `arn:aws:iam::123456789012:role/${path}/name`);
  const tags = sample(textOf(TAG), 30, seed + 2).filter((key) => !/^aws:/i.test(key));
  return {
    name: "hostile",
    regions: {
      "ap-south-1": { bucket: "hostile-in-mumbai" },
      "us-east-1": { bucket: "hostile-in-virginia" },
    },
    state: {
      bucket: "hostile-state",
      region: "eu-west-1",
      key: `a/${sample(textOf(/[^\p{C}]/u), 8, seed + 3)
        .join("")
        .replace(/\/+/g, "/")}/z`,
    },
    replication: {
      // No prefix may begin with another one.
      prefixes: sample(
        text.filter((value) => bytes(value) < 500),
        20,
        seed + 4,
      ).map((value, index) => `${index + 10}/${value.replace(/(?![\t\n\r])[*?\p{Cc}\uFFFE\uFFFF]/gu, "")}`),
    },
    access: {
      readers: paths.slice(0, 10),
      writers: paths.slice(10, 20),
      administrators: paths.slice(20, 30),
    },
    monitoring: {
      notify: sample(textOf(/[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]/), 5, seed + 5).map(
        (local, index) => `${index}${local}@example.com`,
      ),
    },
    // Fewer providers, which makes each plan faster.
    failover: { announceFrom: "us-west-2" },
    protect: false,
    tags: Object.fromEntries(tags.map((key, index) => [key, tags[tags.length - 1 - index]!])),
  };
}

/** Plans such an environment as it is deployed and in one form of the handover, and looks for every text in the planned values. */
export async function survives(aws: LocalAws, seed: number, form: Form): Promise<void> {
  const environment = hostileEnvironment(seed);
  const file = join(aws.directory, `hostile-${seed}.yaml`);
  writeFileSync(file, stringify(environment));
  const proof = await Proof.of(aws, file);
  await proof.prepare();
  const plan = await proof.plan("cdk");
  await plansTheSame(proof, plan, [form]);

  const planned = (type: string) =>
    plan.planned_values.root_module.resources
      .filter(({ address }) => address.startsWith(`${type}.`))
      .map(({ values = {} }) => values);
  const prefixes = planned("aws_s3_bucket_replication_configuration").flatMap((values) =>
    (values["rule"] as Array<{ filter: Array<{ prefix: string }> }>).map(({ filter }) => filter[0]!.prefix),
  );
  const twice = (values: readonly string[]) => [...values, ...values].sort();
  expect(prefixes.sort()).toEqual(twice(environment.replication.prefixes));
  const endpoints = planned("aws_sns_topic_subscription").map((values) => values["endpoint"]);
  expect([...new Set(endpoints)].sort()).toEqual([...environment.monitoring.notify].sort());
  for (const values of planned("aws_s3_bucket")) expect(values["tags_all"]).toEqual(environment.tags);
  for (const role of [...environment.access.readers, ...environment.access.writers])
    expect(identifiers(plan, "access_point")).toContain(role);
  for (const role of environment.access.administrators)
    expect(identifiers(plan, "ap_south_1_bucket")).toContain(role);
  for (const form of ["cdk", "hcl", "json"] as const)
    expect(keyOfState(proof, form)).toBe(form === "cdk" ? environment.state.key : `empty/${proof.id}`);
  for (const form of ["hcl", "json"] as const) {
    await proof.takeOver(form);
    expect(keyOfState(proof, form)).toBe(environment.state.key);
  }
}

/** Principals and values of conditions of a policy document. */
function identifiers(plan: Plan, label: string): string[] {
  const address = `data.aws_iam_policy_document.${label}`;
  const change = plan.resource_changes.find((one) => one.address === address)?.change.after;
  const statements = (change?.["statement"] ?? []) as Array<{
    principals?: Array<{ identifiers: string[] }>;
    condition?: Array<{ values: string[] }>;
  }>;
  return statements.flatMap(({ principals = [], condition = [] }) => [
    ...principals.flatMap((one) => one.identifiers),
    ...condition.flatMap((one) => one.values),
  ]);
}

/** The key of the state after `terraform init`. */
function keyOfState(proof: Proof, form: Form): string {
  const file = join(proof.folder(form), ".terraform", "terraform.tfstate");
  const { backend } = JSON.parse(readFileSync(file, "utf8")) as { backend: { config: { key: string } } };
  return backend.config.key;
}
