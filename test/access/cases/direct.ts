/** Requests to the buckets that bypass the access point. */
import { table } from "../table";

export const DIRECT = table(`
  # S3 UG, Access point policies, example 5: StringNotEquals is also true if the request uses no access point.
  basic restricted endpoints | role with s3:* | bucket                       | - | GetObject GetObjectVersion PutObject DeleteObject DeleteObjectVersion GetObjectTagging PutObjectAcl RestoreObject | deny
  basic restricted endpoints | role with s3:* | bucket                       | - | AbortMultipartUpload BypassGovernanceRetention ListMultipartUploadParts ReplicateObject ReplicateDelete ReplicateTags | deny
  basic restricted endpoints | role with s3:* | bucket from another endpoint | - | GetObject PutObject | deny
  basic restricted endpoints | reader         | bucket                       | - | GetObject GetObjectTagging | deny
  basic restricted endpoints | writer         | bucket                       | - | GetObject PutObject DeleteObject | deny
  basic restricted endpoints | Terraform      | bucket                       | - | GetObject PutObject | deny
  basic restricted endpoints | partner reader | bucket                       | - | GetObject | deny
  basic restricted endpoints | stranger       | bucket                       | - | GetObject PutObject | deny
  basic restricted endpoints | anonymous      | bucket                       | - | GetObject PutObject | deny
  basic restricted           | runbook role   | bucket                       | - | GetObject | deny
  basic endpoints            | administrator  | bucket                       | - | GetObject PutObject | deny

  # SAR, Amazon S3: these actions are not on objects, or read and write no data. The statement does not name them.
  basic restricted endpoints | role with s3:* | bucket | - | ListBucket ListBucketVersions ListBucketMultipartUploads InitiateReplication | allow

  # IAM UG, Global condition context keys, aws:PrincipalArn: ArnNotLike exempts the administrators.
  restricted | administrator                          | bucket | - | GetObject PutObject DeleteObject DeleteObjectVersion | allow
  restricted | administrator from IAM Identity Center | bucket | - | GetObject PutObject | allow
  restricted | partner administrator                  | bucket | - | GetObject PutObject | deny

  # IAM UG, Global condition context keys, aws:PrincipalIsAWSService: the Deny statement does not apply to AWS services.
  basic restricted endpoints | s3.amazonaws.com           | bucket | - | PutObject | none
  basic restricted endpoints | logging.s3.amazonaws.com   | bucket | - | PutObject | none
  restricted open everyone   | CloudFront                 | bucket | - | GetObject | allow
  restricted open everyone   | CloudFront                 | bucket | - | PutObject DeleteObject ListBucket | none
  restricted open everyone   | CloudFront for another distribution  | bucket | - | GetObject | none
  restricted open everyone   | another service for the distribution | bucket | - | GetObject | none

  # S3 UG, Permissions (MRAP): the delegation does not change direct requests. The identity policies of the account decide.
  open everyone | role with s3:*                 | bucket | - | GetObject PutObject ListBucket | allow
  open everyone | role without a policy          | bucket | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  open everyone | application with reader_policy | bucket | - | GetObject ListBucket | none
  open everyone | application with writer_policy | bucket | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  basic restricted endpoints | application with reader_policy | bucket | - | ListBucket | none
  basic restricted endpoints | application with writer_policy | bucket | - | ListBucket ListBucketMultipartUploads | none
  all           | reader                         | bucket | - | ListBucket | none
  open everyone | partner reader                 | bucket | - | GetObject ListBucket | none
  open everyone | partner writer                 | bucket | - | PutObject ListBucketMultipartUploads | none
  open everyone | stranger                       | bucket | - | GetObject PutObject ListBucket | none
  open everyone | anonymous                      | bucket | - | GetObject PutObject ListBucket | none

  # S3 UG, Bucket policy examples, HTTPS only.
  all | Terraform     | bucket | http | GetObject PutObject ListBucket PutBucketPolicy GetBucketPolicy | deny
  all | administrator | bucket | http | GetObject ListBucket | deny
  all | anonymous     | bucket | http | GetObject ListBucket | deny
  all | s3.amazonaws.com | bucket | http | PutObject | deny

  # IAM UG, Policy evaluation logic: a policy grants only what its resources name.
  all | application with reader_policy | another bucket | - | GetObject ListBucket PutObject | none
  all | application with writer_policy | another bucket | - | GetObject PutObject DeleteObject ListBucket ListBucketMultipartUploads | none
  all | role with s3:*                 | another bucket | - | GetObject PutObject ListBucket | allow
`);
