/** The role of S3 Batch Replication jobs, its buckets, and the principal that runs jobs. */
import { table } from "../table";

export const JOBS = table(`
  # S3 UG, Configuring an IAM role for S3 Batch Replication: the trust policy names the service.
  basic restricted | batchoperations.s3.amazonaws.com | job role | - | sts:AssumeRole | allow
  basic restricted | batchoperations.s3.amazonaws.com | job role | - | sts:TagSession | none
  basic restricted | s3.amazonaws.com     | job role | - | sts:AssumeRole | none
  basic restricted | Terraform            | job role | - | sts:AssumeRole | none
  basic restricted | job operator         | job role | - | sts:AssumeRole | none
  basic restricted | anonymous            | job role | - | sts:AssumeRole | none

  # S3 UG, Configuring an IAM role for S3 Batch Replication: what the role needs for a generated manifest.
  basic restricted | job role | bucket         | - | InitiateReplication GetReplicationConfiguration PutInventoryConfiguration | allow
  basic restricted | job role | job report     | - | GetObject GetObjectVersion PutObject | allow

  # IAM UG, Policy evaluation logic: a policy grants only what its actions and resources name.
  open             | job role | bucket         | - | GetObject PutObject DeleteObject GetObjectVersion ReplicateObject | none
  basic restricted | job role | bucket         | - | GetObject PutObject DeleteObject GetObjectVersion ReplicateObject | deny
  basic restricted | job role | bucket         | - | PutReplicationConfiguration ListBucket | none
  basic restricted | job role | another bucket | - | InitiateReplication GetReplicationConfiguration PutInventoryConfiguration GetObject GetObjectVersion PutObject | none
  basic restricted | job role | job report     | - | DeleteObject InitiateReplication | none
  basic restricted | job role | job bucket     | - | ListBucket GetReplicationConfiguration PutInventoryConfiguration | none

  # S3 UG, Security best practices for Amazon S3: deny requests without TLS.
  basic restricted | Terraform | job report | aws:SecureTransport=false | GetObject PutObject DeleteObject | deny
  basic restricted | Terraform | job bucket | aws:SecureTransport=false | ListBucket DeleteBucket | deny
  basic restricted | Terraform | job report | aws:SecureTransport=true  | GetObject PutObject | allow
  basic restricted | Terraform | job bucket | aws:SecureTransport=true  | ListBucket | allow
  basic restricted | stranger  | job report | aws:SecureTransport=true  | GetObject | none

  # S3 UG, Granting permissions for Batch Operations: CreateJob supports no resource.
  basic restricted | job operator | any job | - | CreateJob ListJobs | allow
  basic restricted | job operator | any job | - | PutStorageLensConfiguration | none

  # SAR, Amazon S3: the other actions are on the job.
  basic restricted | job operator | job | - | DescribeJob GetJobTagging PutJobTagging UpdateJobPriority UpdateJobStatus | allow
  basic restricted | job operator | job | - | DeleteJobTagging | none
  basic restricted | job operator | job in another Region | - | DescribeJob GetJobTagging PutJobTagging UpdateJobPriority UpdateJobStatus | none

  # IAM UG, Grant a user permissions to pass a role to an AWS service: iam:PassedToService limits the service.
  basic restricted | job operator | job role         | iam:PassedToService=batchoperations.s3.amazonaws.com | iam:PassRole | allow
  basic restricted | job operator | job role         | iam:PassedToService=lambda.amazonaws.com | iam:PassRole | none
  basic restricted | job operator | job role         | iam:PassedToService=batchoperations.s3.amazonaws.com | iam:DeleteRole iam:UpdateAssumeRolePolicy | none
  basic restricted | job operator | another role     | iam:PassedToService=batchoperations.s3.amazonaws.com | iam:PassRole | none
  basic restricted | job operator | replication role | iam:PassedToService=batchoperations.s3.amazonaws.com | iam:PassRole | none

  # S3 UG, Examples: S3 Batch Operations completion reports: the reports are objects in the bucket of the job.
  basic restricted | job operator | job report | - | GetObject | allow
  basic restricted | job operator | job bucket | - | ListBucket | allow
  basic restricted | job operator | job report | - | PutObject DeleteObject | none
  basic restricted | job operator | job bucket | - | DeleteBucket PutBucketPolicy ListBucketVersions GetLifecycleConfiguration GetReplicationConfiguration | none

  # S3 UG, Listing object versions: the comparison of the buckets lists versions and reads no object.
  basic restricted | job operator | bucket         | - | ListBucket ListBucketVersions GetLifecycleConfiguration GetReplicationConfiguration | allow
  open             | job operator | bucket         | - | GetObject PutObject DeleteObject InitiateReplication | none
  basic restricted | job operator | bucket         | - | GetObject PutObject DeleteObject | deny
  basic restricted | job operator | bucket         | - | PutLifecycleConfiguration PutReplicationConfiguration | none
  basic restricted | job operator | another bucket | - | ListBucket ListBucketVersions GetLifecycleConfiguration GetReplicationConfiguration GetObject | none

  # SAR, Amazon S3: access points are found by name.
  basic restricted | job operator | any job | - | GetMultiRegionAccessPoint ListMultiRegionAccessPoints | allow
  basic restricted | job operator | any job | - | SubmitMultiRegionAccessPointRoutes DeleteMultiRegionAccessPoint | none

  # SAR, Amazon SQS: the events are read, and not deleted.
  basic restricted | job operator | events queue      | - | sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage | allow
  basic restricted | job operator | events queue      | - | sqs:DeleteMessage sqs:PurgeQueue sqs:SendMessage | none
  restricted       | job operator | undelivered queue | - | sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage | none
`);
