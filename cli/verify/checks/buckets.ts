import type { S3Client } from "@aws-sdk/client-s3";
import { details } from "../../adapters/aws/errors";
import { error, ok, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import { policyDifference } from "../../checks/policy-difference";
import { differenceClause, settingDifferences } from "../../checks/settings-difference";
import { bucketOwner } from "../../live/bucket-owner";
import type { Json } from "../../synthesized/configuration";
import type { Member, VerifyContext } from "../context";
import { restoreFix } from "../restore";
import { ACCESS_POINT_CHECK } from "./access-point";

/** A setting of a bucket that a resource of the stack sets. */
interface Setting {
  readonly id: string;
  readonly title: string;
  /** The resource of the stack. */
  readonly type: string;
  readonly action: string;
  /** The code of S3 if the bucket has no such setting. */
  readonly absent?: string;
  expected(element: ExpectedElement): Json;
  seen(s3: S3Client, bucket: string, abortSignal: AbortSignal, element: ExpectedElement): Promise<unknown>;
  /** What an ok means. */
  readonly sentence: string;
}

const SETTINGS: readonly Setting[] = [
  {
    id: "bucket-versioning",
    title: "Versioning",
    type: "aws_s3_bucket_versioning",
    action: "s3:GetBucketVersioning",
    expected: ({ body }) => body.versioning_configuration ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketVersioningCommand } = await import("@aws-sdk/client-s3");
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }), { abortSignal });
      return { Status: Status ?? "Disabled" };
    },
    sentence: "versioning is enabled",
  },
  {
    id: "bucket-encryption",
    title: "Encryption",
    type: "aws_s3_bucket_server_side_encryption_configuration",
    action: "s3:GetEncryptionConfiguration",
    absent: "ServerSideEncryptionConfigurationNotFoundError",
    expected: ({ body }) => body.rule ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
      const { ServerSideEncryptionConfiguration } = await s3.send(
        new GetBucketEncryptionCommand({ Bucket }),
        { abortSignal },
      );
      return (ServerSideEncryptionConfiguration?.Rules ?? []).map(
        ({ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
          ApplyServerSideEncryptionByDefault: {
            SseAlgorithm: ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
            KmsMasterKeyId: ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
          },
          BucketKeyEnabled,
        }),
      );
    },
    sentence: "the default encryption is as in the stack",
  },
  {
    id: "bucket-ownership",
    title: "Object ownership",
    type: "aws_s3_bucket_ownership_controls",
    action: "s3:GetBucketOwnershipControls",
    absent: "OwnershipControlsNotFoundError",
    expected: ({ body }) => body.rule ?? {},
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketOwnershipControlsCommand } = await import("@aws-sdk/client-s3");
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }), {
        abortSignal,
      });
      return OwnershipControls?.Rules;
    },
    sentence: "ACLs are disabled (bucket owner enforced)",
  },
  {
    id: "bucket-public-access",
    title: "Block Public Access",
    type: "aws_s3_bucket_public_access_block",
    action: "s3:GetBucketPublicAccessBlock",
    absent: "NoSuchPublicAccessBlockConfiguration",
    expected: ({ body: { bucket: _, provider: __, ...block } }) => block,
    async seen(s3, Bucket, abortSignal) {
      const { GetPublicAccessBlockCommand } = await import("@aws-sdk/client-s3");
      const answer = await s3.send(new GetPublicAccessBlockCommand({ Bucket }), { abortSignal });
      return answer.PublicAccessBlockConfiguration;
    },
    sentence: "all four settings are as in the stack",
  },
  {
    id: "bucket-lifecycle",
    title: "Lifecycle",
    type: "aws_s3_bucket_lifecycle_configuration",
    action: "s3:GetLifecycleConfiguration",
    absent: "NoSuchLifecycleConfiguration",
    expected: ({ body }) => body.rule ?? [],
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketLifecycleConfigurationCommand } = await import("@aws-sdk/client-s3");
      const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), {
        abortSignal,
      });
      return Rules;
    },
    sentence: "the rules are as in the stack",
  },
  {
    id: "bucket-request-metrics",
    title: "Request metrics",
    type: "aws_s3_bucket_metric",
    action: "s3:GetMetricsConfiguration",
    absent: "NoSuchConfiguration",
    expected: ({ body }) => ({ id: body.name ?? "" }),
    async seen(s3, Bucket, abortSignal, { body }) {
      const { GetBucketMetricsConfigurationCommand } = await import("@aws-sdk/client-s3");
      const command = new GetBucketMetricsConfigurationCommand({ Bucket, Id: textOf(body.name) });
      const { MetricsConfiguration } = await s3.send(command, { abortSignal });
      return { Id: MetricsConfiguration?.Id };
    },
    sentence: "the metrics configuration exists",
  },
  {
    id: "bucket-access-logs",
    title: "Server access logs",
    type: "aws_s3_bucket_logging",
    action: "s3:GetBucketLogging",
    expected: ({ body }) => ({
      target_bucket: body.target_bucket ?? "",
      target_prefix: body.target_prefix ?? "",
    }),
    async seen(s3, Bucket, abortSignal) {
      const { GetBucketLoggingCommand } = await import("@aws-sdk/client-s3");
      const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }), { abortSignal });
      return { TargetBucket: LoggingEnabled?.TargetBucket, TargetPrefix: LoggingEnabled?.TargetPrefix };
    },
    sentence: "S3 delivers them to the bucket of the file",
  },
];

/** Each bucket exists and has the settings of the stack. */
export function bucketChecks(context: VerifyContext): Check[] {
  return context.members.flatMap((member) => [
    existence(context, member),
    ...SETTINGS.flatMap((setting) =>
      context.expected
        .resources(setting.type)
        .filter(({ body, region }) => region === member.region && body.bucket === member.bucket)
        .map((element) => settingCheck(context, member, setting, element)),
    ),
    policyCheck(context, member),
  ]);
}

function about({ region, bucket }: Member, partition: string, action: string) {
  return {
    subject: region,
    required: true,
    ledger: [],
    call: { action, resource: `arn:${partition}:s3:::${bucket}` },
    consequenceOf: [`bucket ${region}`],
  };
}

function existence({ aws, account, partition, shown }: VerifyContext, member: Member): Check {
  const { region, bucket } = member;
  return {
    ...about(member, partition, "s3:ListBucket"),
    id: "bucket",
    title: "Bucket",
    consequenceOf: [],
    async run(signal) {
      switch (await bucketOwner(aws, account, bucket, region, signal)) {
        case "ours":
          return ok(`${bucket} exists.`);
        case "free":
          return error(
            `The bucket ${bucket} does not exist.`,
            `Deploy the environment (npx cdktf deploy ${shown}).`,
          );
        case "taken":
          return error(
            `S3 denies access to ${bucket}, or it is in another Region.`,
            `Check that the bucket belongs to the account ${account} and is in ${region}, and that your role may list it.`,
          );
      }
    },
  };
}

function settingCheck(
  context: VerifyContext,
  member: Member,
  setting: Setting,
  element: ExpectedElement,
): Check {
  const { id, title, action, absent, sentence } = setting;
  const { bucket, region } = member;
  return {
    ...about(member, context.partition, action),
    id,
    title,
    async run(signal) {
      const s3 = await context.aws.s3(region);
      let seen: unknown;
      try {
        seen = await setting.seen(s3, bucket, signal, element);
      } catch (problem) {
        if (absent === undefined || details(problem).code !== absent) throw problem;
        return error(`${bucket} has no such setting.`, restoreFix(context));
      }
      const differences = settingDifferences(setting.expected(element), seen);
      if (differences.length === 0) return ok(`In ${bucket}, ${sentence}.`);
      return error(`In ${bucket}, ${differenceClause(differences)}.`, restoreFix(context));
    },
  };
}

function policyCheck(context: VerifyContext, member: Member): Check {
  const { bucket, region } = member;
  const element = context.expected
    .resources("aws_s3_bucket_policy")
    .find(({ body }) => body.bucket === bucket);
  return {
    ...about(member, context.partition, "s3:GetBucketPolicy"),
    id: "bucket-policy",
    title: "Bucket policy",
    consequenceOf: [`bucket ${region}`, ACCESS_POINT_CHECK],
    run: (signal) => policyOutcome(context, member, textOf(element?.body.policy), signal),
  };
}

async function policyOutcome(
  context: VerifyContext,
  { bucket, region }: Member,
  wanted: string,
  abortSignal: AbortSignal,
): Promise<CheckOutcome> {
  const { GetBucketPolicyCommand } = await import("@aws-sdk/client-s3");
  const s3 = await context.aws.s3(region);
  const seen = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }), { abortSignal }).then(
    ({ Policy }) => Policy,
    (problem: unknown) => {
      if (details(problem).code === "NoSuchBucketPolicy") return undefined;
      throw problem;
    },
  );
  const difference = policyDifference(wanted, seen);
  if (difference === undefined) return ok(`The policy of ${bucket} is as in the stack.`);
  return error(`The policy of ${bucket} differs from the stack: ${difference}.`, restoreFix(context));
}
