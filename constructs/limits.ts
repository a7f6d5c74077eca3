/**
 * Limits that AWS sets. Nothing here loads a module: the environment's checks share these values.
 */

/** Regions of one access point. Source: Amazon S3 User Guide, "Multi-Region Access Point restrictions and limitations". */
export const ACCESS_POINT_REGIONS = { minimum: 2, maximum: 17 } as const;

/** An access point's name. Source: Amazon S3 User Guide, "Rules for naming Amazon S3 Multi-Region Access Points". */
export const ACCESS_POINT_NAME = /^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$/;

/** The Region of the access point's control plane: create, delete and policies go there. */
export const CONTROL_PLANE_REGION = "us-west-2";

/** The Regions that serve the routes API. Source: Amazon S3 User Guide, "Multi-Region Access Point routing states". */
export const ROUTES_REGIONS = [
  "us-east-1",
  "us-west-2",
  "ap-southeast-2",
  "ap-northeast-1",
  "eu-west-1",
] as const;

/** Rules of one replication configuration. Source: Amazon S3 User Guide, "Replication configuration file elements". */
export const REPLICATION_RULES_PER_BUCKET = 1000;

/** Characters of an IAM role's name. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const ROLE_NAME_LENGTH = 64;

/** Metrics of one dashboard, over all widgets. Source: Amazon CloudWatch User Guide, "CloudWatch service quotas". */
export const DASHBOARD_METRICS = 2500;
