import type { ExpectedElement } from "../checks/expected";
import { textOf } from "../checks/expected";

/** The actions that Terraform needs for a type of resource: to create, read, update, tag and delete it. */
export interface TypeActions {
  readonly actions: readonly string[];
  /** The ARN on which they are needed. A resource without an ARN before it exists has `*`. */
  readonly arn: (element: ExpectedElement, account: string, roles: RolePaths) => string;
}

/** The path of each role of the stack, by the name of the role. */
export type RolePaths = ReadonlyMap<string, string>;

const bucketArn = ({ body }: ExpectedElement): string => `arn:aws:s3:::${textOf(body.bucket)}`;
const named =
  (service: string, prefix = "", argument = "name") =>
  ({ region, body }: ExpectedElement, account: string): string =>
    `arn:aws:${service}:${region}:${account}:${prefix}${textOf(body[argument])}`;
const anything = (): string => "*";
const bucket = (...actions: readonly string[]): TypeActions => ({ actions, arn: bucketArn });

/**
 * By the type of the resource. Sources: the Service Authorization Reference names the action and the resource of each API
 * call; the calls are those that provider 5.100 makes for the type (Terraform Registry, hashicorp/aws).
 */
export const DEPLOY_ACTIONS: Readonly<Record<string, TypeActions>> = {
  // SAR, Amazon S3. The provider reads every setting of a bucket, also those that it does not set.
  aws_s3_bucket: bucket(
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:ListBucket",
    "s3:GetBucketLocation",
    "s3:GetBucketTagging",
    "s3:PutBucketTagging",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketWebsite",
    "s3:GetBucketVersioning",
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketLogging",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:GetEncryptionConfiguration",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPolicy",
  ),
  aws_s3_bucket_versioning: bucket("s3:GetBucketVersioning", "s3:PutBucketVersioning"),
  aws_s3_bucket_object_lock_configuration: bucket(
    "s3:GetBucketObjectLockConfiguration",
    "s3:PutBucketObjectLockConfiguration",
  ),
  aws_s3_bucket_public_access_block: bucket("s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
  aws_s3_bucket_ownership_controls: bucket("s3:GetBucketOwnershipControls", "s3:PutBucketOwnershipControls"),
  aws_s3_bucket_server_side_encryption_configuration: bucket(
    "s3:GetEncryptionConfiguration",
    "s3:PutEncryptionConfiguration",
  ),
  aws_s3_bucket_lifecycle_configuration: bucket(
    "s3:GetLifecycleConfiguration",
    "s3:PutLifecycleConfiguration",
  ),
  aws_s3_bucket_metric: bucket("s3:GetMetricsConfiguration", "s3:PutMetricsConfiguration"),
  aws_s3_bucket_logging: bucket("s3:GetBucketLogging", "s3:PutBucketLogging"),
  aws_s3_bucket_notification: bucket("s3:GetBucketNotification", "s3:PutBucketNotification"),
  aws_s3_bucket_policy: bucket("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"),
  aws_s3_bucket_replication_configuration: bucket(
    "s3:GetReplicationConfiguration",
    "s3:PutReplicationConfiguration",
  ),
  // SAR, Amazon S3: the ARN of an access point has its alias, which does not exist before the deploy.
  aws_s3control_multi_region_access_point: {
    actions: [
      "s3:CreateMultiRegionAccessPoint",
      "s3:DeleteMultiRegionAccessPoint",
      "s3:DescribeMultiRegionAccessPointOperation",
      "s3:GetMultiRegionAccessPoint",
      "s3:ListAllMyBuckets",
    ],
    arn: anything,
  },
  aws_s3control_multi_region_access_point_policy: {
    actions: [
      "s3:GetMultiRegionAccessPointPolicy",
      "s3:PutMultiRegionAccessPointPolicy",
      "s3:DescribeMultiRegionAccessPointOperation",
    ],
    arn: anything,
  },
  // SAR, AWS Identity and Access Management.
  aws_iam_role: {
    actions: [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:GetRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:TagRole",
      "iam:ListRolePolicies",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:PassRole",
    ],
    arn: ({ body }, account) => `arn:aws:iam::${account}:role${textOf(body.path) || "/"}${textOf(body.name)}`,
  },
  aws_iam_role_policy: {
    actions: ["iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"],
    arn: ({ body }, account, roles) =>
      `arn:aws:iam::${account}:role${roles.get(textOf(body.role)) ?? "/"}${textOf(body.role)}`,
  },
  // SAR, AWS Key Management Service: a key has no ARN before it exists.
  aws_kms_key: {
    actions: [
      "kms:CreateKey",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
    ],
    arn: anything,
  },
  aws_kms_alias: {
    actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:ListAliases"],
    arn: named("kms"),
  },
  // SAR, Amazon SNS.
  aws_sns_topic: {
    actions: [
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:GetTopicAttributes",
      "sns:SetTopicAttributes",
      "sns:ListTagsForResource",
      "sns:TagResource",
    ],
    arn: named("sns"),
  },
  aws_sns_topic_policy: {
    actions: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"],
    arn: ({ body }) => textOf(body.arn),
  },
  aws_sns_topic_subscription: {
    actions: ["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:Unsubscribe"],
    arn: ({ body }) => textOf(body.topic_arn) || "*",
  },
  // SAR, Amazon SQS.
  aws_sqs_queue: {
    actions: [
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:SetQueueAttributes",
      "sqs:ListQueueTags",
      "sqs:TagQueue",
    ],
    arn: named("sqs"),
  },
  // SAR, Amazon CloudWatch. The ARN of a dashboard has no Region.
  aws_cloudwatch_metric_alarm: {
    actions: [
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:ListTagsForResource",
      "cloudwatch:TagResource",
    ],
    arn: named("cloudwatch", "alarm:", "alarm_name"),
  },
  aws_cloudwatch_dashboard: {
    actions: ["cloudwatch:PutDashboard", "cloudwatch:GetDashboard", "cloudwatch:DeleteDashboards"],
    arn: ({ body }, account) => `arn:aws:cloudwatch::${account}:dashboard/${textOf(body.dashboard_name)}`,
  },
  // SAR, Amazon EventBridge.
  aws_cloudwatch_event_rule: {
    actions: [
      "events:PutRule",
      "events:DeleteRule",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:TagResource",
    ],
    arn: named("events", "rule/"),
  },
  aws_cloudwatch_event_target: {
    actions: ["events:PutTargets", "events:RemoveTargets", "events:ListTargetsByRule"],
    arn: named("events", "rule/", "rule"),
  },
  // SAR, AWS Systems Manager.
  aws_ssm_document: {
    actions: [
      "ssm:CreateDocument",
      "ssm:DeleteDocument",
      "ssm:DescribeDocument",
      "ssm:DescribeDocumentPermission",
      "ssm:GetDocument",
      "ssm:UpdateDocument",
      "ssm:UpdateDocumentDefaultVersion",
      "ssm:AddTagsToResource",
      "ssm:ListTagsForResource",
    ],
    arn: named("ssm", "document/"),
  },
  // SAR, Amazon EC2: what is described has no ARN, and what is created has none yet.
  aws_security_group: {
    actions: [
      "ec2:CreateSecurityGroup",
      "ec2:DeleteSecurityGroup",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeNetworkInterfaces",
      "ec2:RevokeSecurityGroupEgress",
      "ec2:CreateTags",
    ],
    arn: anything,
  },
  aws_vpc_security_group_ingress_rule: {
    actions: [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupIngress",
      "ec2:DescribeSecurityGroupRules",
    ],
    arn: anything,
  },
  aws_vpc_endpoint: {
    actions: [
      "ec2:CreateVpcEndpoint",
      "ec2:DeleteVpcEndpoints",
      "ec2:ModifyVpcEndpoint",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribePrefixLists",
      "ec2:DescribeVpcs",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcEndpointServices",
      "ec2:CreateTags",
    ],
    arn: anything,
  },
};

/** A queue's policy is set through the queue, whose actions include it. */
export const COVERED_BY_OTHERS: Readonly<Record<string, string>> = { aws_sqs_queue_policy: "aws_sqs_queue" };

/** The actions that read a type of data source. */
export const READ_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_s3control_multi_region_access_point: { actions: ["s3:GetMultiRegionAccessPoint"], arn: anything },
  aws_kms_key: { actions: ["kms:DescribeKey"], arn: ({ body }) => textOf(body.key_id) },
  aws_subnet: { actions: ["ec2:DescribeSubnets"], arn: anything },
  aws_subnets: { actions: ["ec2:DescribeSubnets"], arn: anything },
  aws_vpc: {
    actions: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"],
    arn: anything,
  },
  aws_vpc_endpoint: { actions: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"], arn: anything },
  aws_vpc_endpoint_service: { actions: ["ec2:DescribeVpcEndpointServices"], arn: anything },
};

/** Data sources that need no permission: Terraform computes them, or AWS lets every caller ask. */
export const READ_WITHOUT_PERMISSION: readonly string[] = [
  "aws_caller_identity",
  "aws_iam_policy_document",
  "aws_partition",
];
