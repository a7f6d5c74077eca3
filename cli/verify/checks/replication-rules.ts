import { details } from "../../adapters/aws/errors";
import { error, ok, type Check, type CheckOutcome } from "../../checks/check";
import { differenceClause, settingDifferences } from "../../checks/settings-difference";
import type { Json } from "../../synthesized/configuration";
import type { Member, VerifyContext } from "../context";
import { unknownKeyOutcome } from "../created-keys";
import { fixOf } from "./buckets";

/** Each bucket has the replication role and the rules of the stack. */
export function replicationRuleChecks(context: VerifyContext): Check[] {
  return context.members.flatMap((member) => {
    const { bucket, region } = member;
    const element = context.expected
      .resources("aws_s3_bucket_replication_configuration")
      .find(({ body }) => body.bucket === bucket);
    if (element === undefined) return [];
    const { role = "", rule = [] } = element.body;
    return {
      id: "replication-rules",
      subject: region,
      title: "Replication rules",
      required: true,
      ledger: ["replication-stored"],
      call: {
        action: "s3:GetReplicationConfiguration",
        resource: `arn:${context.partition}:s3:::${bucket}`,
      },
      consequenceOf: [`bucket ${region}`],
      run: (signal) => outcome(context, member, { role, rule }, signal),
    };
  });
}

async function outcome(
  context: VerifyContext,
  member: Member,
  expected: { readonly role: Json; readonly rule: Json },
  abortSignal: AbortSignal,
): Promise<CheckOutcome> {
  const { region, bucket } = member;
  const { GetBucketReplicationCommand } = await import("@aws-sdk/client-s3");
  const s3 = await context.aws.s3(region);
  try {
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket: bucket }), {
      abortSignal,
    });
    const { Role, Rules = [] } = ReplicationConfiguration ?? {};
    const differences = settingDifferences({ ...expected }, { Role, Rule: Rules });
    if (differences.length > 0)
      return error(`In ${bucket}, ${differenceClause(differences)}.`, fixOf(context, member));
    const unknown = unknownKeyOutcome(expected.rule, `The key in the rules of ${bucket}`);
    if (unknown !== undefined) return unknown;
    return ok(
      `${Rules.length === 1 ? "The rule" : `The ${Rules.length} rules`} of ${bucket} ${Rules.length === 1 ? "is" : "are"} as in the stack.`,
    );
  } catch (problem) {
    if (details(problem).code !== "ReplicationConfigurationNotFoundError") throw problem;
    return error(`${bucket} has no replication rules.`, fixOf(context, member));
  }
}
