/** The resources of a Region that leaves at the guided end of a change of Regions. */
import type { Change } from "./change";
import type { Context } from "./context";
import { parsePolicy } from "./policy/document";
import { ACCESS_POINT_TYPE, bucketsOf, regionChanges } from "./region-change";
import { at, isMapping, text, type Value } from "./values";

const left = new WeakMap<Context, ReadonlySet<string>>();

/**
 * The buckets that the guided end of a change takes out of every access point, and that Terraform forgets without deleting
 * them. Replication from and to them ends with the access point.
 */
export function leavingBuckets(context: Context): ReadonlySet<string> {
  const known = left.get(context);
  if (known) return known;
  const forgotten = context
    .of("aws_s3_bucket")
    .filter(({ action }) => action === "forget")
    .map(({ before }) => text(at(before, "bucket")));
  const leaving = new Set(
    regionChanges(context).flatMap(({ step, change, kept }) =>
      step === "begin"
        ? []
        : bucketsOf(change.before).filter(
            (bucket) => !bucketsOf(kept.before).includes(bucket) && forgotten.includes(bucket),
          ),
    ),
  );
  left.set(context, leaving);
  return leaving;
}

/** Whether a bucket contains nothing but manifests and reports: only the role of S3 Batch Replication reads and writes it. */
export function isJobBucket(context: Context, bucket: string): boolean {
  const roles = context
    .of("aws_iam_role")
    .filter(({ before }) => trusts(before, "batchoperations.s3.amazonaws.com"))
    .map(({ before }) => text(at(before, "name")));
  const isMember = context.of(ACCESS_POINT_TYPE).some(({ before }) => bucketsOf(before).includes(bucket));
  if (isMember || isReplicated(context, bucket)) return false;
  return context.of("aws_iam_role_policy").some(({ before }) => {
    if (!roles.includes(text(at(before, "role")))) return false;
    const { statements = [] } = parsePolicy(at(before, "policy")) ?? {};
    return statements.some(({ effect, sets }) => {
      const [actions, resources] = [sets.get("Action"), sets.get("Resource")];
      return (
        effect === "Allow" &&
        actions?.not === false &&
        actions.values.every((action) => JOB_ACTIONS.includes(action.toLowerCase())) &&
        resources?.not === false &&
        resources.values.some((each) => each.endsWith(`:::${bucket}/*`))
      );
    });
  });
}

const JOB_ACTIONS = ["s3:getobject", "s3:getobjectversion", "s3:putobject"];

/** Whether only topics and queues that this plan deletes are encrypted with a key. */
export function isOnlyForDeletedTopics(context: Context, key: Change): boolean {
  const ids = ["arn", "key_id", "id"].flatMap((each) => text(at(key.before, each)) ?? []);
  const users = context.changes.filter(
    ({ before, type }) =>
      !/^aws_kms_/.test(type) &&
      isMapping(before) &&
      ["kms_master_key_id", "kms_key_id", "rule"].some((each) =>
        ids.some((id) => JSON.stringify(before[each] ?? null).includes(id)),
      ),
  );
  return (
    users.length > 0 &&
    users.every(
      ({ type, action }) => action === "delete" && ["aws_sns_topic", "aws_sqs_queue"].includes(type),
    )
  );
}

const trusts = (role: Value, service: string): boolean =>
  (text(at(role, "assume_role_policy")) ?? "").includes(`"${service}"`);

const isReplicated = (context: Context, bucket: string): boolean =>
  context
    .of("aws_s3_bucket_replication_configuration")
    .some(
      ({ before }) =>
        text(at(before, "bucket")) === bucket || JSON.stringify(before ?? null).includes(`:::${bucket}"`),
    );
