/** The API of the access point and the configuration of the buckets. */
import { table } from "../table";

export const CONTROL_PLANE = table(`
  # SAR, Amazon S3: the actions have the resource type multiregionaccesspoint. Data plane Deny statements do not name them.
  all | Terraform      | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy GetMultiRegionAccessPointPolicy DeleteMultiRegionAccessPoint | allow
  all | role with s3:* | control plane | - | SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | allow
  all | Terraform      | control plane | http | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes | deny
  all | Terraform      | bucket        | - | PutBucketPolicy GetBucketPolicy PutReplicationConfiguration PutEncryptionConfiguration PutLifecycleConfiguration DeleteBucket | allow

  # S3 UG, MRAP routing states: the runbook needs two actions on this access point.
  basic restricted | runbook role | control plane                         | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes | allow
  basic restricted | runbook role | control plane                         | - | PutMultiRegionAccessPointPolicy DeleteMultiRegionAccessPoint GetMultiRegionAccessPoint | none
  basic restricted | runbook role | control plane of another access point | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes | none
  basic            | runbook role | access point          | - | PutObject | none

  # IAM UG, Policy evaluation logic: no policy allows these principals the control plane.
  all | reader                         | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | none
  all | writer                         | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | none
  all | application with writer_policy | control plane | - | SubmitMultiRegionAccessPointRoutes | none
  all | role without a policy          | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes | none
  all | reader                         | bucket        | - | GetBucketPolicy PutBucketPolicy | none
  all | writer                         | bucket        | - | GetBucketPolicy PutBucketPolicy DeleteBucket | none
  all | replication role               | bucket        | - | PutBucketPolicy PutReplicationConfiguration | none
  all | replication role               | control plane | - | SubmitMultiRegionAccessPointRoutes | none
  basic restricted | operator                       | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes | none

  # IAM UG, Cross-account policy evaluation logic: the policy of the resource does not allow it.
  all | partner reader | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | none
  all | partner writer | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | none
  all | partner administrator | control plane | - | SubmitMultiRegionAccessPointRoutes | none
  all | stranger       | control plane | - | GetMultiRegionAccessPointRoutes SubmitMultiRegionAccessPointRoutes PutMultiRegionAccessPointPolicy | none
  all | stranger       | bucket        | - | GetBucketPolicy PutBucketPolicy DeleteBucket | none
  all | partner writer | bucket        | - | GetBucketPolicy PutBucketPolicy DeleteBucket | none
  all | anonymous      | bucket        | - | GetBucketPolicy PutBucketPolicy | none
  all | CloudFront     | control plane | - | SubmitMultiRegionAccessPointRoutes | none
`);
