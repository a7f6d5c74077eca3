import type { Context } from "../context";
import type { Family } from "../finding";
import type { AccessStep } from "../policy/access";
import { globsOverlap } from "../policy/glob";
import { appliesTo } from "../policy/requests";
import { policyChanges } from "../policy-changes";
import { isOnlyForDeletedTopics, leavingBuckets } from "../leaving-region";
import { replicationRoles } from "../replication-roles";
import { also, name, say, some } from "../text";
import { UNKNOWN, at, text } from "../values";
import { causes, why } from "../causes";
import { revoked } from "./grants";

const KEYS = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"] as const;

const keyId = (context: Context, id: string | undefined): boolean =>
  context
    .of(...KEYS)
    .some(
      (key) =>
        key.action === "delete" &&
        (text(at(key.before, "key_id")) === id || text(at(key.before, "arn")) === id),
    );

/** Does Terraform forget the key, which continues to exist? */
const isForgotten = (context: Context, id: string | undefined): boolean =>
  id !== undefined &&
  context
    .of(...KEYS)
    .some((key) => key.action === "forget" && [at(key.before, "key_id"), at(key.before, "arn")].includes(id));

/** Does anything that is part of the plan name an alias afterwards? */
const isNamed = (context: Context, alias: string): boolean =>
  context.changes.some(
    (change) =>
      change.type !== "aws_kms_alias" &&
      change.action !== "delete" &&
      JSON.stringify(change.after)?.includes(alias),
  );

/** Does the account lose the permission to change the key's policy? */
export const administers = ({ what }: AccessStep): boolean =>
  what.values.some((each) => globsOverlap(each.toLowerCase(), "kms:putkeypolicy")) !== what.not;

export const keys: readonly Family[] = [
  {
    id: "key-deletion-scheduled",
    severity: "danger",
    varies: true,
    title: "A KMS key is scheduled for deletion",
    why: "Nobody, AWS included, can read data that is encrypted with a deleted key. The key stops working at once, and is deleted when the waiting period ends.",
    instead:
      "Keep the key as long as an object, a replica or a backup is encrypted with it. If you are not sure, disable it first.",
    *find(context) {
      for (const change of context.of(...KEYS)) {
        if (change.action !== "delete" && change.action !== "replace") continue;
        const days = at(change.before, "deletion_window_in_days");
        const wait = say`, in ${String(typeof days === "number" ? days : 30)} days`;
        const cause =
          change.action === "replace" ? say`replaced, because ${causes(change)}` : say`deleted${why(change)}`;
        yield {
          address: change.address,
          change,
          cause: say`key ${text(at(change.before, "key_id")) ?? "?"}: ${cause}${wait}`,
          // At the end of a change of Regions, the topics of a Region leave with their key.
          ...(leavingBuckets(context).size > 0 &&
            change.action === "delete" &&
            isOnlyForDeletedTopics(context, change) && { severity: "warning" }),
        };
      }
    },
  },
  {
    id: "key-disabled",
    severity: "danger",
    title: "A KMS key is disabled",
    why: "All reads, writes and replication of data that is encrypted with the key fail.",
    instead: "Keep the key enabled. To keep someone out, remove permissions in its policy.",
    *find(context) {
      for (const change of context.of(...KEYS)) {
        if (change.action !== "update") continue;
        for (const attribute of ["is_enabled", "enabled"]) {
          const { before, after } = context.pair(change, [attribute]);
          if (before !== true || after !== false) continue;
          yield {
            address: change.address,
            change,
            attribute,
            cause: say`key ${text(at(change.before, "key_id")) ?? "?"}: ${name(attribute)} becomes ${"false"}`,
          };
        }
      }
    },
  },
  {
    id: "key-policy-narrowed",
    severity: "danger",
    title: "A key policy shuts out the replication role or the account",
    why: "Without the key, every object fails to replicate, and only the alarm on failed operations shows it. Without the account in its policy, nobody can administer the key.",
    instead:
      "Keep Decrypt on the source's key for the role, and Encrypt (with Bucket Keys, Decrypt too) on the destination's key. Keep kms:* for the account.",
    *find(context) {
      const roles = replicationRoles(context);
      for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
        if (kind.noun !== "key policy") continue;
        for (const step of access?.losses ?? []) {
          const deny = step.statement.effect === "Deny";
          // Without the account in its policy, nobody can change the key's policy back.
          const root = [...context.accounts.own].map((account) => `arn:aws:iam::${account}:root`);
          const who = deny
            ? [...roles.keys()].filter((role) => appliesTo(step.statement, role) !== "no")
            : step.who.values.filter((each) => roles.has(each) || (root.includes(each) && administers(step)));
          if (who.length === 0) continue;
          const conditions = step.statement.conditions;
          yield {
            address: change.address,
            change,
            sensitive,
            attribute,
            cause: say`${some(who)} loses ${some(step.what.values)}${
              deny && conditions.length > 0 ? [" under a condition"] : []
            }${step.statement.sid ? say` (statement ${step.statement.sid})` : []}${conditions.length === 0 ? [] : also(conditions)}`,
          };
        }
      }
      yield* revoked(context);
    },
  },
  {
    id: "key-rotation-off",
    severity: "warning",
    title: "The rotation of a KMS key is switched off",
    why: "The same key material then protects all future data, and most compliance rules do not accept that.",
    instead: "Keep enable_key_rotation on. Rotation keeps the key's id, and old data remains readable.",
    *find(context) {
      for (const change of context.of(...KEYS)) {
        if (change.action !== "update") continue;
        const attribute = "enable_key_rotation";
        const { before, after } = context.pair(change, [attribute], "warning");
        if (before === true && after !== true && after !== UNKNOWN)
          yield {
            address: change.address,
            change,
            attribute,
            cause: say`key ${text(at(change.before, "key_id")) ?? "?"}: ${name(attribute)} becomes ${"false"}`,
          };
      }
    },
  },
  {
    id: "key-alias-moved",
    severity: "danger",
    varies: true,
    title: "A key's alias points to another key, or is deleted",
    why: "Everything that names the alias uses another key from then on, or fails. The replication role may have no permission to use that key.",
    instead: "Keep the alias. To rotate a key, use automatic rotation, which keeps the key's id.",
    *find(context) {
      for (const change of context.of("aws_kms_alias")) {
        const [alias, old] = [
          text(at(change.before, "name")) ?? "?",
          text(at(change.before, "target_key_id")),
        ];
        if (change.action === "delete" || change.action === "replace") {
          if (change.action === "delete" && keyId(context, old)) continue;
          const cause =
            change.action === "delete" ? say`is deleted${why(change)}` : say`is replaced: ${causes(change)}`;
          const unused = change.action === "delete" && isForgotten(context, old) && !isNamed(context, alias);
          yield {
            address: change.address,
            change,
            ...(unused && { severity: "warning" as const }),
            cause: say`alias ${alias} ${cause}`,
          };
        } else if (change.action === "update") {
          const { before, after } = context.pair(change, ["target_key_id"]);
          if (after === before || after === UNKNOWN) continue;
          yield {
            address: change.address,
            change,
            attribute: "target_key_id",
            cause: say`alias ${alias} points to key ${text(after) ?? "?"} instead of ${text(before) ?? "?"}`,
          };
        }
      }
    },
  },
];
