import type { TerraformResourceLifecycle } from "cdktf";
import type { ExistingBucket, ExistingLifecycle, ExistingStatement } from "./existing-bucket";
import { SID_SUFFIX } from "./existing-policy";
import { LIFECYCLE_RULE_IDS } from "./lifecycle-rules";
import { STATEMENT_PARTS, statementHash } from "./statement-hash";

type Condition = NonNullable<TerraformResourceLifecycle["postcondition"]>[number];

/** The sids of the statements that this package adds to the policy of a bucket. */
export const OWN_SIDS: readonly string[] = [
  "OnlyOverTls",
  "DelegateObjectsToAccessPoint",
  "DelegateListingToAccessPoint",
  "CloudFrontGetsObjects",
  "OnlyThroughAccessPoint",
  "OnlyBucketEncryption",
  "OnlyBucketKey",
];

/** The ids of the replication rules of this package. */
export const OWN_RULE_ID = /^to-[a-z]{2}(-[a-z]+)+-[0-9]+(-[0-9]+)?$/;

/**
 * The conditions under which a plan may change an adopted bucket. Terraform checks them against the bucket as AWS has it.
 * They hold before the adoption and after it. The resource of the bucket does not read the public access block, the
 * ownership and the notifications, and its tags are the recorded ones, so no condition covers these.
 */
export function adoptionConditions(bucket: string, existing: ExistingBucket): Condition[] {
  const conditions: Condition[] = [];
  const add = (condition: string, what: string): void => {
    conditions.push({
      condition: `\${${condition}}`,
      errorMessage: `${what} of the bucket ${bucket} changed after the adoption was recorded. Run mrap adopt again, and review what changed before you plan again.`,
    });
  };
  if (existing.versioning === "Enabled") add(`try(${SELF}.versioning[0].enabled, false)`, "The versioning");
  add(`${SELF}.object_lock_enabled == ${existing.objectLock === true}`, "Object Lock");
  add(lifecycleCondition(existing.lifecycle), "The lifecycle configuration");
  const { rules: kept = [], replaced = [] } = existing.replication ?? {};
  const ids = [...kept, ...replaced].map(({ id }) => id ?? "");
  const foreign = `for r in ${SELF}.replication_configuration[0].rules : r.id if length(regexall(${quoted(OWN_RULE_ID.source)}, r.id)) == 0`;
  add(`length(setsubtract(try([${foreign}], []), ${list(ids)})) == 0`, "The replication configuration");
  add(policyCondition(existing.policy ?? []), "The policy");
  return conditions;
}

/** An adoption never changes existing rules. A bucket without rules gets those of this package. */
function lifecycleCondition(lifecycle: ExistingLifecycle | undefined): string {
  const live = `for r in ${SELF}.lifecycle_rule : ${LIFECYCLE_PROJECTION}`;
  return lifecycle
    ? `toset([${live}]) == toset(${list(lifecycle.rules.map(projected))})`
    : `length([${live} if !contains(${list(LIFECYCLE_RULE_IDS)}, r.id)]) == 0`;
}

const LIFECYCLE_PROJECTION =
  'join(":", [r.id, r.enabled, try(r.expiration[0].days, 0), try(r.noncurrent_version_expiration[0].days, 0)])';

/** The same as {@link LIFECYCLE_PROJECTION}. */
function projected(rule: ExistingLifecycle["rules"][number]): string {
  const days = (part: unknown, key: string): number => {
    const [first] = (part ?? []) as readonly Record<string, number | undefined>[];
    return first?.[key] ?? 0;
  };
  return [
    rule.id,
    rule.status === "Enabled",
    days(rule.expiration, "days"),
    days(rule.noncurrentVersionExpiration, "noncurrentDays"),
  ].join(":");
}

/** The bucket. Terraform prints a long warning for each direct reference to an attribute that the provider deprecates. */
const SELF = "one([self])";

/**
 * Compares the statements without regard to their order and to lists of one entry, because the provider writes them in
 * another form. A recorded statement may be missing only if the policy is missing or has the statements of this package.
 */
function policyCondition(recorded: readonly ExistingStatement[]): string {
  const statements = `try(flatten([jsondecode(${SELF}.policy).Statement]), [])`;
  const own = `length(regexall(${quoted(`^(${OWN_SIDS.join("|")})(${SID_SUFFIX})?$`)}, try(s.Sid, ""))) > 0`;
  const live = `[for s in ${statements} : sha256(jsonencode(${PROJECTION})) if !(${own})]`;
  const known = list(recorded.map(statementHash));
  return (
    `length(setsubtract(${live}, ${known})) == 0 && (anytrue([for s in ${statements} : ${own}]) || ` +
    `length(${statements}) == 0 || length(setsubtract(${known}, ${live})) == 0)`
  );
}

/**
 * The condition that a policy has the recorded statements and no others, without regard to their order and to lists of one
 * entry. AWS does not keep the order of principals. @param document the expression of the policy as JSON
 */
export function samePolicyCondition(document: string, recorded: readonly ExistingStatement[]): string {
  const statements = `try(flatten([jsondecode(${document}).Statement]), [])`;
  return `toset([for s in ${statements} : sha256(jsonencode(${PROJECTION}))]) == toset(${list(recorded.map(statementHash))})`;
}

const pairs = (part: string): string =>
  `try(sort(flatten([for k, v in s.${part} : [for x in flatten([v]) : "\${k}:\${x}"]])), flatten([try(s.${part}, [])]))`;
/** `statementHash` computes the same from a statement. */
const PROJECTION =
  `[s.Effect, ${pairs("Principal")}, ${pairs("NotPrincipal")}, ` +
  `${STATEMENT_PARTS.map((part) => `sort(flatten([try(s.${part}, [])]))`).join(", ")}, ` +
  'try(sort(flatten([for o, c in s.Condition : [for k, v in c : [for x in flatten([v]) : "${o}:${k}:${x}"]]])), [])]';

function list(items: readonly string[]): string {
  return `[${[...new Set(items)].map(quoted).join(", ")}]`;
}

/** A string of HCL. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
