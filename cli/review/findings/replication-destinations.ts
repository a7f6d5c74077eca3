import { bucketEncryptions } from "../bucket-encryption";
import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { readinessOf } from "../kms-readiness";
import { LATER } from "../policy/document";
import {
  REPLICATION_TYPES,
  changedReplication,
  counts,
  rulesAfter,
  rulesBefore,
} from "../replication-changes";
import type { ReplicationRule } from "../replication-rules";
import { name, say, some } from "../text";
import { at, elements, text } from "../values";

/** An unknown destination can be any bucket of any account. */
function* unknownDestinations(context: Context): Iterable<Hit> {
  for (const change of context.of(...REPLICATION_TYPES)) {
    if (!["create", "update", "replace"].includes(change.action) || !counts(change, context)) continue;
    const open = rulesAfter(change, context).filter((rule) => rule.enabled && rule.unknown);
    if (open.length > 0)
      yield {
        address: change.address,
        change,
        attribute: "rule.destination.bucket",
        cause: say`the destination of ${some(open.map((rule) => rule.id))} is known only after the apply`,
      };
  }
}

/** A rule to a bucket that had none: its copies leave what this code manages. */
function* added(context: Context): Iterable<Hit> {
  const members = new Set(
    context.of("aws_s3_bucket").flatMap((change) => {
      const name = context.resolver.attribute(change, ["bucket"]);
      return [text(at(change.before, "bucket")), text(name)].filter((each) => each !== undefined);
    }),
  );
  const existing = new Set(
    context.of("aws_s3_bucket").flatMap((change) => text(at(change.before, "bucket")) ?? []),
  );
  for (const change of context.of(...REPLICATION_TYPES)) {
    if (!["create", "update", "replace"].includes(change.action) || !counts(change, context)) continue;
    const had = rulesBefore(change);
    const bucket = text(at(change.before, "bucket")) ?? text(context.resolver.attribute(change, ["bucket"]));
    for (const rule of rulesAfter(change, context)) {
      if (!rule.enabled || rule.to === undefined) continue;
      if (had.some((old) => old.to === rule.to && old.enabled && old.account === rule.account)) continue;
      const { account, to } = rule;
      const foreign =
        account !== undefined &&
        account !== LATER &&
        !context.accounts.own.has(account) &&
        !context.accounts.named.has(account);
      const base = { address: change.address, change, attribute: "rule.destination" };
      const copies = say`bucket ${bucket ?? "?"}: ${rule.id} copies new objects to ${to.replace(LATER, "")}`;
      if (foreign) yield { ...base, cause: say`${copies} in account ${account}` };
      else if (
        (change.action !== "create" || (existing.has(bucket ?? "") && !context.isMade(bucket))) &&
        !to.startsWith(LATER) &&
        !members.has(to) &&
        !isMember(context, to)
      )
        yield { ...base, severity: "warning", cause: say`${copies}, which this plan does not contain` };
    }
  }
}

const isMember = (context: Context, bucket: string): boolean =>
  context
    .of("aws_s3control_multi_region_access_point")
    .some((change) =>
      elements(at(change.after, "details", "region")).some((region) => at(region, "bucket") === bucket),
    );

const KEY = "destination.encryption_configuration.replica_kms_key_id";

/** Replicas get the key of their bucket, which the replication role may use: a part of the switch to KMS keys. */
function isReady(context: Context, change: Change, rule: ReplicationRule): boolean {
  const own = rule.to === undefined ? undefined : bucketEncryptions(context).get(rule.to)?.key;
  const source = text(at(change.before, "bucket"));
  const one = source === undefined ? undefined : readinessOf(context, source);
  return (
    own !== undefined &&
    one?.rules.some(
      (each) => each.change === change && each.rule === rule && each.ready && each.key?.id === own.id,
    ) === true
  );
}

export const destinationChanged: Family = {
  id: "replication-destination-changed",
  severity: "danger",
  title: "The account, the owner or the key of a replica changes",
  why: "Replicas then belong to another account, or cannot be read with the old key. With a wrong key or account, replication fails without an error at deployment.",
  instead:
    "Keep the destination. To change a key, make sure first that the replication role can encrypt with it and readers can decrypt with it.",
  *find(context) {
    for (const [change, bucket, all] of changedReplication(context)) {
      for (const [old, now] of all) {
        if (!old.enabled || now?.enabled !== true) continue;
        for (const [attribute, before, after] of [
          ["destination.account", old.account, now.account],
          [KEY, old.key, now.key],
          ["destination.access_control_translation.owner", old.owner, now.owner],
        ] as const) {
          if (before === after || after === LATER || now.unknown) continue;
          if (
            before === undefined &&
            old.key !== now.key &&
            attribute === KEY &&
            isReady(context, change, now)
          )
            continue;
          yield {
            address: change.address,
            change,
            attribute: `rule.${attribute}`,
            cause: say`bucket ${bucket}: ${old.id}: ${name(attribute)} changes from ${before ?? "unset"} to ${after?.replace(LATER, "") ?? "unset"}`,
          };
        }
      }
    }
  },
};

export const destinationAdded: Family = {
  id: "replication-destination-added",
  severity: "danger",
  varies: true,
  title: "A new replication rule copies objects to another account or an unknown bucket",
  why: "Everyone who can read the destination then reads every new object. Deleting the rule later does not delete the copies.",
  instead:
    "Replicate to buckets of your own accounts only. If a partner needs the data, agree on the prefix first.",
  find: added,
};

export const destinationUnknown: Family = {
  id: "replication-destination-unknown",
  severity: "danger",
  title: "The destination of a replication rule cannot be reviewed",
  why: "A destination that is known only after the apply can be any bucket, in any account.",
  instead: "Write the bucket's ARN into the configuration, or refer to the bucket's resource directly.",
  find: unknownDestinations,
};
