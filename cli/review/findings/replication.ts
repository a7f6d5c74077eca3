import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import type { Change } from "../plan";
import { say, some } from "../text";
import { at, elements, isMark, text, type Value } from "../values";
import { why } from "./causes";

const TYPE = "aws_s3_bucket_replication_configuration";

interface Rule {
  readonly id: string;
  readonly enabled: boolean;
  /** The destination bucket's name; undefined where it is known only after the apply. */
  readonly to: string | undefined;
  readonly deleteMarkers: boolean | undefined;
  readonly modifications: boolean | undefined;
  readonly scope: string;
}

const on = (value: Value): boolean | undefined => (isMark(value) ? undefined : value === "Enabled");

function rules(value: Value): readonly Rule[] {
  return elements(at(value, "rule")).map((rule) => {
    const destination = text(at(rule, "destination", "bucket"));
    const filter = at(rule, "filter");
    const tag = at(filter, "tag") ?? at(filter, "and", "tags");
    return {
      id: text(at(rule, "id")) ?? "",
      enabled: at(rule, "status") === "Enabled",
      to: destination?.replace(/^arn:[^:]*:s3:::/, ""),
      deleteMarkers: on(at(rule, "delete_marker_replication", "status")),
      modifications: on(at(rule, "source_selection_criteria", "replica_modifications", "status")),
      scope: [
        text(at(filter, "prefix")) || text(at(filter, "and", "prefix")) || text(at(rule, "prefix")) || "",
        tag === undefined || tag === null || (Array.isArray(tag) && tag.length === 0)
          ? ""
          : JSON.stringify(tag),
      ]
        .join(" ")
        .trim(),
    };
  });
}

/** Every rule of before with what becomes of it: the rule of the same id, or else of the same destination. */
function pairs(change: Change): readonly (readonly [Rule, Rule | undefined])[] {
  const after = change.action === "delete" ? [] : rules(change.after);
  const byId = new Map(after.map((rule) => [rule.id, rule]));
  const byTarget = new Map(after.map((rule) => [`${rule.to} ${rule.scope}`, rule]));
  return rules(change.before).map((rule) => {
    const same = byId.get(rule.id);
    if (same && (same.to === rule.to || same.to === undefined)) return [rule, same] as const;
    return [rule, byTarget.get(`${rule.to} ${rule.scope}`)] as const;
  });
}

/** The configurations that change, without those whose bucket goes altogether. */
function* changed(
  context: Context,
): Iterable<readonly [Change, string, readonly (readonly [Rule, Rule | undefined])[]]> {
  for (const change of context.of(TYPE)) {
    if (change.action !== "update" && change.action !== "replace" && change.action !== "delete") continue;
    const bucket = text(at(change.before, "bucket")) ?? "?";
    // With the rules hidden or unknown, nothing can be told.
    if (context.bucketGoes(bucket) || isMark(at(change.after, "rule"))) continue;
    yield [change, bucket, pairs(change).filter(([rule]) => !context.bucketGoes(rule.to))];
  }
}

/** One hit for each configuration, about the rules for which something holds. */
function family(
  about: Pick<Family, "id" | "title" | "why" | "instead">,
  attribute: string,
  holds: (before: Rule, after: Rule | undefined) => boolean,
  words: string,
): Family {
  return {
    ...about,
    severity: "danger",
    *find(context): Iterable<Hit> {
      for (const [change, bucket, all] of changed(context)) {
        const hit = all
          .filter(([before, after]) => before.enabled && holds(before, after))
          .map(([before]) => before);
        if (hit.length === 0) continue;
        const which = some(hit.map((rule) => (rule.to === undefined ? rule.id : `${rule.id} → ${rule.to}`)));
        yield {
          address: change.address,
          attribute,
          cause: say`bucket ${bucket}: ${which} ${[words]}${why(change)}`,
        };
      }
    },
  };
}

/** Who replicates to whom: "from\nto", both before and after the plan. */
function directions(context: Context): {
  before: Set<string>;
  after: Set<string>;
  open: Set<string>;
  by: Map<string, Change>;
} {
  const before = new Set<string>();
  const after = new Set<string>();
  // Sources with a rule whose destination is known only later: their directions cannot be judged.
  const open = new Set<string>();
  const by = new Map<string, Change>();
  for (const change of context.of(TYPE)) {
    const from = text(at(change.before, "bucket")) ?? text(at(change.after, "bucket"));
    if (from === undefined) continue;
    for (const rule of rules(change.before)) {
      if (!rule.enabled || rule.to === undefined) continue;
      before.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to}`, change);
    }
    if (change.action === "delete" || change.action === "forget") continue;
    if (isMark(at(change.after, "rule"))) open.add(from);
    for (const rule of rules(change.after)) {
      if (!rule.enabled) continue;
      if (rule.to === undefined) open.add(from);
      else after.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to ?? ""}`, change);
    }
  }
  return { before, after, open, by };
}

const oneWay: Family = {
  id: "replication-one-way",
  severity: "danger",
  title: "A pair of Regions is left with replication in one direction only",
  why: "After a failover the objects written on the other side never come back, and the copies stay different.",
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
        attribute: "rule",
        cause: say`${from} ${[lost ? "still replicates" : "replicates"]} to ${to}, but ${to} ${[lost ? "no longer replicates" : "does not replicate"]} to ${from}`,
      };
    }
  },
};

export const replication: readonly Family[] = [
  family(
    {
      id: "replication-rule-removed",
      title: "A replication rule is removed",
      why: "What is written from then on stays in one Region: a failover to the other one misses it.",
      instead: "Keep the rule. If the Region is to go, take it out of the access point's traffic first.",
    },
    "rule",
    (_, after) => after === undefined,
    "is removed",
  ),
  family(
    {
      id: "replication-rule-disabled",
      title: "A replication rule is disabled",
      why: "What is written while it is off is not made up for when it comes on again: that takes a batch job.",
      instead: "Leave it enabled; to spare traffic, narrow what is written rather than what is replicated.",
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
      why: "Objects outside the new filter exist in one Region only from then on.",
      instead: "Keep the filter as it was, or add a second rule for the rest.",
    },
    "rule.filter",
    (before, after) =>
      after !== undefined &&
      after.enabled &&
      before.scope !== after.scope &&
      !(before.scope.startsWith(after.scope) && !after.scope.includes("{")),
    "covers fewer objects",
  ),
  family(
    {
      id: "delete-marker-sync-off",
      title: "Deletes are no longer replicated",
      why: "An object deleted in one Region stays readable in the other, and comes back with a failover.",
      instead: "Keep delete-marker replication enabled on every rule.",
    },
    "rule.delete_marker_replication.status",
    (before, after) =>
      after !== undefined && after.enabled && before.deleteMarkers === true && after.deleteMarkers === false,
    "goes on without delete markers",
  ),
  family(
    {
      id: "replica-modification-sync-off",
      title: "Changes made to replicas are no longer replicated",
      why: "Tags, ACLs and locks changed on the side that took over do not reach the others.",
      instead: "Keep replica modification sync enabled on every rule.",
    },
    "rule.source_selection_criteria.replica_modifications.status",
    (before, after) =>
      after !== undefined && after.enabled && before.modifications === true && after.modifications === false,
    "goes on without replica modifications",
  ),
];
