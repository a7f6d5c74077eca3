/**
 * The resource types that the findings know. A change of anything else is not judged, and the review says so: it never calls a change safe
 * that it does not understand. By type: the attributes that a finding judges or that cannot endanger data, or "all".
 */
const KNOWN: ReadonlyMap<string, ReadonlySet<string> | "all"> = new Map<string, ReadonlySet<string> | "all">([
  [
    "aws_s3_bucket",
    of(
      "bucket force_destroy object_lock_enabled object_lock_configuration versioning lifecycle_rule replication_configuration server_side_encryption_configuration policy acl grant",
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
    of("policy is_enabled enabled deletion_window_in_days rotation_period_in_days enable_key_rotation"),
  ],
  ["aws_kms_replica_key", of("policy enabled deletion_window_in_days")],
  ["aws_kms_key_policy", "all"],
  ["aws_kms_alias", "all"],
  ["aws_kms_grant", "all"],
  [
    "aws_iam_role",
    of(
      "name assume_role_policy inline_policy managed_policy_arns permissions_boundary max_session_duration force_detach_policies path",
    ),
  ],
  ["aws_iam_role_policy", "all"],
  ["aws_iam_role_policy_attachment", "all"],
  ["aws_iam_policy", "all"],
  ["aws_iam_policy_attachment", "all"],
  ["aws_iam_role_policies_exclusive", "all"],
  ["aws_iam_role_policy_attachments_exclusive", "all"],
  ["aws_sns_topic", of("name policy display_name kms_master_key_id")],
  ["aws_sns_topic_policy", "all"],
  ["aws_sns_topic_subscription", "all"],
  [
    "aws_sqs_queue",
    of(
      "name policy kms_master_key_id message_retention_seconds visibility_timeout_seconds delay_seconds receive_wait_time_seconds",
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
  ["aws_vpc_endpoint_subnet_association", "all"],
  ["aws_vpc", of("enable_dns_support enable_dns_hostnames")],
  ["aws_default_vpc", of("enable_dns_support enable_dns_hostnames")],
  ["aws_security_group", of("ingress egress name name_prefix revoke_rules_on_delete vpc_id")],
  ["aws_security_group_rule", "all"],
  ["aws_vpc_security_group_ingress_rule", "all"],
  ["aws_vpc_security_group_egress_rule", "all"],
  ["aws_ssm_document", "all"],
  ["terraform_data", "all"],
  ["null_resource", "all"],
]);
/** Values of Terraform's utility providers: no data and no access depend on them alone. */
export const UTILITIES =
  /^(random_(id|integer|pet|shuffle|uuid|string)|time_(sleep|static|rotating|offset))$/;
export const HARMLESS: ReadonlySet<string> = of(
  "id arn tags tags_all description alarm_description labels timeouts",
);

function of(names: string): ReadonlySet<string> {
  return new Set(names.split(" "));
}

/** The VPC endpoint service of Multi-Region Access Points, and those of S3 itself. */
export const GLOBAL_ENDPOINT = "com.amazonaws.s3-global.accesspoint";
export const isS3Endpoint = (service: string): boolean =>
  service === GLOBAL_ENDPOINT || /\.s3$/.test(service);

export const isKnown = (type: string): boolean => KNOWN.has(type) || UTILITIES.test(type);

/** True if a finding or this table knows an attribute. */
export function knowsAttribute(type: string, attribute: string): boolean {
  const known = KNOWN.get(type);
  return known === "all" || known?.has(attribute) === true;
}

/** Names of stores that the words below do not tell. */
const MORE =
  /^(aws|awscc)_(elasticache_replication_group|s3_object_copy|sagemaker_feature_group|opensearchserverless_collection|mq_broker|kendra_index|cloudformation_stack|s3_multi_region_access_point|s3outposts_endpoint|storagegateway_gateway|iot_thing|quicksight_data_set)$|_flexible_server$|^(neon|supabase|mongodbatlas)_project$|^rediscloud_subscription$|^vault_mount$|_dbaas$/;
const STORES =
  /(^|_)(db|database|databases|rds|sql|mysql|mariadb|postgres|postgresql|mongodb|mongo|table|tables|dynamodb|dax|bucket|buckets|object|objects|blob|storage|file|filesystem|fs|efs|fsx|share|volume|disk|ebs|snapshot|backup|vault|secret|secrets|parameter|cache|redis|valkey|memcached|elasticache|memorydb|cosmosdb|bigtable|spanner|firestore|bigquery|dataset|ledger|repository|registry|queue|stream|topic|kafka|msk|kinesis|namespace|keyspace|keyspaces|warehouse|redshift|docdb|neptune|timestream|opensearch|elasticsearch|search|lake|log|user_pool|key|crypto_key|key_ring|certificate|hosted_zone|zone|persistent_volume_claim|persistent_volume|image|ami|cluster|domain|instance|catalog|schema|index)($|_v[12]$|_(instance|cluster|group|domain|serverless|database|container|account|claim|replica|item|version|store|system|table|bucket|disk|volume|vault|stream|file_system|table_bucket|db)(_v[12])?$)/;
/** Settings of a store, and what only sounds like one. */
const NO_STORES =
  /_(policy|attachment|association|permission|subnet_group|parameter_group|option_group|security_group|target_group|placement_group|configuration|rule|acl|notification|subscription|route_table|event_rule|metric|lock|grant|alias|access_block|controls|role|iam_member|iam_binding|rotation|validation|proxy)$|route_table|^aws_(iam|cloudwatch_(metric|event|composite|dashboard)|ec2_|autoscaling|lb|alb|ecs_cluster|eks|batch|lambda|vpc|key_pair|instance$|resourcegroups|resourceexplorer2|schemas_|glue_schema|servicequotas)|^(terraform|null|random|time|local|tls|archive|external|http)_|^kubernetes_(namespace|config)/;

/** Types that have findings of their own. */
const OWN = /^aws_(s3_bucket|kms_key|kms_replica_key|kms_external_key|sqs_queue|sns_topic)$/;

const stores = new Map<string, boolean>();

/** Does a resource of this type hold data, as far as its name tells? A plan has few types and many resources. */
export function isDataStore(type: string): boolean {
  const known = stores.get(type);
  if (known !== undefined) return known;
  const holds =
    !OWN.test(type) && !isKnown(type) && (MORE.test(type) || (STORES.test(type) && !NO_STORES.test(type)));
  stores.set(type, holds);
  return holds;
}
