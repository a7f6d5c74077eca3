import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { TerraformStack, Testing } from "cdktf";
import { BatchReplicationRole } from "../../constructs/batch-replication-role";
import { JobBucket } from "../../constructs/job-bucket";
import { JobPolicy } from "../../constructs/job-policy";
import { PropsError } from "../../constructs/errors";

function synthesized(
  build: (stack: TerraformStack) => void,
): Record<string, Record<string, Record<string, any>>> {
  const stack = new TerraformStack(Testing.app(), "stack");
  build(stack);
  return JSON.parse(Testing.synth(stack)) as Record<string, Record<string, Record<string, any>>>;
}
const only = (of: Record<string, unknown> | undefined): any => Object.values(of ?? {})[0];

test("a bucket of jobs is private, encrypted, only over TLS and expiring, and not versioned", () => {
  const { resource, data } = synthesized(
    (stack) =>
      new JobBucket(stack, "jobs", { bucket: "example-jobs", region: "eu-west-1", expireAfterDays: 9 }),
  );
  expect(only(resource!.aws_s3_bucket)).toMatchObject({ bucket: "example-jobs", force_destroy: true });
  expect(only(resource!.aws_s3_bucket_public_access_block)).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(only(resource!.aws_s3_bucket_lifecycle_configuration).rule[0]).toMatchObject({
    expiration: [{ days: 9 }],
  });
  expect(
    only(resource!.aws_s3_bucket_server_side_encryption_configuration).rule[0]
      .apply_server_side_encryption_by_default,
  ).toEqual({ sse_algorithm: "AES256" });
  expect(only(data!.aws_iam_policy_document).statement[0]).toMatchObject({
    sid: "OnlyOverTls",
    effect: "Deny",
  });
  expect(resource).not.toHaveProperty("aws_s3_bucket_versioning");
});

test.each(["ab", "a".repeat(64)])("rejects the name %s", (bucket) => {
  expect(() => synthesized((stack) => new JobBucket(stack, "jobs", { bucket, region: "eu-west-1" }))).toThrow(
    new RegExp(`'bucket' should have 3 to 63 characters, got '${bucket}' \\(${bucket.length}\\)`),
  );
  expect(PropsError).toBeDefined();
});

test("the role has the permissions that AWS documents, and trusts Batch Operations only", () => {
  const { data } = synthesized(
    (stack) =>
      new BatchReplicationRole(stack, "batch", {
        sourceArns: ["arn:aws:s3:::a"],
        jobBucketArns: ["arn:aws:s3:::a-jobs"],
      }),
  );
  const documents = Object.values(data!.aws_iam_policy_document!);
  const statements = documents.flatMap(
    ({ statement }) => statement as { actions: string[]; resources?: string[] }[],
  );
  expect(statements.map(({ actions, resources }) => [actions, resources])).toEqual([
    [["s3:InitiateReplication"], ["arn:aws:s3:::a/*"]],
    [["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"], ["arn:aws:s3:::a"]],
    [["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], ["arn:aws:s3:::a-jobs/*"]],
    [["sts:AssumeRole"], undefined],
  ]);
  expect(JSON.stringify(documents)).toContain("batchoperations.s3.amazonaws.com");
});

test("the policy of the caller passes the role of the jobs and no other", () => {
  const { data } = synthesized((stack) => {
    const jobs = new JobBucket(stack, "jobs", { bucket: "a-jobs", region: "eu-west-1" });
    const role = new BatchReplicationRole(stack, "batch", {
      sourceArns: ["arn:aws:s3:::a"],
      jobBucketArns: [jobs.arn],
    });
    const buckets = [{ region: "eu-west-1", name: "a", arn: "arn:aws:s3:::a" }];
    new JobPolicy(stack, "caller", { role, jobBuckets: [jobs], buckets, accountId: "123456789012" });
  });
  const policy = data![DataAwsIamPolicyDocument.tfResourceType.replace(/^data\./, "")] ?? {};
  const statements = Object.entries(policy).find(([name]) => name.startsWith("caller"))![1].statement as {
    sid: string;
    actions: string[];
    resources: string[];
  }[];
  const of = (sid: string) => statements.find((one) => one.sid === sid);
  expect(of("PassTheRoleOfTheJobs")).toMatchObject({
    actions: ["iam:PassRole"],
    condition: [{ variable: "iam:PassedToService", values: ["batchoperations.s3.amazonaws.com"] }],
  });
  expect(of("FollowJobs")?.resources).toEqual(["arn:aws:s3:eu-west-1:123456789012:job/*"]);
  expect(of("ReadReplicationEvents")).toBeUndefined();
  expect(statements.flatMap(({ actions }) => actions)).not.toContain("s3:PutObject");
});
