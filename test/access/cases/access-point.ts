/** Reads, writes and listing through the access point. */
import { table } from "../table";

export const ACCESS_POINT = table(`
  # S3 UG, Permissions (MRAP): for requests of the same account, the identity policy is enough.
  basic open locked | reader                         | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  basic open locked | application with reader_policy | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  basic open locked | application with reader_policy | access point | - | PutObject DeleteObject PutObjectTagging ListBucketMultipartUploads ListBucketVersions | none
  basic open locked | writer                         | access point | - | GetObject PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  basic open locked | application with writer_policy | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  basic open locked | application with writer_policy | access point | - | DeleteObjectVersion PutObjectAcl GetObjectAcl BypassGovernanceRetention PutObjectLegalHold ListBucketVersions | none
  basic open locked | role with s3:*                 | access point | - | GetObject PutObject DeleteObject ListBucket | allow

  # IAM UG, Policy evaluation logic: without an identity policy, both resources' policies must allow a principal of the account.
  basic open locked | reader without a policy | access point | - | GetObject ListBucket | allow
  basic open locked | reader without a policy | access point | - | PutObject DeleteObject ListBucketMultipartUploads | none
  basic open locked | writer without a policy | access point | - | GetObject PutObject DeleteObject ListBucket ListBucketMultipartUploads | allow
  basic open locked | role without a policy   | access point | - | GetObject PutObject ListBucket | none

  # S3 UG, Permissions (MRAP): for cross-account requests, the access point, the bucket and the identity policy must allow.
  basic open locked | partner reader                    | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  basic open locked | partner reader                    | access point | - | PutObject DeleteObject DeleteObjectVersion PutObjectAcl ListBucketMultipartUploads ListBucketVersions | none
  basic open locked | partner reader with reader_policy | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging ListBucket | allow
  basic open locked | partner writer                    | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  basic open locked | partner writer                    | access point | - | DeleteObjectVersion PutObjectAcl GetObjectAcl BypassGovernanceRetention ReplicateObject ListBucketVersions | none
  basic open locked | partner writer with writer_policy | access point | - | GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging PutObject DeleteObject PutObjectTagging DeleteObjectTagging AbortMultipartUpload ListMultipartUploadParts ListBucket ListBucketMultipartUploads | allow
  basic open locked | partner role                      | access point | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  basic open locked | stranger                          | access point | - | GetObject PutObject ListBucket | none

  # S3 UG, MRAP restrictions and limitations: no anonymous requests.
  all | anonymous | access point | - | GetObject PutObject ListBucket | none

  # S3 UG, Bucket policy examples, HTTPS only: aws:SecureTransport is false.
  all        | Terraform      | access point                     | http | GetObject PutObject ListBucket | deny
  all        | Terraform      | access point with an open bucket | http | GetObject PutObject ListBucket DeleteObjectVersion | deny
  basic open locked | partner reader | access point                     | http | GetObject ListBucket | deny

  # S3 UG, Permissions (MRAP): the delegation allows what the bucket's policy names, through this access point only.
  basic open locked | partner writer                 | open access point | - | GetObject PutObject DeleteObject ListBucket ListBucketMultipartUploads | allow
  basic open locked | partner writer                 | open access point | - | PutObjectAcl DeleteObjectVersion GetObjectAcl ListBucketVersions | none
  basic open locked | partner role                   | open access point | - | PutObjectAcl ListBucketVersions | none
  basic open locked | application with reader_policy | open access point | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  basic open locked | application with writer_policy | open access point | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  basic open locked | role without a policy          | open access point | - | PutObjectAcl ListBucketVersions | none
  basic open locked | application with reader_policy | access point with an open bucket | - | PutObject PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  basic open locked | application with writer_policy | access point with an open bucket | - | PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  basic open locked | partner reader                 | access point with an open bucket | - | PutObject PutObjectAcl DeleteObjectVersion ListBucketVersions | none
  basic open locked | partner writer                 | access point with an open bucket | - | PutObjectAcl DeleteObjectVersion BypassGovernanceRetention ListBucketVersions | none
  open       | partner role                   | another access point with the bucket | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  open       | stranger                       | access point of a stranger | - | GetObject PutObject ListBucket ListBucketMultipartUploads | none
  basic      | stranger                       | access point of a stranger | - | GetObject PutObject | deny
  basic      | stranger                       | access point of a stranger | - | ListBucket | none
  basic      | role with s3:*                 | another access point with the bucket | - | GetObject PutObject | deny
`);
