/** The replication roles. */
import { table } from "../table";

export const REPLICATION = table(`
  # S3 UG, Setting up permissions for live replication: what the role needs on the source bucket.
  all | replication role | bucket | - | GetReplicationConfiguration ListBucket GetObjectVersionForReplication GetObjectVersionAcl GetObjectVersionTagging | allow
  all | replication role | bucket | - | GetObject PutObject DeleteObject DeleteObjectVersion ReplicateObject ReplicateDelete ReplicateTags ListBucketVersions GetObjectVersion | none

  # S3 UG, Setting up permissions for live replication: what the role needs on the destination buckets.
  all | replication role | destination bucket | - | ReplicateObject ReplicateDelete ReplicateTags | allow
  all | replication role | destination bucket | - | GetObjectVersionForReplication GetObjectVersionAcl GetObjectVersionTagging GetReplicationConfiguration ListBucket PutObject DeleteObject DeleteObjectVersion GetObject ObjectOwnerOverrideToBucketOwner | none
  all | replication role | destination bucket | http | ReplicateObject | deny

  # IAM UG, Policy evaluation logic: a policy grants only what its resources name.
  all | replication role | another bucket | - | ReplicateObject ReplicateDelete ListBucket GetReplicationConfiguration GetObjectVersionForReplication | none

  # S3 UG, Setting up permissions for live replication: the trust policy names the service without a condition.
  all | s3.amazonaws.com     | replication role | - | sts:AssumeRole | allow
  all | s3.amazonaws.com     | replication role | - | sts:TagSession | none
  all | lambda.amazonaws.com | replication role | - | sts:AssumeRole | none
  all | batchoperations.s3.amazonaws.com | replication role | - | sts:AssumeRole | none

  # IAM UG, Policy evaluation logic: a trust policy must name the principal.
  all | Terraform             | replication role | - | sts:AssumeRole | none
  all | partner administrator | replication role | - | sts:AssumeRole | none
  all | anonymous             | replication role | - | sts:AssumeRole | none
`);
