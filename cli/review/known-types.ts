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
  [
    "aws_s3_bucket_public_access_block",
    of(
      "block_public_acls block_public_policy bucket ignore_public_acls region restrict_public_buckets skip_destroy",
    ),
  ],
  [
    "aws_s3_account_public_access_block",
    of("account_id block_public_acls block_public_policy ignore_public_acls restrict_public_buckets"),
  ],
  ["aws_s3_bucket_policy", of("bucket policy region")],
  ["aws_s3_bucket_acl", of("bucket acl access_control_policy")],
  ["aws_s3_bucket_ownership_controls", of("bucket region rule")],
  ["aws_s3_bucket_server_side_encryption_configuration", of("bucket expected_bucket_owner region rule")],
  [
    "aws_s3_bucket_lifecycle_configuration",
    of("bucket expected_bucket_owner region transition_default_minimum_object_size rule"),
  ],
  ["aws_s3_bucket_replication_configuration", of("bucket role rule")],
  ["aws_s3_bucket_notification", of("bucket eventbridge region lambda_function queue topic")],
  ["aws_s3_bucket_metric", of("bucket name region filter")],
  ["aws_s3_bucket_object_lock_configuration", of("bucket rule object_lock_enabled")],
  ["aws_s3control_multi_region_access_point", of("account_id region details")],
  ["aws_s3control_multi_region_access_point_policy", of("account_id region details")],
  ["aws_s3control_multi_region_access_point_routes", "all"],
  ["aws_s3control_access_point_policy", of("access_point_arn policy region")],
  ["aws_s3_access_point", of("bucket name policy public_access_block_configuration")],
  [
    "aws_kms_key",
    of("policy is_enabled enabled deletion_window_in_days rotation_period_in_days enable_key_rotation"),
  ],
  ["aws_kms_replica_key", of("policy enabled deletion_window_in_days")],
  ["aws_kms_key_policy", of("key_id policy region")],
  ["aws_kms_alias", of("name name_prefix region target_key_id")],
  [
    "aws_kms_grant",
    of(
      "grant_creation_tokens grantee_principal key_id name operations region retire_on_delete retiring_principal constraints",
    ),
  ],
  [
    "aws_iam_role",
    of(
      "name assume_role_policy inline_policy managed_policy_arns permissions_boundary max_session_duration force_detach_policies path",
    ),
  ],
  ["aws_iam_role_policy", of("name name_prefix policy role")],
  ["aws_iam_role_policy_attachment", of("policy_arn role")],
  ["aws_iam_policy", of("name name_prefix path policy")],
  ["aws_iam_policy_attachment", of("groups name policy_arn roles users")],
  ["aws_iam_role_policies_exclusive", of("policy_names role_name")],
  ["aws_iam_role_policy_attachments_exclusive", of("policy_arns role_name")],
  ["aws_sns_topic", of("name policy display_name kms_master_key_id")],
  ["aws_sns_topic_policy", of("arn policy region")],
  [
    "aws_sns_topic_subscription",
    of(
      "confirmation_timeout_in_minutes delivery_policy endpoint endpoint_auto_confirms filter_policy protocol region topic_arn",
    ),
  ],
  [
    "aws_sqs_queue",
    of(
      "name policy kms_master_key_id message_retention_seconds visibility_timeout_seconds delay_seconds receive_wait_time_seconds",
    ),
  ],
  ["aws_sqs_queue_policy", of("policy queue_url region")],
  [
    "aws_cloudwatch_metric_alarm",
    of(
      "actions_enabled alarm_actions alarm_name comparison_operator datapoints_to_alarm dimensions evaluate_low_sample_count_percentiles evaluation_periods extended_statistic insufficient_data_actions metric_name namespace ok_actions period region statistic threshold threshold_metric_id treat_missing_data unit metric_query",
    ),
  ],
  [
    "aws_cloudwatch_composite_alarm",
    of(
      "actions_enabled alarm_actions alarm_name alarm_rule insufficient_data_actions ok_actions region actions_suppressor",
    ),
  ],
  ["aws_cloudwatch_dashboard", of("dashboard_body dashboard_name region")],
  [
    "aws_cloudwatch_event_rule",
    of(
      "event_bus_name event_pattern force_destroy is_enabled name name_prefix region role_arn schedule_expression state",
    ),
  ],
  ["aws_cloudwatch_event_target", of("rule target_id arn input input_path role_arn event_bus_name")],
  ["aws_vpc_endpoint", of("policy private_dns_enabled subnet_ids vpc_id service_name vpc_endpoint_type")],
  ["aws_vpc_endpoint_policy", of("policy region vpc_endpoint_id")],
  ["aws_vpc_endpoint_subnet_association", of("region subnet_id vpc_endpoint_id")],
  ["aws_vpc", of("enable_dns_support enable_dns_hostnames")],
  ["aws_default_vpc", of("enable_dns_support enable_dns_hostnames")],
  ["aws_security_group", of("ingress egress name name_prefix revoke_rules_on_delete vpc_id")],
  [
    "aws_security_group_rule",
    of(
      "cidr_blocks from_port ipv6_cidr_blocks prefix_list_ids protocol region security_group_id self source_security_group_id to_port type",
    ),
  ],
  [
    "aws_vpc_security_group_ingress_rule",
    of(
      "cidr_ipv4 cidr_ipv6 from_port ip_protocol prefix_list_id referenced_security_group_id region security_group_id to_port",
    ),
  ],
  [
    "aws_vpc_security_group_egress_rule",
    of(
      "cidr_ipv4 cidr_ipv6 from_port ip_protocol prefix_list_id referenced_security_group_id region security_group_id to_port",
    ),
  ],
  ["aws_ssm_document", of("content document_format document_type name region target_type version_name")],
  ["terraform_data", "all"],
  ["null_resource", "all"],
]);
/** Values of Terraform's utility providers: no data and no access depend on them alone. */
export const UTILITIES =
  /^(random_(id|integer|pet|shuffle|uuid|string)|time_(sleep|static|rotating|offset))$/;
export const HARMLESS: ReadonlySet<string> = of(
  "id arn tags tags_all description alarm_description labels timeouts",
);

/** Only AWS sets these attributes of the types above. */
export const COMPUTED: ReadonlySet<string> = of(
  [
    "alias attachment_count beginning_archive_time bucket_domain_name bucket_region bucket_regional_domain_name",
    "confirmation_was_authenticated create_date created_date dashboard_arn default_network_acl_id default_route_table_id",
    "default_security_group_id default_version dhcp_options_id dns_entry document_version domain_name endpoints established",
    "existing_default_vpc grant_id grant_token has_public_access_policy hash hash_type hosted_zone_id ipv6_association_id",
    "key_spec latest_version main_route_table_id network_interface_ids owner owner_id parameter pending_confirmation",
    "platform_types policy_id proposed requester_managed schema_version security_group_rule_id status target_key_arn",
    "unique_id url website_domain website_endpoint",
  ].join(" "),
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
