import { extent } from "./attributes";
import type { Change } from "./change";
import type { Context } from "./context";
import type { Severity } from "./finding";
import { equal, isMapping, type Mapping } from "./values";

/**
 * The resource types that the findings know. A change of anything else is not judged, and the review says so: it never calls a change safe
 * that it does not understand. By type: the attributes that a finding judges or that cannot endanger data, or "all".
 */
const KNOWN: ReadonlyMap<string, ReadonlySet<string> | "all"> = new Map<string, ReadonlySet<string> | "all">([
  [
    "aws_s3_bucket",
    of(
      "bucket force_destroy object_lock_enabled versioning lifecycle_rule replication_configuration server_side_encryption_configuration policy acl grant",
    ),
  ],
  ["aws_s3_bucket_versioning", of("bucket versioning_configuration mfa")],
  ["aws_s3_bucket_public_access_block", "all"],
  ["aws_s3_account_public_access_block", "all"],
  ["aws_s3_bucket_policy", "all"],
  ["aws_s3_bucket_acl", of("bucket acl access_control_policy")],
  ["aws_s3_bucket_ownership_controls", "all"],
  ["aws_s3_bucket_server_side_encryption_configuration", "all"],
  ["aws_s3_bucket_lifecycle_configuration", "all"],
  ["aws_s3_bucket_replication_configuration", of("bucket role rule")],
  ["aws_s3_bucket_notification", "all"],
  ["aws_s3_bucket_metric", "all"],
  ["aws_s3_bucket_object_lock_configuration", of("bucket rule object_lock_enabled")],
  ["aws_s3control_multi_region_access_point", "all"],
  ["aws_s3control_multi_region_access_point_policy", "all"],
  ["aws_s3control_multi_region_access_point_routes", "all"],
  ["aws_s3control_access_point_policy", "all"],
  ["aws_s3_access_point", of("bucket name policy public_access_block_configuration")],
  [
    "aws_kms_key",
    of(
      "policy is_enabled enabled deletion_window_in_days rotation_period_in_days bypass_policy_lockout_safety_check",
    ),
  ],
  ["aws_kms_replica_key", of("policy enabled deletion_window_in_days")],
  ["aws_kms_key_policy", "all"],
  ["aws_kms_alias", "all"],
  [
    "aws_iam_role",
    of("name assume_role_policy inline_policy max_session_duration force_detach_policies path"),
  ],
  ["aws_iam_role_policy", "all"],
  ["aws_iam_role_policy_attachment", "all"],
  ["aws_iam_policy", "all"],
  ["aws_sns_topic", of("name policy display_name")],
  ["aws_sns_topic_policy", "all"],
  ["aws_sns_topic_subscription", "all"],
  [
    "aws_sqs_queue",
    of(
      "name policy message_retention_seconds visibility_timeout_seconds delay_seconds receive_wait_time_seconds",
    ),
  ],
  ["aws_sqs_queue_policy", "all"],
  ["aws_cloudwatch_metric_alarm", "all"],
  ["aws_cloudwatch_composite_alarm", "all"],
  ["aws_cloudwatch_dashboard", "all"],
  ["aws_cloudwatch_event_rule", "all"],
  ["aws_cloudwatch_event_target", of("rule target_id arn input input_path role_arn event_bus_name")],
  ["aws_vpc_endpoint", of("policy private_dns_enabled subnet_ids vpc_id service_name vpc_endpoint_type")],
  ["aws_vpc_endpoint_policy", "all"],
  ["aws_security_group", of("ingress egress name name_prefix revoke_rules_on_delete vpc_id")],
  ["aws_security_group_rule", "all"],
  ["aws_vpc_security_group_ingress_rule", "all"],
  ["aws_vpc_security_group_egress_rule", "all"],
  ["aws_ssm_document", "all"],
  ["terraform_data", "all"],
  ["null_resource", "all"],
]);
/** Values of Terraform's utility providers: no data and no access depend on them alone. */
const UTILITIES = /^(random_(id|integer|pet|shuffle|uuid|string)|time_(sleep|static|rotating|offset))$/;
const HARMLESS: ReadonlySet<string> = of(
  "id arn tags tags_all description alarm_description labels timeouts",
);

function of(names: string): ReadonlySet<string> {
  return new Set(names.split(" "));
}

const isKnown = (type: string): boolean => KNOWN.has(type) || UTILITIES.test(type);

/** True if a finding or this table knows an attribute. */
export function knowsAttribute(type: string, attribute: string): boolean {
  const known = KNOWN.get(type);
  return known === "all" || known?.has(attribute) === true;
}

const STORES =
  /(^|_)(db|database|databases|rds|sql|mysql|mariadb|postgres|postgresql|mongodb|mongo|table|tables|dynamodb|dax|bucket|buckets|object|objects|blob|storage|file|filesystem|fs|efs|fsx|share|volume|disk|ebs|snapshot|backup|vault|secret|secrets|parameter|cache|redis|valkey|memcached|elasticache|memorydb|cosmosdb|bigtable|spanner|firestore|bigquery|dataset|ledger|repository|registry|queue|stream|topic|kafka|msk|kinesis|namespace|keyspace|keyspaces|warehouse|redshift|docdb|neptune|timestream|opensearch|elasticsearch|search|lake|log|user_pool|key|crypto_key|key_ring|certificate|hosted_zone|zone|persistent_volume_claim|persistent_volume|image|ami|cluster|domain|instance)($|_v2$|_(instance|cluster|group|domain|serverless|database|container|account|claim|replica|item|version|store|system|table|bucket|disk|volume|vault|stream|file_system|table_bucket|db)(_v2)?$)/;
/** Settings of a store, and what only sounds like one. */
const NO_STORES =
  /_(policy|attachment|association|permission|subnet_group|parameter_group|option_group|security_group|target_group|placement_group|configuration|rule|acl|notification|subscription|route_table|event_rule|metric|lock|grant|alias|access_block|controls|role|iam_member|iam_binding|rotation|validation|proxy)$|route_table|^aws_(iam|cloudwatch_(metric|event|composite|dashboard)|ec2_|autoscaling|lb|alb|ecs_cluster|eks|batch|lambda|vpc|key_pair|instance$|resourcegroups|servicequotas)|^(terraform|null|random|time|local|tls|archive|external|http)_|^kubernetes_(namespace|config)/;

/** Types that have findings of their own. */
const OWN = /^aws_(s3_bucket|kms_key|kms_replica_key|kms_external_key|sqs_queue|sns_topic)$/;

/** Does a resource of this type hold data, as far as its name tells? */
export const isDataStore = (type: string): boolean =>
  !OWN.test(type) && !isKnown(type) && STORES.test(type) && !NO_STORES.test(type);

/** A change that no finding judges. */
export interface Unjudged {
  readonly address: string;
  readonly change?: Change;
  readonly reason: string;
  /** Deletions, replacements and unknown actions have one. */
  readonly severity?: Severity;
}

const found = new WeakMap<Context, readonly Unjudged[]>();

/** Every change of a plan that no finding judges. */
export function unjudged(context: Context): readonly Unjudged[] {
  const known = found.get(context);
  if (known) return known;
  const all: Unjudged[] = [
    ...context.plan.changes
      .filter((change) => change.managed)
      .flatMap((change) => judge(change, context) ?? []),
    ...context.plan.deferred.map((change): Unjudged => {
      const grave = !isKnown(change.type) && (change.action === "delete" || change.action === "replace");
      const reason = `deferred to a later plan (${change.deferred ?? "unknown"}); judged only by what this plan tells`;
      return { address: change.address, change, reason, ...(grave ? { severity: "warning" as const } : {}) };
    }),
    ...context.plan.invocations.map((address): Unjudged => ({
      address,
      reason: "the apply invokes this action, and the plan does not show what it does",
      severity: "warning",
    })),
  ];
  found.set(context, all);
  return all;
}

function judge(change: Change, context: Context): Unjudged | undefined {
  const { address, action, type } = change;
  const note = (reason: string, severity?: Severity): Unjudged => ({
    address,
    change,
    reason,
    ...(severity ? { severity } : {}),
  });
  switch (action) {
    case "none":
    case "read":
    case "forget":
      return undefined;
    case "other":
      return note(
        `unknown action ${change.actions.join(", ")}`,
        change.actions.some((each) => /delete|destroy|remove|replace|recreate/i.test(each))
          ? "danger"
          : "warning",
      );
    case "delete":
    case "replace":
      if (isDataStore(type) || /^aws_kms_(external|replica)_key$/.test(type)) return undefined;
      if (!isKnown(type)) return note(`${type} is not known to this review, and is ${action}d`, "warning");
      return provisioned(change, context) ?? undefined;
    case "create":
      return isKnown(type) ? provisioned(change, context) : note(`${type} is not known to this review`);
    case "update": {
      if (extent(change.before, change.after) === "tags") return undefined;
      if (UTILITIES.test(type)) return undefined;
      const strange = differing(change, context).filter(
        (each) => !HARMLESS.has(each) && !knowsAttribute(type, each),
      );
      if (isKnown(type))
        return strange.length === 0
          ? undefined
          : note(`no finding judges ${strange.slice(0, 6).join(", ")} of ${type}`);
      return note(`${type} is not known to this review`);
    }
  }
}

/** Routes have a finding of their own; of other commands nothing is known. */
function provisioned(change: Change, context: Context): Unjudged | undefined {
  const configured = context.configured(change);
  if (!configured || configured.provisioners === 0) return undefined;
  if (configured.commands.some((command) => /submit-?multi-?region|mrap.{0,40}routes/i.test(command)))
    return undefined;
  return {
    address: change.address,
    change,
    reason: "it runs a provisioner, and the plan does not show what that does",
    severity: "warning",
  };
}

/** The attributes that change, apart from those that AWS computes. */
function differing(change: Change, context: Context): readonly string[] {
  const [before, after]: [Mapping, Mapping] = [
    isMapping(change.before) ? change.before : {},
    isMapping(change.after) ? change.after : {},
  ];
  const get = (value: Mapping, name: string): unknown =>
    Object.hasOwn(value, name) ? value[name] : undefined;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !equal(get(before, name), get(after, name)) && context.isConfigured(change, [name]),
  );
}
