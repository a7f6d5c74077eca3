/** The role and the bucket that a job of S3 Batch Replication needs, and its request. */
import { IAMClient, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { CreateJobCommandInput, S3ControlClient, JobDescriptor } from "@aws-sdk/client-s3-control";
import { DescribeJobCommand } from "@aws-sdk/client-s3-control";
import type { LocalAws } from "../../local-aws";
import { accountId } from "../../local-aws/credentials";
import { until } from "./support";

export const REPORTS = "reports-us";
export const ROLE = `arn:aws:iam::${accountId}:role/batch`;

/** The permissions that AWS documents for a generated manifest. */
export function statements(source: string, without?: string): object[] {
  return [
    { Action: ["s3:InitiateReplication"], Resource: `arn:aws:s3:::${source}/*` },
    { Action: ["s3:GetReplicationConfiguration"], Resource: `arn:aws:s3:::${source}` },
    { Action: ["s3:PutInventoryConfiguration"], Resource: `arn:aws:s3:::${source}` },
    { Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `arn:aws:s3:::${REPORTS}/*` },
    { Action: ["s3:PutObject"], Resource: `arn:aws:s3:::${REPORTS}/*` },
  ]
    .filter(({ Action }) => !Action.includes(without ?? ""))
    .map((statement) => ({ Effect: "Allow", ...statement }));
}

export async function batchRole(
  aws: LocalAws,
  source: string,
  { without, service = "batchoperations.s3.amazonaws.com" }: { without?: string; service?: string } = {},
): Promise<void> {
  const iam = new IAMClient(aws.clientConfig("us-east-1"));
  const document = (Statement: unknown): string => JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(
    new CreateRoleCommand({
      RoleName: "batch",
      AssumeRolePolicyDocument: document([
        { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
      ]),
    }),
  );
  const PolicyDocument = document(statements(source, without));
  await iam.send(new PutRolePolicyCommand({ RoleName: "batch", PolicyName: "batch", PolicyDocument }));
}

export function jobOf(
  source: string,
  statuses: readonly string[] | undefined,
  token = "one",
): CreateJobCommandInput {
  const Bucket = `arn:aws:s3:::${REPORTS}`;
  return {
    AccountId: accountId,
    ConfirmationRequired: true,
    Operation: { S3ReplicateObject: {} },
    Report: {
      Enabled: true,
      Bucket,
      Format: "Report_CSV_20180820",
      Prefix: "reports",
      ReportScope: "AllTasks",
    },
    ClientRequestToken: token,
    Priority: 10,
    RoleArn: ROLE,
    Description: "Backfill & repair",
    Tags: [{ Key: "environment", Value: "photos" }],
    ManifestGenerator: {
      S3JobManifestGenerator: {
        SourceBucket: `arn:aws:s3:::${source}`,
        EnableManifestOutput: true,
        ManifestOutputLocation: {
          Bucket,
          ManifestPrefix: "manifests",
          ManifestEncryption: { SSES3: {} },
          ManifestFormat: "S3InventoryReport_CSV_20211130",
        },
        Filter: {
          EligibleForReplication: true,
          ...(statuses && { ObjectReplicationStatuses: statuses as ("NONE" | "FAILED")[] }),
        },
      },
    },
  };
}

export async function describe(
  s3control: S3ControlClient,
  JobId: string | undefined,
): Promise<JobDescriptor> {
  const { Job } = await s3control.send(new DescribeJobCommand({ AccountId: accountId, JobId }));
  return Job!;
}

export async function reaches(
  s3control: S3ControlClient,
  JobId: string | undefined,
  status: string,
): Promise<JobDescriptor> {
  let job = await describe(s3control, JobId);
  await until(`the job is ${status}`, async () => (job = await describe(s3control, JobId)).Status === status);
  return job;
}
