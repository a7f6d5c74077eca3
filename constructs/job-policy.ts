import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import type { BatchReplicationRole } from "./batch-replication-role";
import type { JobBucket } from "./job-bucket";
import type { MemberBucket } from "./member-bucket";

export interface JobPolicyProps {
  readonly role: BatchReplicationRole;
  readonly jobBuckets: readonly JobBucket[];
  readonly buckets: readonly MemberBucket[];
  readonly accountId: string;
  /** ARNs of the queues with the replication events, for `mrap repair --from-queue`. @default none */
  readonly queueArns?: readonly string[];
}

/**
 * An identity policy for a person or a tool that runs `mrap backfill` and `mrap repair`. It allows the role of the jobs
 * and no other role, and no object of the member buckets. This construct creates no resource. Ledger: batch-caller
 *
 * @example
 * const jobs = new JobBucket(stack, "jobs", { bucket: "example-photos-eu-west-1-jobs", region: "eu-west-1" });
 * const role = new BatchReplicationRole(stack, "batch", {
 *   sourceArns: buckets.map(({ arn }) => arn),
 *   jobBucketArns: [jobs.arn],
 * });
 * new JobPolicy(stack, "operator", { role, jobBuckets: [jobs], buckets, accountId: "123456789012" });
 */
export class JobPolicy extends Construct {
  /** The policy as JSON. */
  readonly json: string;

  constructor(scope: Construct, id: string, props: JobPolicyProps) {
    super(scope, id);
    const { role, jobBuckets, buckets, accountId, queueArns = [] } = props;
    this.json = new DataAwsIamPolicyDocument(this, "Resource", {
      statement: [
        {
          sid: "CreateAndListJobs",
          actions: ["s3:CreateJob", "s3:ListJobs"],
          // These actions support no resource.
          resources: ["*"],
        },
        {
          sid: "FollowJobs",
          actions: [
            "s3:DescribeJob",
            "s3:GetJobTagging",
            "s3:PutJobTagging",
            "s3:UpdateJobPriority",
            "s3:UpdateJobStatus",
          ],
          resources: buckets.map(({ region }) => `arn:aws:s3:${region}:${accountId}:job/*`),
        },
        {
          sid: "PassTheRoleOfTheJobs",
          actions: ["iam:PassRole"],
          resources: [role.role.arn],
          condition: [
            {
              test: "StringEquals",
              variable: "iam:PassedToService",
              values: ["batchoperations.s3.amazonaws.com"],
            },
          ],
        },
        { sid: "ReadReports", actions: ["s3:GetObject"], resources: jobBuckets.map(({ arn }) => `${arn}/*`) },
        { sid: "ListReports", actions: ["s3:ListBucket"], resources: jobBuckets.map(({ arn }) => arn) },
        {
          sid: "CompareBuckets",
          actions: [
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:ListBucket",
            "s3:ListBucketVersions",
          ],
          resources: buckets.map(({ arn }) => arn),
        },
        {
          sid: "FindTheAccessPoint",
          actions: ["s3:GetMultiRegionAccessPoint", "s3:ListMultiRegionAccessPoints"],
          resources: ["*"],
        },
        ...(queueArns.length > 0
          ? [
              {
                sid: "ReadReplicationEvents",
                actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
                resources: [...queueArns],
              },
            ]
          : []),
      ],
    }).json;
  }
}
