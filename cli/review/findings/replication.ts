import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { LATER } from "../policy/document";
import { rulesOf, type ReplicationRule } from "../replication-rules";
import { name, say, some } from "../text";
import { UNKNOWN, at, elements, isMark, text } from "../values";
import { why } from "../causes";

const TYPES = ["aws_s3_bucket_replication_configuration", "aws_s3_bucket"] as const;

type RulePair = readonly [ReplicationRule, ReplicationRule | undefined];

const before = (change: Change): readonly ReplicationRule[] => rulesOf(change, change.before, undefined);
const after = (change: Change, context: Context): readonly ReplicationRule[] => {
  // Terraform forgets the configuration, but AWS keeps it.
  if (change.action === "forget") return before(change);
  return change.action === "delete" ? [] : rulesOf(change, change.after, context.resolver);
};

/** A bucket's own block only counts if the code decides about it; otherwise it mirrors the resource of its own. */
const counts = (change: Change, context: Context): boolean =>
  change.type !== "aws_s3_bucket" ||
  (context.configured(change) !== undefined && context.decides(change, ["replication_configuration"]));

/** Every old rule with what becomes of it: the rule of the same id, or else a rule to the same destination. */
function pairs(change: Change, context: Context): readonly RulePair[] {
  const now = after(change, context);
  return before(change).map((rule) => {
    const same = now.find((each) => each.id === rule.id && (each.to === rule.to || each.to === undefined));
    const others = now.filter((each) => each.enabled && each.to === rule.to && each.scope.covers(rule.scope));
    return [rule, others.find((each) => each.id === rule.id) ?? others[0] ?? same] as const;
  });
}

/** The configurations that change, without those whose bucket is deleted. */
function* changed(context: Context): Iterable<readonly [Change, string, readonly RulePair[]]> {
  for (const change of context.of(...TYPES)) {
    if (!["update", "replace", "delete"].includes(change.action) || !counts(change, context)) continue;
    const bucket = text(at(change.before, "bucket")) ?? "?";
    if (context.bucketGoes(bucket)) continue;
    const field = change.type === "aws_s3_bucket" ? ["replication_configuration"] : ["rule"];
    if (change.action !== "delete" && context.pair(change, field).after === UNKNOWN) continue;
    yield [change, bucket, pairs(change, context).filter(([rule]) => !context.bucketGoes(rule.to))];
  }
}

/** One hit for each configuration, about the rules for which something holds. */
function family(
  about: Pick<Family, "id" | "title" | "why" | "instead"> & Partial<Pick<Family, "severity">>,
  attribute: string,
  holds: (before: ReplicationRule, after: ReplicationRule | undefined) => boolean,
  words: string,
): Family {
  return {
    severity: "danger",
    ...about,
    *find(context): Iterable<Hit> {
      for (const [change, bucket, all] of changed(context)) {
        const hit = all
          .filter(([before, after]) => before.enabled && holds(before, after))
          .map(([before]) => before);
        if (hit.length === 0) continue;
        const which = some(hit.map((rule) => (rule.to === undefined ? rule.id : `${rule.id} → ${rule.to}`)));
        yield {
          address: change.address,
          change,
          attribute,
          cause: say`bucket ${bucket}: ${which} ${[words]}${why(change)}`,
        };
      }
    },
  };
}

/** The directions of replication, as "from\nto", before the plan and after it. */
function directions(context: Context): {
  before: Set<string>;
  after: Set<string>;
  open: Set<string>;
  by: Map<string, Change>;
} {
  const had = new Set<string>();
  const has = new Set<string>();
  // Sources of a rule whose destination is not known: their directions cannot be judged.
  const open = new Set<string>();
  const by = new Map<string, Change>();
  for (const change of context.of(...TYPES)) {
    if (!counts(change, context)) continue;
    const source =
      change.action === "delete"
        ? at(change.before, "bucket")
        : context.resolver.attribute(change, ["bucket"]);
    const from = text(source) ?? text(at(change.before, "bucket"));
    if (from === undefined) continue;
    for (const rule of before(change)) {
      if (!rule.enabled || rule.to === undefined) continue;
      had.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to}`, change);
    }
    if (isMark(at(change.after, "rule"))) open.add(from);
    for (const rule of after(change, context)) {
      if (!rule.enabled) continue;
      if (rule.to === undefined) open.add(from);
      else has.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to ?? ""}`, change);
    }
  }
  return { before: had, after: has, open, by };
}

const oneWay: Family = {
  id: "replication-one-way",
  severity: "danger",
  title: "Two Regions replicate in one direction only",
  why: "After a failover, objects that are written in the other Region are not replicated back, and the copies remain different.",
  instead: "Keep a rule in each direction for every pair of buckets.",
  *find(context) {
    const { before, after, open, by } = directions(context);
    const members = new Set(
      context
        .of("aws_s3control_multi_region_access_point")
        .flatMap((change) =>
          elements(at(change.after, "details", "region")).flatMap(
            (region) => text(at(region, "bucket")) ?? [],
          ),
        ),
    );
    for (const direction of after) {
      const [from, to] = direction.split("\n") as [string, string];
      const back = `${to}\n${from}`;
      if (after.has(back) || open.has(to) || context.bucketGoes(to) || context.bucketGoes(from)) continue;
      const lost = before.has(back);
      const made = !before.has(direction) && members.has(from) && members.has(to);
      const change = lost ? by.get(back) : made ? by.get(direction) : undefined;
      if (!change) continue;
      yield {
        address: change.address,
        change,
        attribute: "rule",
        cause: say`${from} ${[lost ? "still replicates" : "replicates"]} to ${to}, but ${to} ${[lost ? "no longer replicates" : "does not replicate"]} to ${from}`,
      };
    }
  },
};

const still = (rule: ReplicationRule | undefined): rule is ReplicationRule =>
  rule !== undefined && rule.enabled;

/** An unknown destination can be any bucket of any account. */
function* unknownDestinations(context: Context): Iterable<Hit> {
  for (const change of context.of(...TYPES)) {
    if (!["create", "update", "replace"].includes(change.action) || !counts(change, context)) continue;
    const open = after(change, context).filter((rule) => rule.enabled && rule.unknown);
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
  for (const change of context.of(...TYPES)) {
    if (!["create", "update", "replace"].includes(change.action) || !counts(change, context)) continue;
    const had = before(change);
    const bucket = text(at(change.before, "bucket")) ?? text(context.resolver.attribute(change, ["bucket"]));
    for (const rule of after(change, context)) {
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

export const replication: readonly Family[] = [
  family(
    {
      id: "replication-rule-removed",
      title: "A replication rule is removed",
      why: "New objects remain in one Region. After a failover to the other Region, clients do not find them.",
      instead: "Keep the rule. To remove the Region, stop routing traffic to it first.",
    },
    "rule",
    (_, after) => after === undefined,
    "is removed",
  ),
  family(
    {
      id: "replication-rule-disabled",
      title: "A replication rule is disabled",
      why: "Objects that are written while the rule is disabled are not replicated when it is enabled again. That takes a Batch Replication job.",
      instead: "Keep the rule enabled.",
    },
    "rule.status",
    (_, after) => after !== undefined && !after.enabled,
    "is disabled",
  ),
  oneWay,
  family(
    {
      id: "replication-narrowed",
      title: "A replication rule covers fewer objects",
      why: "New objects outside of the filter exist in one Region only.",
      instead: "Keep the filter, or add a second rule for the other objects.",
    },
    "rule.filter",
    (before, after) => after !== undefined && after.enabled && !after.scope.covers(before.scope),
    "covers fewer objects",
  ),
  family(
    {
      id: "delete-marker-sync-off",
      title: "Deletes are no longer replicated",
      why: "An object that is deleted in one Region remains readable in the other, and reappears after a failover.",
      instead: "Keep delete-marker replication enabled on every rule.",
    },
    "rule.delete_marker_replication.status",
    (before, after) =>
      after !== undefined && after.enabled && before.deleteMarkers === true && after.deleteMarkers === false,
    "no longer replicates delete markers",
  ),
  family(
    {
      id: "replica-modification-sync-off",
      title: "Changes made to replicas are no longer replicated",
      why: "Changes to tags, ACLs and locks of a replica do not reach the other Regions. That matters after a failover.",
      instead: "Keep replica modification sync enabled on every rule.",
    },
    "rule.source_selection_criteria.replica_modifications.status",
    (before, after) =>
      after !== undefined && after.enabled && before.modifications === true && after.modifications === false,
    "no longer replicates changes made to replicas",
  ),
  family(
    {
      id: "kms-replication-off",
      title: "Objects encrypted with SSE-KMS are no longer replicated",
      why: "S3 skips objects with SSE-KMS unless a rule selects them. New objects then exist in one Region only, without an error.",
      instead: "Keep sse_kms_encrypted_objects enabled on every rule.",
    },
    "rule.source_selection_criteria.sse_kms_encrypted_objects.status",
    (before, after) => still(after) && before.kms === true && after.kms === false,
    "no longer selects objects that are encrypted with SSE-KMS",
  ),
  {
    id: "replication-destination-changed",
    severity: "danger",
    title: "The account, the owner or the key of a replica changes",
    why: "Replicas then belong to another account, or cannot be read with the old key. With a wrong key or account, replication fails without an error at deployment.",
    instead:
      "Keep the destination. To change a key, make sure first that the replication role can encrypt with it and readers can decrypt with it.",
    *find(context) {
      for (const [change, bucket, all] of changed(context)) {
        for (const [old, now] of all) {
          if (!old.enabled || !still(now)) continue;
          for (const [attribute, before, after] of [
            ["destination.account", old.account, now.account],
            ["destination.encryption_configuration.replica_kms_key_id", old.key, now.key],
            ["destination.access_control_translation.owner", old.owner, now.owner],
          ] as const) {
            if (before === after || after === LATER || now.unknown) continue;
            yield {
              address: change.address,
              change,
              attribute: `rule.${attribute}`,
              cause: say`bucket ${bucket}: ${old.id}: ${name(attribute)} changes from ${before ?? "unset"} to ${after ?? "unset"}`,
            };
          }
        }
      }
    },
  },
  {
    id: "replication-destination-added",
    severity: "danger",
    varies: true,
    title: "A new replication rule copies objects to another account or an unknown bucket",
    why: "Everyone who can read the destination then reads every new object. Deleting the rule later does not delete the copies.",
    instead:
      "Replicate to buckets of your own accounts only. If a partner needs the data, agree on the prefix first.",
    find: added,
  },
  family(
    {
      id: "replication-time-control-off",
      severity: "warning",
      title: "Replication Time Control or replication metrics are switched off",
      why: "Nothing then guarantees or measures how far replication is behind, and the alarms on replication receive no data.",
      instead: "Keep replication_time and metrics enabled on every rule.",
    },
    "rule.destination",
    (before, after) =>
      still(after) && ((before.timeControl && !after.timeControl) || (before.metrics && !after.metrics)),
    "loses Replication Time Control or metrics",
  ),
  family(
    {
      id: "replicas-archived",
      title: "Replicas are stored in an archive storage class",
      why: "After a failover, clients cannot read an archived replica until it is restored, which takes minutes to hours.",
      instead: "Use a storage class with immediate access for replicas.",
    },
    "rule.destination.storage_class",
    (before, after) => still(after) && !before.archive && after.archive,
    "stores replicas in an archive",
  ),
  {
    id: "replication-destination-unknown",
    severity: "danger",
    title: "The destination of a replication rule cannot be reviewed",
    why: "A destination that is known only after the apply can be any bucket, in any account.",
    instead: "Write the bucket's ARN into the configuration, or refer to the bucket's resource directly.",
    find: unknownDestinations,
  },
];
