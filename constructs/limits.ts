/**
 * Limits that AWS sets, each with its source. The constructs, the composition, the rules of the environment file and the
 * CLI read them from here. This file loads no module.
 */

/** Regions of one access point. Source: Amazon S3 User Guide, "Multi-Region Access Point restrictions and limitations". */
export const ACCESS_POINT_REGIONS = { minimum: 2, maximum: 17 } as const;

/** Name of an access point. Source: Amazon S3 User Guide, "Rules for naming Amazon S3 Multi-Region Access Points". */
export const ACCESS_POINT_NAME = /^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$/;

/** {@link ACCESS_POINT_NAME} in words. */
export const ACCESS_POINT_NAME_RULE =
  "3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends";

/** Longest name of an access point. */
export const ACCESS_POINT_NAME_LENGTH = 50;

/** The Region of the access point's control plane: access points and their policies are created and deleted there. */
export const CONTROL_PLANE_REGION = "us-west-2";

/**
 * How long Terraform waits for a call of the control plane. Creating an access point can take up to 24 hours. Source:
 * Amazon S3 User Guide, "Creating Multi-Region Access Points".
 */
export const CONTROL_PLANE_TIMEOUT = "24h";

/** The Regions that serve the routes API. Source: Amazon S3 User Guide, "Multi-Region Access Point routing states". */
export const ROUTES_REGIONS = [
  "us-east-1",
  "us-west-2",
  "ap-southeast-2",
  "ap-northeast-1",
  "eu-west-1",
] as const;

/** Length of a bucket's name. Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
export const BUCKET_NAME_LENGTH = { minimum: 3, maximum: 63 } as const;

/** Bytes of an object key in UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
export const OBJECT_KEY_BYTES = 1024;

/** Rules of one replication configuration. Source: Amazon S3 User Guide, "Replication configuration file elements". */
export const REPLICATION_RULES_PER_BUCKET = 1000;

/** Bytes of one replication configuration, 2 MB. Source: Amazon S3 API Reference, "ReplicationConfiguration". Ledger: replication-limits */
export const REPLICATION_CONFIGURATION_BYTES = 2 * 1024 * 1024;

/** Characters of an event target's id. Source: Amazon EventBridge API Reference, "Target". */
export const EVENT_TARGET_ID_LENGTH = 64;

/** Characters of an IAM role's name. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const ROLE_NAME_LENGTH = 64;

/** Characters of all inline policies of a role, without whitespace. Source: IAM User Guide, "IAM and AWS STS quotas". Ledger: iam-role-name */
export const ROLE_POLICY_CHARACTERS = 10_240;

/**
 * Period of a retention of Object Lock. Sources: Amazon S3 User Guide, "Object Lock considerations" (100 years); Amazon S3
 * API Reference, "DefaultRetention". Ledger: object-lock-retention
 */
export const OBJECT_LOCK_RETENTION = {
  days: { minimum: 1, maximum: 36_500 },
  years: { minimum: 1, maximum: 100 },
} as const;

/** Bytes of a Systems Manager document, 64 KB. Source: AWS Systems Manager API Reference, "CreateDocument". Ledger: ssm-document-size */
export const DOCUMENT_BYTES = 64 * 1024;

/** Tags of one resource. Source: Tagging AWS Resources User Guide, "Tag naming limits and requirements". */
export const TAGS_PER_RESOURCE = 50;

/** Characters of a tag's key and value. Source: Tagging AWS Resources User Guide, "Tag naming limits and requirements". */
export const TAG_LENGTH = { key: 128, value: 256 } as const;

/** Metrics of one dashboard, over all widgets. Source: Amazon CloudWatch User Guide, "CloudWatch service quotas". */
export const DASHBOARD_METRICS = 2500;

/** Widgets of one dashboard. Source: Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax". */
export const DASHBOARD_WIDGETS = 500;

/**
 * Targets of one alarm or event rule. Sources: Amazon CloudWatch API Reference, "PutMetricAlarm" (5 actions); Amazon
 * EventBridge User Guide, "Quotas" (5 targets).
 */
export const TARGETS_PER_ALARM_OR_RULE = 5;

/** Largest number of days, seconds and operations that the APIs accept: a signed 32-bit integer. Source: the API models. */
export const LARGEST_INTEGER = 2_147_483_647;

/**
 * Inbound rules of one security group and security groups of one endpoint. Sources: Amazon VPC User Guide, "Amazon VPC
 * quotas" (60 rules by default, at most 16 groups); 60 can be raised for a security group of your own.
 * Ledger: security-group-limits
 */
export const RULES_PER_SECURITY_GROUP = 60;
export const SECURITY_GROUPS_PER_ENDPOINT = 16;

/** Availability Zones of the Regions that have more than three. Source: Amazon EC2 User Guide,
 * "Regions and zones". Ledger: availability-zones */
const AVAILABILITY_ZONES: Readonly<Record<string, number>> = {
  "us-east-1": 6,
  "us-west-2": 4,
  "ap-northeast-1": 4,
  "ap-northeast-2": 4,
};

/** The number of Availability Zones of a Region. */
export function availabilityZonesIn(region: string): number {
  return AVAILABILITY_ZONES[region] ?? 3;
}

/**
 * Bytes of a bucket policy and of an access point policy. Sources: Amazon S3 User Guide, "Bucket policies" and
 * "Multi-Region Access Point restrictions and limitations". Ledger: access-policy-size
 */
export const RESOURCE_POLICY_BYTES = 20_480;

/** Bytes of a key policy, 32 KB. Source: AWS KMS Developer Guide, "Resource quotas". Ledger: kms-policy-size */
export const KEY_POLICY_BYTES = 32 * 1024;

/** Access points of one account. Source: Amazon S3 User Guide, "Multi-Region Access Point restrictions and limitations". */
export const ACCESS_POINTS_PER_ACCOUNT = 100;

/** Alarms of a Region with a Metrics Insights query. Source: Amazon CloudWatch User Guide, "CloudWatch service quotas". */
export const ALARM_QUERIES_PER_REGION = 200;
