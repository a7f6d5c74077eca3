import type { Context } from "../context";
import type { Family } from "../finding";
import { say, some } from "../text";
import { at, text } from "../values";
import { causes, why } from "./causes";
import { policyChanges } from "./policies";

const KEYS = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"] as const;

/** The roles that replicate, before the plan or after it. */
function replicationRoles(context: Context): ReadonlySet<string> {
  const roles = context
    .of("aws_s3_bucket_replication_configuration")
    .flatMap((change) => [text(at(change.before, "role")), text(at(change.after, "role"))])
    .filter((role) => role !== undefined);
  return new Set(roles);
}

export const keys: readonly Family[] = [
  {
    id: "key-deletion-scheduled",
    severity: "danger",
    title: "A KMS key is scheduled for deletion",
    why: "Without the key nothing that it encrypts can be read again: not by you, not by AWS. It stops working at once and is gone when the waiting period ends.",
    instead:
      "Keep the key for as long as one object, replica or backup is encrypted with it; disable it first if you must be sure.",
    *find(context) {
      for (const change of context.of(...KEYS)) {
        if (change.action !== "delete" && change.action !== "replace") continue;
        const days = at(change.before, "deletion_window_in_days");
        const wait = say`, in ${typeof days === "number" ? days : 30} days`;
        const cause =
          change.action === "replace" ? say`replaced, because ${causes(change)}` : say`deleted${why(change)}`;
        yield {
          address: change.address,
          cause: say`key ${text(at(change.before, "key_id")) ?? "?"}: ${cause}${wait}`,
        };
      }
    },
  },
  {
    id: "key-disabled",
    severity: "danger",
    title: "A KMS key is disabled",
    why: "Reads, writes and replication of everything that it encrypts fail from then on.",
    instead: "Leave it enabled, and take rights away in its policy where somebody is to be kept out.",
    *find(context) {
      for (const change of context.of(...KEYS)) {
        if (change.action !== "update") continue;
        for (const attribute of ["is_enabled", "enabled"]) {
          if (at(change.before, attribute) !== true || at(change.after, attribute) !== false) continue;
          yield {
            address: change.address,
            attribute,
            cause: say`key ${text(at(change.before, "key_id")) ?? "?"}: ${attribute} becomes ${"false"}`,
          };
        }
      }
    },
  },
  {
    id: "key-policy-narrowed",
    severity: "danger",
    title: "A key's policy shuts out the replication role",
    why: "S3 accepts the configuration, and then every object fails to replicate, in silence but for the failed-operations alarm.",
    instead:
      "Keep the role's Decrypt on the source's key, and its Encrypt (with Decrypt for bucket keys) on the destination's.",
    *find(context) {
      const roles = replicationRoles(context);
      for (const { change, kind, attribute, access } of policyChanges(context)) {
        if (kind.noun !== "key policy") continue;
        for (const step of access?.losses ?? []) {
          const who = step.who.filter((each) => roles.has(each));
          const anybody = step.effect === "Deny" && step.who.includes("*") && roles.size > 0;
          if (who.length === 0 && !anybody) continue;
          const how =
            step.detail.length > 0 && step.kind.startsWith("condition")
              ? say` (${step.detail[step.detail.length - 1] ?? ""})`
              : [];
          yield {
            address: change.address,
            attribute,
            cause: say`${some(who.length > 0 ? who : step.who)} loses ${some(step.what)}${how}${step.sid ? say` (statement ${step.sid})` : []}`,
          };
        }
      }
    },
  },
];
