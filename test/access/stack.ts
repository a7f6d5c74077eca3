/** The policies of a synthesized stack. */
import { ExpectedStack } from "../../cli/checks/expected";
import { policyJson } from "../../cli/checks/policy-document";
import type { Environment } from "../../environment/load";
import { ACCESS_POINT_ARN, ACCOUNT, ENVIRONMENTS } from "./environments";
import type { Policy } from "./policy/statement";

/** The kind of policy in an attribute of a resource. */
const KINDS: Readonly<Record<string, string>> = {
  "aws_iam_role assume_role_policy": "trust",
  "aws_iam_role_policy policy": "role",
  "aws_kms_key policy": "key",
  "aws_s3_bucket_policy policy": "bucket",
  "aws_s3control_multi_region_access_point_policy details.policy": "access point",
  "aws_sns_topic_policy policy": "topic",
  "aws_sqs_queue_policy policy": "queue",
  "aws_vpc_endpoint policy": "endpoint",
};

/** The policies of one environment, by name, such as `bucket eu_west_1`. The second part is the resource's label. */
export class StackPolicies {
  constructor(
    readonly environment: string,
    readonly all: ReadonlyMap<string, Policy>,
    /** References to the ARNs of the KMS keys that encrypt the objects, by Region. Empty with S3 managed keys. */
    readonly keys: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** @throws Error if the stack has no such policy */
  get(name: string): Policy {
    const policy = this.all.get(name);
    if (policy === undefined) throw new Error(`${this.environment} has no policy ${name}.`);
    return policy;
  }
}

/** Synthesizes an environment and collects its policies: of all resources, and of the outputs. */
export function stackPolicies(environment: string): StackPolicies {
  const props = ENVIRONMENTS[environment]!;
  const stack = new ExpectedStack(environment, props as Environment, {
    account: ACCOUNT,
    accessPointArn: ACCESS_POINT_ARN,
  });
  const policies = new Map<string, Policy>();
  const attached = new Set<string>();
  for (const type of stack.counts().keys()) {
    for (const { label, body } of stack.resources(type)) {
      for (const [attribute, text] of texts(body)) {
        if (!text.includes('"Statement"')) continue;
        const kind = KINDS[`${type} ${attribute}`] ?? `${type} ${attribute}`;
        policies.set(`${kind} ${label}`, JSON.parse(text) as Policy);
        attached.add(text);
      }
    }
  }
  for (const { label, body } of stack.dataSources("aws_iam_policy_document")) {
    const policy = policyJson(body);
    // Documents that no resource has are those of outputs.
    if (!attached.has(JSON.stringify(policy)))
      policies.set(`output ${label.replace(/_[0-9a-f]{6}$/, "")}`, policy as unknown as Policy);
  }
  return new StackPolicies(environment, policies, objectKeys(stack));
}

/** The keys of the buckets, from the replication rules: each rule names the key of its destination. */
function objectKeys(stack: ExpectedStack): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { body } of stack.resources("aws_s3_bucket_replication_configuration")) {
    for (const [path, text] of texts(body)) {
      const rule = /^rule\.(\d+)\.destination\.encryption_configuration\.replica_kms_key_id$/.exec(path);
      if (rule === null) continue;
      const [, bucket] = texts(body).find(([other]) => other === `rule.${rule[1]}.destination.bucket`)!;
      keys.set(bucket.replace("arn:aws:s3:::bucket-in-", ""), text);
    }
  }
  return keys;
}

function texts(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === "string") return [[path.join("."), value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, [...path, key]));
}
