import { details } from "../../adapters/aws/errors";
import { error, ok, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import { differenceClause, settingDifferences } from "../../checks/settings-difference";
import { bucketOwner } from "../../live/bucket-owner";
import { keysFor } from "../access-points";
import type { Member, VerifyContext } from "../context";
import { unknownKeyOutcome } from "../created-keys";
import { adoptedFix, deploy, restoreFix } from "../repair";
import { ACCESS_POINT_CHECK } from "./access-point";
import { BUCKET_SETTINGS, type BucketSetting } from "./bucket-settings";

/** Each bucket exists and has the settings of the stack. */
export function bucketChecks(context: VerifyContext): Check[] {
  return context.members.flatMap((member) => [
    existence(context, member),
    ...BUCKET_SETTINGS.flatMap((setting) =>
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

function existence({ aws, account, partition, shown, environment }: VerifyContext, member: Member): Check {
  const { region, bucket } = member;
  const create = environment.regions[region]?.adopt
    ? "Terraform never creates an adopted bucket. Correct its name, or create it yourself."
    : deploy(shown);
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
          return error(`The bucket ${bucket} does not exist.`, create);
        case "elsewhere":
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
  setting: BucketSetting,
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
        return error(`${bucket} has no such setting.`, fixOf(context, member));
      }
      const wanted = setting.expected(element);
      const differences = settingDifferences(wanted, seen);
      if (differences.length === 0)
        return unknownKeyOutcome(wanted, `The encryption of ${bucket}`) ?? ok(`In ${bucket}, ${sentence}.`);
      return error(`In ${bucket}, ${differenceClause(differences)}.`, fixOf(context, member));
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
    consequenceOf: [`bucket ${region}`, ...keysFor(context, ACCESS_POINT_CHECK)],
    run: (signal) => policyOutcome(context, member, textOf(element?.body.policy), signal),
  };
}

/** The fix of a setting that differs from the stack. */
export function fixOf(
  { environment, argument, shown }: Pick<VerifyContext, "environment" | "argument" | "shown">,
  { region }: Member,
): string {
  return environment.regions[region]?.adopt ? adoptedFix(argument, shown) : restoreFix({ shown });
}

async function policyOutcome(
  context: VerifyContext,
  member: Member,
  wanted: string,
  abortSignal: AbortSignal,
): Promise<CheckOutcome> {
  const { bucket, region } = member;
  const { GetBucketPolicyCommand } = await import("@aws-sdk/client-s3");
  const s3 = await context.aws.s3(region);
  const seen = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }), { abortSignal }).then(
    ({ Policy }) => Policy,
    (problem: unknown) => {
      if (details(problem).code === "NoSuchBucketPolicy") return undefined;
      throw problem;
    },
  );
  const unknown = unknownKeyOutcome(wanted, `The policy of ${bucket}`);
  if (unknown !== undefined) return unknown;
  const difference = comparePolicies(wanted, seen);
  if (difference === undefined) return ok(`The policy of ${bucket} is as in the stack.`);
  return error(`The policy of ${bucket} ${difference.text}.`, fixOf(context, member));
}
