import type { Change } from "../change";
import type { Context } from "../context";
import type { Family } from "../finding";
import { REPLICATION_TYPES, counts, rulesAfter, rulesBefore } from "../replication-changes";
import { say } from "../text";
import { at, elements, isMark, text } from "../values";

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
  for (const change of context.of(...REPLICATION_TYPES)) {
    if (!counts(change, context)) continue;
    const source =
      change.action === "delete"
        ? at(change.before, "bucket")
        : context.resolver.attribute(change, ["bucket"]);
    const from = text(source) ?? text(at(change.before, "bucket"));
    if (from === undefined) continue;
    for (const rule of rulesBefore(change)) {
      if (!rule.enabled || rule.to === undefined) continue;
      had.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to}`, change);
    }
    if (isMark(at(change.after, "rule"))) open.add(from);
    for (const rule of rulesAfter(change, context)) {
      if (!rule.enabled) continue;
      if (rule.to === undefined) open.add(from);
      else has.add(`${from}\n${rule.to}`);
      by.set(`${from}\n${rule.to ?? ""}`, change);
    }
  }
  return { before: had, after: has, open, by };
}

export const oneWay: Family = {
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
