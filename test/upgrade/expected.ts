/**
 * The changes that the first plan of the current code shows for an environment that the baseline deployed. Every line is also a row
 * in docs/upgrading.md. Add a line only if the change is worth it to everyone who runs the baseline.
 */
export interface ExpectedChange {
  /** The resource type. */
  readonly type: string;
  /** The labels of the resources. @default every resource of the type */
  readonly label?: RegExp;
  /** A replacement or a deletion is never expected. */
  readonly action: "create" | "update";
  /** For an update: all attributes that the plan shows. */
  readonly attributes?: readonly string[];
  /** For an update: the plan shows "known after apply", and the apply writes the same value. @default false */
  readonly sameValue?: boolean;
  /** Why the change is worth a diff for the user. */
  readonly reason: string;
}

/** Outputs whose value the plan changes, with the reason. Every other output keeps its value. */
export const EXPECTED_OUTPUTS: Readonly<Record<string, string>> = {
  writer_policy: "Writers may delete tags (s3:DeleteObjectTagging).",
};

const FORWARDING =
  "Routing changes in the other Regions that serve the routes API are forwarded to us-west-2.";
const UNDELIVERED = "Queues keep the routing changes that could not be announced.";
const REPAIR =
  "The role and the buckets for the reports of mrap backfill and mrap repair. Set repair.batchReplication to false to leave them out.";
const DESCRIPTION = "The description is written in clearer English.";

export const EXPECTED_CHANGES: readonly ExpectedChange[] = [
  {
    type: "aws_cloudwatch_dashboard",
    action: "update",
    attributes: ["dashboard_body"],
    reason:
      "Titles and texts are written in clearer English, and routing changes in all five Regions are marked.",
  },
  { type: "aws_cloudwatch_event_rule", action: "create", label: /^routing_/, reason: FORWARDING },
  { type: "aws_cloudwatch_event_rule", action: "update", attributes: ["description"], reason: DESCRIPTION },
  { type: "aws_cloudwatch_event_target", action: "create", label: /^routing_/, reason: FORWARDING },
  {
    type: "aws_cloudwatch_event_target",
    action: "update",
    attributes: ["dead_letter_config", "input_transformer"],
    reason: "The message is JSON, and a queue keeps what could not be delivered.",
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    action: "update",
    attributes: ["alarm_description", "datapoints_to_alarm", "evaluation_periods"],
    reason:
      "Metrics can be late, so an alarm looks at the last 30 minutes. The description is written in clearer English.",
  },
  { type: "aws_iam_role", action: "create", label: /^routing_forwarding$/, reason: FORWARDING },
  {
    type: "aws_iam_role",
    action: "update",
    attributes: ["assume_role_policy", "description"],
    reason:
      "The replication roles trust S3 without a condition, as AWS documents it. The description is written in clearer English.",
  },
  { type: "aws_iam_role_policy", action: "create", label: /^routing_forwarding$/, reason: FORWARDING },
  {
    type: "aws_kms_key",
    action: "update",
    label: /^routing$/,
    attributes: ["policy"],
    reason: "EventBridge may use the key of the routing topic for this topic only.",
  },
  {
    type: "aws_s3_bucket_policy",
    action: "update",
    attributes: ["policy"],
    reason:
      "The Deny statement covers data plane actions only, writers may delete tags, and uploads with another encryption are denied.",
  },
  {
    type: "aws_s3control_multi_region_access_point_policy",
    action: "update",
    attributes: ["details", "timeouts"],
    reason:
      "The Deny statements cover the data plane only, writers may delete tags, uploads with another encryption are denied, and Terraform waits up to 24 hours.",
  },
  { type: "aws_sqs_queue", action: "create", label: /^routing_(.*_)?undelivered$/, reason: UNDELIVERED },
  {
    type: "aws_sqs_queue_policy",
    action: "create",
    label: /^routing_(.*_)?undelivered$/,
    reason: UNDELIVERED,
  },
  {
    type: "aws_ssm_document",
    action: "update",
    attributes: ["content"],
    reason:
      "The runbook sends the bucket in place of the Region and compares numbers as numbers. Systems Manager adds a version of the document.",
  },
  { type: "aws_iam_role", action: "create", label: /^batch_replication$/, reason: REPAIR },
  { type: "aws_iam_role_policy", action: "create", label: /^batch_replication$/, reason: REPAIR },
  { type: "aws_s3_bucket", action: "create", label: /_jobs$/, reason: REPAIR },
  { type: "aws_s3_bucket_lifecycle_configuration", action: "create", label: /_jobs$/, reason: REPAIR },
  { type: "aws_s3_bucket_ownership_controls", action: "create", label: /_jobs$/, reason: REPAIR },
  { type: "aws_s3_bucket_policy", action: "create", label: /_jobs$/, reason: REPAIR },
  { type: "aws_s3_bucket_public_access_block", action: "create", label: /_jobs$/, reason: REPAIR },
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    action: "create",
    label: /_jobs$/,
    reason: REPAIR,
  },
  {
    type: "aws_vpc_endpoint",
    action: "update",
    attributes: ["policy"],
    reason: "Writers may delete tags.",
  },
];
