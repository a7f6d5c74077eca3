import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readPlan } from "../../../cli/review/plan";
import { review } from "../../../cli/review/review";
import { SCENARIOS } from "./scenario";

/** A plan of the real Terraform in which nothing changes. Each case changes it as a careless or hostile author would. */
const REAL = gunzipSync(readFileSync(join(SCENARIOS, "no-changes", "plan.json.gz"))).toString("utf8");

type Mutation = (after: any, change: any, plan: any) => void;

function judged(address: string, mutate: Mutation): { ids: string[]; verdict: string } {
  const plan = JSON.parse(REAL);
  const entry = plan.resource_changes.find((each: any) => each.address === address);
  if (!entry) throw new Error(`there is no ${address} in the plan`);
  entry.change.actions = ["update"];
  mutate(entry.change.after, entry.change, plan);
  const result = review(readPlan(JSON.stringify(plan), "plan.json"), {
    hash: "0",
    hashOf: "the plan's JSON",
  });
  return { ids: [...new Set(result.findings.map(({ family }) => family.id))], verdict: result.verdict };
}
const act =
  (...actions: string[]): Mutation =>
  (_, change) => {
    change.actions = actions;
    if (actions[0] === "delete" && actions.length === 1) change.after = null;
  };
const configured = (plan: any, address: string): any =>
  plan.configuration.root_module.resources.find((each: any) => each.address === address).expressions;
/** A function around a reference: its value can be anything. */
const COMPUTED = { references: ["terraform_data.note.output", "terraform_data.note"] };
const grant =
  (statement: unknown): Mutation =>
  (after) => {
    const policy = JSON.parse(after.policy);
    after.policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
  };
const ALLOW = {
  Sid: "New",
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::orders-ireland/*",
};

const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.eu_west_1";
const RULES = "aws_s3_bucket_replication_configuration.eu_west_1";
const POLICY = "aws_s3_bucket_policy.eu_west_1";
const ALARM = "aws_cloudwatch_metric_alarm.archive";

test.each<[string, string, Mutation, string]>([
  [
    "current objects expire",
    LIFECYCLE,
    (after) => after.rule.push({ id: "x", status: "Enabled", filter: [{}], expiration: [{ days: 30 }] }),
    "lifecycle-expires-objects",
  ],
  [
    "noncurrent versions expire earlier",
    LIFECYCLE,
    (after) =>
      (after.rule.find(
        (rule: any) => rule.noncurrent_version_expiration?.length,
      ).noncurrent_version_expiration[0].noncurrent_days = 1),
    "noncurrent-versions-expire-earlier",
  ],
  [
    "objects are archived",
    LIFECYCLE,
    (after) =>
      after.rule.push({
        id: "x",
        status: "Enabled",
        filter: [{}],
        transition: [{ days: 1, storage_class: "GLACIER" }],
      }),
    "lifecycle-archives-objects",
  ],
  [
    "replicas go to another account",
    RULES,
    (after) => (after.rule[0].destination[0].account = "210987654321"),
    "replication-destination-changed",
  ],
  [
    "replication time control is off",
    RULES,
    (after) => (after.rule[0].destination[0].replication_time = []),
    "replication-time-control-off",
  ],
  [
    "replicas are archived",
    RULES,
    (after) => (after.rule[0].destination[0].storage_class = "DEEP_ARCHIVE"),
    "replicas-archived",
  ],
  [
    "a destination is unknown",
    RULES,
    (after, change, plan) => {
      configured(plan, RULES).rule[0].destination[0].bucket = COMPUTED;
      delete after.rule[0].destination[0].bucket;
      change.after_unknown.rule = [{ destination: [{ bucket: true }] }];
    },
    "replication-destination-unknown",
  ],
  [
    "the role loses its policy",
    "aws_iam_role_policy.eu_west_1_replication",
    act("delete"),
    "replication-role-narrowed",
  ],
  [
    "the role gets a boundary",
    "aws_iam_role.eu_west_1_replication",
    (after) => (after.permissions_boundary = "arn:aws:iam::123456789012:policy/b"),
    "replication-role-narrowed",
  ],
  [
    "the role is replaced",
    "aws_iam_role.eu_west_1_replication",
    act("delete", "create"),
    "replication-role-narrowed",
  ],
  [
    "versioning moves to another bucket",
    "aws_s3_bucket_versioning.eu_west_1",
    (after, change) => {
      change.actions = ["delete", "create"];
      after.bucket = "orders-archive";
    },
    "attachment-moved",
  ],
  [
    "versioning moves, and its bucket loses it",
    "aws_s3_bucket_versioning.eu_west_1",
    (after, change) => {
      change.actions = ["delete", "create"];
      after.bucket = "orders-archive";
    },
    "versioning-suspended",
  ],
  [
    "versioning is sensitive",
    "aws_s3_bucket_versioning.eu_west_1",
    (after, change) => {
      after.versioning_configuration[0].status = "Suspended";
      change.after_sensitive = { versioning_configuration: true };
    },
    "versioning-suspended",
  ],
  [
    "versioning is unknown",
    "aws_s3_bucket_versioning.eu_west_1",
    (after, change, plan) => {
      configured(plan, "aws_s3_bucket_versioning.eu_west_1").versioning_configuration[0].status = COMPUTED;
      after.versioning_configuration[0].status = null;
      change.after_unknown = { versioning_configuration: [{ status: true }] };
    },
    "cannot-be-reviewed",
  ],
  [
    "a foreign account reads",
    POLICY,
    grant({ ...ALLOW, Principal: { AWS: "210987654321" } }),
    "policy-opened",
  ],
  [
    "anyone with TLS reads",
    POLICY,
    grant({ ...ALLOW, Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    "policy-opened",
  ],
  [
    "everyone but one reads",
    POLICY,
    grant({ ...ALLOW, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
    "policy-opened",
  ],
  [
    "all but one action",
    POLICY,
    grant({ ...ALLOW, Action: undefined, NotAction: "s3:DeleteBucket", Principal: { AWS: "210987654321" } }),
    "policy-opened",
  ],
  [
    "ACLs are on",
    "aws_s3_bucket_ownership_controls.eu_west_1",
    (after) => (after.rule[0].object_ownership = "ObjectWriter"),
    "acls-enabled",
  ],
  [
    "the bucket is updated",
    "aws_s3_bucket.eu_west_1",
    (after) => (after.tags = { a: "b" }),
    "bucket-updated-without-replication",
  ],
  [
    "the whole internet reaches the endpoint",
    "aws_vpc_security_group_ingress_rule.eu_west_1_vpc",
    (after) => (after.cidr_ipv4 = "0.0.0.0/0"),
    "security-group-open",
  ],
  [
    "clients lose the endpoint",
    "aws_vpc_security_group_ingress_rule.eu_west_1_vpc",
    act("delete"),
    "security-group-rule-lost",
  ],
  ["an alarm fires later", ALARM, (after) => (after.threshold *= 10), "alarm-weakened"],
  ["an alarm watches another Region", ALARM, act("delete", "create"), "alarm-deleted"],
  ["a topic is deleted", "aws_sns_topic.eu_west_1_alerts", act("delete"), "notification-lost"],
  [
    "the event rule is off",
    "aws_cloudwatch_event_rule.routing",
    (after) => (after.state = "DISABLED"),
    "notification-lost",
  ],
  [
    "an alias moves",
    "aws_kms_alias.eu_west_1_alerts",
    (after) => (after.target_key_id = "other"),
    "key-alias-moved",
  ],
  ["the plan is errored", ALARM, (_, __, plan) => (plan.errored = true), "plan-incomplete"],
  [
    "a table is deleted",
    "terraform_data.note",
    (_, change, plan) => {
      change.actions = ["delete"];
      plan.resource_changes.find((each: any) => each.change === change).type = "awscc_dynamodb_table";
    },
    "data-store-deleted",
  ],
  [
    "an unknown kind of resource is deleted",
    "terraform_data.note",
    (_, change, plan) => {
      change.actions = ["delete"];
      plan.resource_changes.find((each: any) => each.change === change).type = "aws_imaginary_thing";
    },
    "not-judged",
  ],
])("%s", (_, address, mutate, id) => {
  const { ids, verdict } = judged(address, mutate);
  expect(ids).toContain(id);
  expect(["danger", "warning"]).toContain(verdict);
});

test.each<[string, string, Mutation]>([
  [
    "noncurrent versions expire later",
    LIFECYCLE,
    (after) =>
      (after.rule.find(
        (rule: any) => rule.noncurrent_version_expiration?.length,
      ).noncurrent_version_expiration[0].noncurrent_days = 365),
  ],
  ["another priority", RULES, (after) => (after.rule[0].priority = 9)],
  [
    "statements in another order",
    POLICY,
    (after) => (after.policy = JSON.stringify({ Statement: JSON.parse(after.policy).Statement.reverse() })),
  ],
  ["an alarm fires earlier", ALARM, (after) => (after.threshold /= 10)],
  [
    "a subscription is confirmed",
    "aws_sns_topic_subscription.routing_ops_example_com",
    (after) => (after.pending_confirmation = !after.pending_confirmation),
  ],
])("%s: no finding", (_, address, mutate) => {
  expect(judged(address, mutate)).toEqual({ ids: [], verdict: "harmless" });
});
