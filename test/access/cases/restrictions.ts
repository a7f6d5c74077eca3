/** The access point with an organization, VPC endpoints, administrators and CloudFront. */
import { table } from "../table";

export const RESTRICTIONS = table(`
  # S3 UG, Controlling access from VPC endpoints: StringNotEquals with aws:SourceVpce denies every other way, also none.
  restricted endpoints | reader         | access point                       | - | GetObject ListBucket | deny
  restricted endpoints | reader         | access point from another endpoint | - | GetObject ListBucket | deny
  restricted endpoints | writer         | access point                       | - | PutObject AbortMultipartUpload ListMultipartUploadParts ListBucketMultipartUploads | deny
  restricted endpoints | role with s3:* | access point                       | - | GetObject AbortMultipartUpload BypassGovernanceRetention ListMultipartUploadParts ReplicateDelete ReplicateTags ListBucket | deny
  restricted endpoints | role with s3:* | access point with an open bucket   | - | GetObject PutObject DeleteObjectVersion ListBucket ListBucketVersions | deny
  endpoints            | administrator  | access point                       | - | GetObject ListBucket | deny

  # S3 UG, MRAP with AWS PrivateLink: the policies of the endpoint, the access point and the bucket allow.
  restricted endpoints | reader                            | access point from endpoint | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  restricted endpoints | writer                            | access point from endpoint | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  restricted endpoints | partner reader                    | access point from endpoint | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  restricted endpoints | partner reader                    | access point from endpoint | - | PutObject DeleteObject ListBucketMultipartUploads | none
  restricted endpoints | partner writer                    | access point from endpoint | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  restricted endpoints | partner reader with reader_policy | access point from endpoint | - | GetObject ListBucket | allow
  restricted endpoints | partner writer with writer_policy | access point from endpoint | - | PutObject ListBucketMultipartUploads | allow
  restricted endpoints | partner role                      | access point from endpoint | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  restricted endpoints | reader without a policy           | access point from endpoint | - | GetObject ListBucket | allow
  restricted endpoints | writer without a policy           | access point from endpoint | - | PutObject ListBucketMultipartUploads | allow

  # S3 UG, MRAP with AWS PrivateLink: an endpoint's policy without an Allow for the action or the resource denies.
  restricted endpoints everyone | role with s3:* | access point from endpoint         | - | PutObjectAcl DeleteObjectVersion GetObjectAcl ListBucketVersions BypassGovernanceRetention | none
  restricted endpoints everyone | role with s3:* | another access point from endpoint | - | GetObject PutObject ListBucket | none

  # IAM UG, Global condition context keys, aws:PrincipalOrgID: absent for anonymous requests and accounts without an organization.
  restricted everyone | role with s3:*               | open access point and bucket from endpoint | - | GetObject PutObject ListBucket | allow
  restricted everyone | partner role                 | open access point and bucket from endpoint | - | GetObject PutObject ListBucket | allow
  restricted everyone | stranger                     | open access point and bucket from endpoint | - | GetObject PutObject ListBucket | none
  restricted everyone | account without organization | open access point and bucket from endpoint | - | GetObject PutObject ListBucket | none
  endpoints           | stranger                     | open access point and bucket from endpoint | - | GetObject ListBucket | allow

  # IAM UG, Condition operators: StringNotEquals is true for another organization and for none.
  restricted everyone | stranger                     | access point                     | - | GetObject PutObject AbortMultipartUpload BypassGovernanceRetention ListMultipartUploadParts ReplicateDelete ReplicateTags ListBucket | deny
  restricted everyone | account without organization | access point                     | - | GetObject ListBucket | deny
  everyone            | stranger                     | access point with an open bucket | - | GetObject ListBucket | deny
  everyone            | stranger                     | access point from endpoint       | - | GetObject ListBucket | deny
  restricted everyone | stranger                     | open access point                | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  everyone            | account without organization | open access point                | - | GetObject ListBucket | none
  everyone            | stranger                     | access point of a stranger       | - | GetObject PutObject ListBucket | none
  everyone            | partner role                 | another access point with the bucket | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none

  # S3 UG, Bucket policy examples, access to only your organization: everyone in the organization may read.
  everyone | partner role                    | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  everyone | role without a policy           | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  everyone | role without a policy           | access point | - | PutObject DeleteObject ListBucketMultipartUploads ListBucketVersions DeleteObjectVersion | none

  # IAM UG, Principal: an account delegates to its identity policies.
  everyone | partner role                  | access point | - | PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucketMultipartUploads | allow
  everyone | partner role                  | access point | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  everyone | partner role without a policy | access point | - | GetObject PutObject ListBucket | none
  everyone | partner role                  | access point with an open bucket | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  everyone | partner role                  | open access point | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none

  # IAM UG, Global condition context keys, aws:PrincipalArn: the ARN of the role, also with wildcards in ArnNotLike.
  restricted | administrator                          | access point                       | - | GetObject PutObject DeleteObjectVersion ListBucket | allow
  restricted | administrator                          | access point from another endpoint | - | GetObject ListBucket | allow
  restricted | administrator from IAM Identity Center | access point                       | - | GetObject ListBucket | allow
  restricted | Terraform                              | access point                       | - | GetObject ListBucket | deny

  # CloudFront DG, Restrict access to an MRAP origin: cloudfront.amazonaws.com with aws:SourceArn of the distribution.
  restricted open everyone | CloudFront                           | access point      | - | GetObject | allow
  restricted open everyone | CloudFront                           | access point      | - | PutObject GetObjectVersion DeleteObject ListBucket | none
  restricted               | CloudFront for another distribution  | access point      | - | GetObject | deny
  open everyone            | CloudFront for another distribution  | access point      | - | GetObject PutObject ListBucket | none
  open everyone            | another service for the distribution | access point      | - | GetObject | none
  restricted everyone      | CloudFront                           | open access point | - | GetObject | allow
  restricted everyone      | CloudFront                           | open access point | - | PutObject GetObjectVersion DeleteObject | none
  restricted everyone      | CloudFront for another distribution  | open access point | - | GetObject | none
  restricted everyone      | another service for the distribution | open access point | - | GetObject | none
  everyone                 | CloudFront for another distribution  | access point with an open bucket | - | GetObject GetObjectVersion ListBucket | none
  basic                    | CloudFront                           | access point      | - | GetObject | none
  endpoints                | CloudFront                           | access point      | - | GetObject | deny
`);
