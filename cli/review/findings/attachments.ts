import type { Family } from "../finding";
import { isMove, ownerOf } from "../moves";
import { name, say } from "../text";
import { at, text } from "../values";

/** Types whose loss endangers the data of the object that they leave. */
const GRAVE =
  /^aws_s3_bucket_(versioning|public_access_block|policy|server_side_encryption_configuration|replication_configuration|object_lock_configuration)$|policy/;

export const attachments: Family = {
  id: "attachment-moved",
  severity: "danger",
  varies: true,
  title: "A setting is taken off one object and put on another",
  why: "The first object loses the setting: its versioning, protection, policy, encryption, replication or monitoring.",
  instead: "Keep the setting on the first object, and add another resource for the second one.",
  *find(context) {
    for (const change of [...context.plan.changes, ...context.plan.deferred]) {
      if (!change.managed || !isMove(change, context)) continue;
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
