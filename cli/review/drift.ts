import { differences, type Difference } from "./attributes";
import type { Change, Plan } from "./plan";
import type { Value } from "./values";

/** One object that is no longer as Terraform left it. */
export interface Drift {
  readonly change: Change;
  readonly attributes: readonly Difference[];
}

/**
 * Attributes in which AWS only mirrors what another resource of the same code sets: they differ after every
 * apply, and a real change shows on the other resource. By type: attribute, and the resource that sets it.
 */
const MIRRORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
};

/** What AWS answers for something that was never set. */
const isDefault = (value: Value): boolean =>
  value === undefined || value === false || value === 0 || value === "";

/** What really drifted. Null turned into an empty collection or into a default is no drift, and neither is a mirrored attribute. */
export function drifts(plan: Plan): readonly Drift[] {
  if (plan.drift.length === 0) return [];
  const types = new Set(
    plan.changes
      .filter((change) => change.managed && change.action !== "create")
      .map((change) => change.type),
  );
  return plan.drift.flatMap((change) => {
    if (!change.managed) return [];
    const mirrors = MIRRORS[change.type] ?? {};
    const attributes = differences(change.before, change.after, 200).filter(({ path, before, after }) => {
      if (before === undefined && isDefault(after)) return false;
      const sets = mirrors[/^\w+/.exec(path)?.[0] ?? ""];
      return sets === undefined || !types.has(sets);
    });
    return change.action === "delete" || attributes.length > 0 ? [{ change, attributes }] : [];
  });
}
