import { causes } from "../causes";
import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { isMove, ownerOf } from "../moves";
import { name, say } from "../text";
import { at, text } from "../values";

/** Types whose loss endangers the data of the object that they leave. */
const OF_BUCKETS =
  /^aws_s3_bucket_(versioning|public_access_block|policy|server_side_encryption_configuration|replication_configuration|object_lock_configuration)$/;
const GRAVE =
  /^aws_s3_bucket_(versioning|public_access_block|policy|server_side_encryption_configuration|replication_configuration|object_lock_configuration)$|policy/;

/** A setting of a bucket that is deleted and created again. */
function* again(change: Change, context: Context): Iterable<Hit> {
  if (change.action !== "replace" || !OF_BUCKETS.test(change.type)) return;
  const bucket = text(at(change.before, "bucket"));
  if (bucket === undefined || context.isGone(bucket)) return;
  yield {
    address: change.address,
    change,
    attribute: "bucket",
    severity: change.createsFirst ? "danger" : "warning",
    cause: change.createsFirst
      ? say`bucket ${bucket}: the setting is created again before it is deleted, so the bucket is left without it: ${causes(change)}`
      : say`bucket ${bucket}: the setting is deleted and then created again: ${causes(change)}`,
  };
}

export const attachments: Family = {
  id: "attachment-moved",
  severity: "danger",
  varies: true,
  title: "A setting is taken off one object and put on another, or is deleted and created again",
  why: "The first object loses the setting: its versioning, protection, policy, encryption, replication or monitoring. If it is created again, the object is without it in between: what is written then is not versioned, protected or replicated.",
  instead:
    "Keep the setting on the first object, and add another resource for the second one. Do not replace a setting that can be updated.",
  *find(context) {
    for (const change of [...context.plan.changes, ...context.plan.deferred]) {
      if (!change.managed) continue;
      if (!isMove(change, context)) {
        yield* again(change, context);
        continue;
      }
      const attribute = ownerOf(change.type) ?? "";
      const to = context.resolver.symbol(change, [attribute])?.replace("\u0000", "");
      yield {
        address: change.address,
        change,
        attribute,
        severity: GRAVE.test(change.type) ? "danger" : "warning",
        cause: say`${name(attribute)} changes from ${text(at(change.before, attribute)) ?? "?"} to ${to ?? "something that is known only after the apply"}`,
      };
    }
  },
};
