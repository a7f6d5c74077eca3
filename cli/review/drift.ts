import { differences, document, type Difference } from "./attributes";
import type { Change } from "./change";
import { key, type Configuration } from "./configuration";
import { knowsAttribute } from "./known-types";
import type { Plan } from "./plan";
import { compareAccess } from "./policy/access";
import { parsePolicy } from "./policy/document";
import { at, equal, isMapping, type Value } from "./values";

/** One object that is no longer as Terraform left it. */
export interface Drift {
  readonly change: Change;
  readonly attributes: readonly Difference[];
}

/**
 * Attributes in which AWS only mirrors what another resource of the same code sets: they differ after every
 * apply, and a real change shows on the other resource. By type: attribute, and the resource that sets it.
 */
const MIRRORS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries({
    aws_s3_bucket: {
      acceleration_status: "aws_s3_bucket_accelerate_configuration",
      acl: "aws_s3_bucket_acl",
      cors_rule: "aws_s3_bucket_cors_configuration",
      grant: "aws_s3_bucket_acl",
      lifecycle_rule: "aws_s3_bucket_lifecycle_configuration",
      logging: "aws_s3_bucket_logging",
      object_lock_configuration: "aws_s3_bucket_object_lock_configuration",
      policy: "aws_s3_bucket_policy",
      replication_configuration: "aws_s3_bucket_replication_configuration",
      request_payer: "aws_s3_bucket_request_payment_configuration",
      server_side_encryption_configuration: "aws_s3_bucket_server_side_encryption_configuration",
      versioning: "aws_s3_bucket_versioning",
      website: "aws_s3_bucket_website_configuration",
      website_domain: "aws_s3_bucket_website_configuration",
      website_endpoint: "aws_s3_bucket_website_configuration",
    },
    aws_iam_role: {
      inline_policy: "aws_iam_role_policy",
      managed_policy_arns: "aws_iam_role_policy_attachment",
    },
    aws_kms_key: { policy: "aws_kms_key_policy" },
    aws_security_group: {
      ingress: "aws_vpc_security_group_ingress_rule",
      egress: "aws_vpc_security_group_egress_rule",
    },
    aws_sns_topic: { policy: "aws_sns_topic_policy" },
    aws_sqs_queue: { policy: "aws_sqs_queue_policy" },
    aws_vpc_endpoint: { policy: "aws_vpc_endpoint_policy" },
  }).map(([type, attributes]) => [type, new Map<string, string>(Object.entries(attributes))] as const),
);

/** The answer of AWS for an attribute that was never set. */
const isDefault = (value: Value): boolean =>
  value === undefined || value === false || value === 0 || value === "";

/**
 * The changes that were made outside Terraform. These are no drift: null that turned into an empty collection or a default, a mirrored
 * attribute, default tags of the provider, and attributes that only AWS computes.
 */
export function drifts(plan: Plan, { resources }: Configuration): readonly Drift[] {
  if (plan.drift.length === 0) return [];
  const types = new Set(
    plan.changes
      .filter((change) => change.managed && change.action !== "create")
      .map((change) => change.type),
  );
  return plan.drift.flatMap((change) => {
    if (!change.managed) return [];
    const mirrors = MIRRORS.get(change.type);
    const { before: raw, after: now } = change;
    const expressions = resources.get(key(change.module, "managed", change.type, change.name))?.expressions;
    const tagsAreEqual = equal(at(raw, "tags_all"), at(now, "tags_all"));
    const { before, after } = change.shown;
    const attributes = differences(before, after, 200).filter(({ path, before: old, after: changed }) => {
      if (old === undefined && isDefault(changed)) return false;
      if (areAlike(old, changed)) return false;
      const name = /^\w+/.exec(path)?.[0] ?? "";
      if (name === "tags" && tagsAreEqual && isMapping(at(now, "tags_all"))) return false;
      const sets = mirrors?.get(name);
      if (sets !== undefined && types.has(sets)) return false;
      return (
        expressions === undefined ||
        at(expressions, name) !== undefined ||
        name === "tags_all" ||
        knowsByName(change.type, name)
      );
    });
    return change.action === "delete" || attributes.length > 0 ? [{ change, attributes }] : [];
  });
}

/** Two texts of one document, or two policies that allow and deny the same. */
function areAlike(before: Value, after: Value): boolean {
  const [one, other] = [parsePolicy(before), parsePolicy(after)];
  if (one && other) {
    const { gains, losses } = compareAccess(one, other);
    return gains.length === 0 && losses.length === 0;
  }
  const [old, now] = [document(before), document(after)];
  return old !== undefined && now !== undefined && equal(old, now);
}

/** A finding judges the attribute, even if the code does not set it. */
const knowsByName = (type: string, name: string): boolean =>
  knowsAttribute(type, name) && !COMPUTED.has(name);

/** AWS changes these on its own. */
const COMPUTED = new Set([
  "id",
  "arn",
  "owner_id",
  "policy_id",
  "attachment_count",
  "creation_date",
  "pending_confirmation",
  "confirmation_was_authenticated",
  "etag",
  "last_modified",
  "status",
  "alias",
  "domain_name",
  "document_version",
  "latest_version",
  "default_version",
  "hash",
  "created_date",
  "subscription_role_arn",
]);

/** The changes that somebody made, to be judged like those of a plan. */
export const changesOfDrift = (drift: readonly Drift[]): readonly Change[] =>
  drift.map(({ change }) => change);
