/** Buckets with Object Lock. */
import { table } from "../table";

export const OBJECT_LOCK = table(`
  # S3 UG, Setting up permissions for live replication: with Object Lock, the role reads the retention and the legal hold.
  locked retained        | replication role | bucket         | - | GetObjectRetention GetObjectLegalHold | allow
  basic kms open retired | replication role | bucket         | - | GetObjectRetention GetObjectLegalHold | none
  locked retained        | replication role | another bucket | - | GetObjectRetention GetObjectLegalHold | none

  # S3 UG, Setting up permissions for live replication: S3 writes the lock of a replica with s3:ReplicateObject.
  all | replication role | bucket             | - | PutObjectRetention PutObjectLegalHold BypassGovernanceRetention PutBucketObjectLockConfiguration | none
  all | replication role | destination bucket | - | GetObjectRetention GetObjectLegalHold PutObjectRetention PutObjectLegalHold BypassGovernanceRetention | none

  # SAR, Amazon S3: an upload with a retention needs s3:PutObjectRetention. Only without a default retention, writers set it.
  locked     | writer                            | access point      | - | GetObjectRetention PutObjectRetention | allow
  locked     | writer without a policy           | access point      | - | GetObjectRetention PutObjectRetention | allow
  locked     | application with writer_policy    | access point      | - | GetObjectRetention PutObjectRetention | allow
  locked     | partner writer                    | access point      | - | GetObjectRetention PutObjectRetention | allow
  locked     | partner writer                    | open access point | - | GetObjectRetention PutObjectRetention | allow
  locked     | partner writer with writer_policy | access point      | - | GetObjectRetention PutObjectRetention | allow
  retained            | writer                            | access point      | - | GetObject PutObject DeleteObject | allow
  basic open retained | writer                            | access point      | - | GetObjectRetention PutObjectRetention | none
  basic open retained | writer without a policy           | access point      | - | GetObjectRetention PutObjectRetention | none
  basic open retained | application with writer_policy    | access point      | - | GetObjectRetention PutObjectRetention | none
  basic open retained | partner writer                    | access point      | - | GetObjectRetention PutObjectRetention | none
  basic open retained | partner writer                    | open access point | - | GetObjectRetention PutObjectRetention | none

  # SAR, Amazon S3: readers need neither action.
  basic open locked retained | reader         | access point | - | GetObjectRetention PutObjectRetention GetObjectLegalHold | none
  basic open locked retained | partner reader | access point | - | GetObjectRetention PutObjectRetention GetObjectLegalHold | none

  # S3 UG, Object Lock considerations: a governance retention can be shortened with s3:BypassGovernanceRetention. A legal hold can be removed with s3:PutObjectLegalHold. No policy grants either.
  locked retained | reader                         | access point                     | - | BypassGovernanceRetention PutObjectLegalHold | none
  locked retained | writer                         | access point                     | - | BypassGovernanceRetention PutObjectLegalHold DeleteObjectVersion | none
  locked retained | writer without a policy        | access point                     | - | BypassGovernanceRetention PutObjectLegalHold DeleteObjectVersion | none
  retained        | application with writer_policy | access point                     | - | BypassGovernanceRetention PutObjectLegalHold DeleteObjectVersion | none
  locked retained | partner writer                 | access point                     | - | PutObjectLegalHold | none
  locked retained | partner writer                 | open access point                | - | BypassGovernanceRetention PutObjectLegalHold | none
  locked retained | partner writer                 | access point with an open bucket | - | PutObjectLegalHold | none
  locked retained | role without a policy          | access point                     | - | BypassGovernanceRetention PutObjectLegalHold PutObjectRetention | none

  # S3 UG, Access point policies, example 5: a principal whose identity policy grants everything cannot bypass the access point.
  retained | role with s3:* | bucket | - | BypassGovernanceRetention PutObjectRetention PutObjectLegalHold GetObjectRetention DeleteObjectVersion | deny
  retained | writer         | bucket | - | PutObjectRetention | deny
  locked   | writer         | bucket | - | PutObjectRetention GetObjectRetention BypassGovernanceRetention | none
`);
