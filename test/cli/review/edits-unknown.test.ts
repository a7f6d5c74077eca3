import { dangers, harmless, judged, policy, type Edit, type Editor } from "./edits";

const VERSIONING = "aws_s3_bucket_versioning.eu_west_1";
const REPLICATION = "aws_s3_bucket_replication_configuration.eu_west_1";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.eu_west_1";
const POLICY = "aws_s3_bucket_policy.eu_west_1";
const RULE = "aws_vpc_security_group_ingress_rule.eu_west_1_vpc";
const PUBLIC = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

describe("a mark as sensitive switches nothing off", () => {
  const marked =
    (address: string, mark: unknown, edit: (after: any) => void, side = "after_sensitive") =>
    (plan: Editor): void =>
      plan.update(address, (after, change) => {
        edit(after);
        change[side] = mark;
      });
  dangers([
    [
      "a policy",
      "danger policy-opened",
      marked(POLICY, { policy: true }, (after) => policy(after, (all) => [...all, PUBLIC])),
    ],
    [
      "a whole object",
      "danger policy-opened",
      marked(POLICY, true, (after) => policy(after, (all) => [...all, PUBLIC])),
    ],
    [
      "versioning, marked in the prior state only",
      "danger versioning-suspended",
      marked(
        VERSIONING,
        { versioning_configuration: true },
        (after) => (after.versioning_configuration[0].status = "Suspended"),
        "before_sensitive",
      ),
    ],
    [
      "a rule",
      "danger replication-rule-disabled",
      marked(REPLICATION, { rule: true }, (after) => (after.rule[0].status = "Disabled")),
    ],
    [
      "a CIDR block",
      "danger security-group-open",
      marked(RULE, { cidr_ipv4: true }, (after) => (after.cidr_ipv4 = "0.0.0.0/0")),
    ],
  ]);
});

/** The value of an attribute comes from a resource whose value Terraform does not know yet, through a function. */
const unknown =
  (address: string, ...path: (string | number)[]) =>
  (plan: Editor): void => {
    const last = path[path.length - 1] ?? "";
    const inner = (value: any): any => path.slice(0, -1).reduce((current, step) => current[step], value);
    inner(plan.configured(address))[last] = {
      references: ["terraform_data.note.output", "terraform_data.note"],
    };
    plan.update(address, (after, change) => {
      delete inner(after)[last];
      change.after_unknown = path.reduceRight<unknown>(
        (mark, step) => (typeof step === "number" ? [mark] : { [step]: mark }),
        true,
      );
    });
  };

describe("an attribute that is known only after the apply", () => {
  const danger = "danger cannot-be-reviewed";
  dangers([
    [
      "a switch of the public access block",
      danger,
      unknown("aws_s3_bucket_public_access_block.eu_west_1", "block_public_acls"),
    ],
    ["versioning", danger, unknown(VERSIONING, "versioning_configuration", 0, "status")],
    ["the status of a rule", danger, unknown(REPLICATION, "rule", 0, "status")],
    ["delete markers", danger, unknown(REPLICATION, "rule", 0, "delete_marker_replication", 0, "status")],
    [
      "replica modifications",
      danger,
      unknown(REPLICATION, "rule", 0, "source_selection_criteria", 0, "replica_modifications", 0, "status"),
    ],
    [
      "the key of the replicas",
      danger,
      unknown(REPLICATION, "rule", 0, "destination", 0, "encryption_configuration", 0, "replica_kms_key_id"),
    ],
    [
      "the destination",
      "danger replication-destination-unknown",
      unknown(REPLICATION, "rule", 0, "destination", 0, "bucket"),
    ],
    ["all rules", danger, unknown(REPLICATION, "rule")],
    ["the role", danger, unknown(REPLICATION, "role")],
    ["lifecycle rules", danger, unknown(LIFECYCLE, "rule")],
    ["the encryption", danger, unknown("aws_s3_bucket_server_side_encryption_configuration.archive", "rule")],
    ["a CIDR block", danger, unknown(RULE, "cidr_ipv4")],
    ["private DNS", danger, unknown("aws_vpc_endpoint.eu_west_1", "private_dns_enabled")],
    ["the target of an alias", danger, unknown("aws_kms_alias.eu_west_1_alerts", "target_key_id")],
    [
      "the threshold of an alarm",
      "warning cannot-be-reviewed",
      unknown("aws_cloudwatch_metric_alarm.archive", "threshold"),
    ],
    [
      "the subnets of an endpoint",
      "warning cannot-be-reviewed",
      unknown("aws_vpc_endpoint.eu_west_1", "subnet_ids"),
    ],
    ["a policy behind a function", "danger policy-unknown", unknown(POLICY, "policy")],
    [
      "lifecycle rules of a dynamic block, which is not in the plan's configuration",
      danger,
      (plan) => {
        unknown(LIFECYCLE, "rule")(plan);
        delete plan.configured(LIFECYCLE).rule;
      },
    ],
  ]);
  harmless([
    [
      "an attribute that only AWS sets",
      (plan) =>
        plan.update(LIFECYCLE, (after, change) => {
          after.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation = 3;
          delete after.transition_default_minimum_object_size;
          change.after_unknown = { transition_default_minimum_object_size: true, id: true };
        }),
    ],
  ]);
});

test("an attribute that is asked for with and without the index of its block is one finding", () => {
  const { findings } = judged(
    unknown("aws_s3_bucket_ownership_controls.eu_west_1", "rule", 0, "object_ownership"),
  );
  expect(findings).toEqual(["warning cannot-be-reviewed"]);
});

test.each<[string, (string | number)[]]>([
  ["rule.filter", ["rule", 0, "filter"]],
  ["rule.filter.prefix", ["rule", 0, "filter", 0, "prefix"]],
  ["rule.filter.tag", ["rule", 0, "filter", 0, "tag"]],
])("the filter of a replication rule (%s) is one finding", (attribute, path) => {
  const result = judged(unknown(REPLICATION, ...path));
  expect([result.findings, result.causes]).toEqual([
    ["danger cannot-be-reviewed"],
    [expect.stringMatching(`^${attribute} is .* and becomes known only after the apply$`)],
  ]);
});

const deleted =
  (type: string, before: object) =>
  (plan: Editor): void =>
    plan.add(type, { actions: ["delete"], before });

describe("a change that no finding judges", () => {
  const strange = { address: "foo_bar.x", type: "foo_bar", name: "x", mode: "managed" };
  dangers([
    [
      "a deferred deletion",
      "warning not-judged",
      ({ plan }) =>
        (plan.deferred_changes = [
          {
            reason: "x",
            resource_change: { ...strange, change: { actions: ["delete"], before: {}, after: null } },
          },
        ]),
    ],
    [
      "an action",
      "warning not-judged",
      ({ plan }) => (plan.action_invocations = [{ address: "action.aws_lambda_invoke.x" }]),
    ],
    [
      "a deferred unknown action",
      "danger not-judged",
      ({ plan }) =>
        (plan.deferred_changes = [
          {
            reason: "x",
            resource_change: { ...strange, change: { actions: ["destroy-all"], before: {}, after: null } },
          },
        ]),
    ],
    [
      "three actions at once",
      "warning not-judged",
      (plan) => (plan.get("aws_cloudwatch_metric_alarm.archive").change.actions = ["no-op", "x", "y"]),
    ],
    [
      "a resource that is only read",
      "warning not-judged",
      (plan) => plan.add("foo_bar", { actions: ["read"], after: {} }),
    ],
    [
      "an unknown action",
      "danger not-judged",
      (plan) => (plan.get("aws_cloudwatch_metric_alarm.archive").change.actions = ["destroy-in-place"]),
    ],
    ["an access point is deleted", "warning not-judged", deleted("aws_s3_access_point", { name: "reports" })],
    [
      "an access point is replaced, which changes its alias",
      "warning not-judged",
      (plan) =>
        plan.add("aws_s3_access_point", {
          actions: ["delete", "create"],
          before: { name: "reports" },
          after: { name: "reports-2" },
        }),
    ],
    [
      "a role that does not replicate is deleted",
      "warning not-judged",
      deleted("aws_iam_role", { arn: "arn:aws:iam::123456789012:role/shop", name: "shop" }),
    ],
    [
      "an endpoint of another service is deleted",
      "warning not-judged",
      deleted("aws_vpc_endpoint", { service_name: "com.amazonaws.eu-west-1.kms" }),
    ],
    ["an errored plan", "danger plan-incomplete", ({ plan }) => (plan.errored = true)],
    ["a partial plan", "warning plan-incomplete", ({ plan }) => (plan.complete = false)],
    [
      "a refresh-only plan",
      "warning plan-incomplete",
      ({ plan }) => {
        delete plan.resource_changes;
        plan.resource_drift = [];
      },
    ],
  ]);

  test("an attribute that a newer provider adds to a type that is judged", () => {
    for (const address of [POLICY, LIFECYCLE, "aws_cloudwatch_metric_alarm.archive", "aws_kms_alias.routing"])
      expect(judged((plan) => plan.update(address, (after) => (after.brand_new = "x")))).toMatchObject({
        verdict: "not judged",
        findings: [],
      });
  });

  test("an update of an attribute that no finding knows, also if the code no longer sets it", () => {
    const update =
      (configured: boolean) =>
      (plan: Editor): void => {
        if (configured) plan.configured("aws_vpc_endpoint.eu_west_1").ip_address_type = {};
        plan.update("aws_vpc_endpoint.eu_west_1", (after) => (after.ip_address_type = "ipv6"));
      };
    for (const each of [true, false])
      expect(judged(update(each))).toMatchObject({ verdict: "not judged", findings: [] });
  });

  dangers(
    [
      "aws_db_instance aws_rds_cluster aws_dynamodb_table aws_efs_file_system aws_fsx_lustre_file_system aws_secretsmanager_secret",
      "aws_ssm_parameter aws_s3_directory_bucket aws_s3tables_table_bucket aws_ebs_volume aws_elasticache_replication_group",
      "aws_opensearch_domain aws_opensearchserverless_collection aws_redshift_cluster aws_kinesis_stream aws_msk_cluster",
      "aws_backup_vault aws_cognito_user_pool aws_ecr_repository aws_cloudwatch_log_group aws_s3_object aws_db_snapshot aws_mq_broker",
      "awscc_s3_bucket awscc_dynamodb_table awscc_rds_db_cluster awscc_efs_file_system awscc_secretsmanager_secret awscc_kms_key",
      "awscc_s3_multi_region_access_point google_storage_bucket google_sql_database_instance google_bigquery_dataset",
      "azurerm_storage_account azurerm_mssql_database azurerm_key_vault azurerm_postgresql_flexible_server azurerm_managed_disk",
      "mongodbatlas_cluster kubernetes_persistent_volume_claim cloudflare_r2_bucket",
      "aws_s3_object_copy aws_sagemaker_feature_group kubernetes_persistent_volume_v1 elasticstack_elasticsearch_index",
      "databricks_catalog databricks_schema vault_mount neon_project supabase_project rediscloud_subscription exoscale_dbaas",
    ]
      .flatMap((line) => line.split(" "))
      .map((type): Edit => [
        `${type} is deleted`,
        "danger data-store-deleted",
        (plan) => plan.add(type, { actions: ["delete"], before: { id: "x" } }),
      ]),
  );
});
