/**
 * What the first plan of the current code shows for an environment that the baseline deployed. Every line is also a row
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

const DESCRIPTION = "The description is written in clearer English.";

export const EXPECTED_CHANGES: readonly ExpectedChange[] = [
  {
    type: "aws_cloudwatch_dashboard",
    action: "update",
    attributes: ["dashboard_body"],
    reason: "Titles and texts are written in clearer English.",
  },
  { type: "aws_cloudwatch_event_rule", action: "update", attributes: ["description"], reason: DESCRIPTION },
  {
    type: "aws_cloudwatch_metric_alarm",
    action: "update",
    attributes: ["alarm_description"],
    reason: DESCRIPTION,
  },
  { type: "aws_iam_role", action: "update", attributes: ["description"], reason: DESCRIPTION },
  {
    type: "aws_s3_bucket_policy",
    action: "update",
    attributes: ["policy"],
    sameValue: true,
    reason:
      "Terraform reads the policy document after it updated the replication roles. The policy is the same.",
  },
  {
    type: "aws_ssm_document",
    action: "update",
    attributes: ["content"],
    reason:
      "Descriptions in the runbook are written in clearer English. Systems Manager adds a version of the document.",
  },
];
