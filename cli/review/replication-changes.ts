import type { Change } from "./change";
import type { Context } from "./context";
import { rulesOf, type ReplicationRule } from "./replication-rules";
import { UNKNOWN, at, text } from "./values";

export const REPLICATION_TYPES = ["aws_s3_bucket_replication_configuration", "aws_s3_bucket"] as const;

type RulePair = readonly [ReplicationRule, ReplicationRule | undefined];

type Rules = readonly ReplicationRule[];
/** Nearly every finding about replication reads the rules of both sides. */
const read = { before: new WeakMap<Change, Rules>(), after: new WeakMap<Context, WeakMap<Change, Rules>>() };

/** The rules before the plan. */
export function rulesBefore(change: Change): Rules {
  const rules = read.before.get(change) ?? rulesOf(change, change.before, undefined);
  read.before.set(change, rules);
  return rules;
}

/** The rules after the plan. */
export function rulesAfter(change: Change, context: Context): Rules {
  // Terraform forgets the configuration, but AWS keeps it.
  if (change.action === "forget") return rulesBefore(change);
  if (change.action === "delete") return [];
  let known = read.after.get(context);
  if (!known) read.after.set(context, (known = new WeakMap<Change, Rules>()));
  const rules = known.get(change) ?? rulesOf(change, change.after, context.resolver);
  known.set(change, rules);
  return rules;
}

/** A bucket's own block only counts if the code decides about it; otherwise it mirrors the resource of its own. */
export const counts = (change: Change, context: Context): boolean =>
  change.type !== "aws_s3_bucket" ||
  (context.configured(change) !== undefined && context.decides(change, ["replication_configuration"]));

/** Every old rule with what becomes of it: the rule of the same id, or else a rule to the same destination. */
function pairs(change: Change, context: Context): readonly RulePair[] {
  const now = rulesAfter(change, context);
  return rulesBefore(change).map((rule) => {
    const same = now.find((each) => each.id === rule.id && (each.to === rule.to || each.to === undefined));
    const others = now.filter((each) => each.enabled && each.to === rule.to && each.scope.covers(rule.scope));
    return [rule, others.find((each) => each.id === rule.id) ?? others[0] ?? same] as const;
  });
}

/** Every old rule with each rule of a higher priority that S3 now follows in its place, for some objects at least. */
function overridden(change: Change, context: Context): readonly RulePair[] {
  const [had, has] = [rulesBefore(change), rulesAfter(change, context)];
  return had.flatMap((old) => {
    const own = has.find(({ id, to }) => id === old.id && to === old.to);
    if (!own || !old.enabled) return [];
    const overrides = (rule: ReplicationRule, lower: ReplicationRule): boolean =>
      rule.enabled &&
      rule.to === lower.to &&
      rule.priority > lower.priority &&
      rule.scope.overlaps(lower.scope);
    const isOld = (rule: ReplicationRule): boolean =>
      had.some(
        (each) =>
          each.id === rule.id && each.id !== old.id && overrides(each, old) && each.scope.covers(rule.scope),
      );
    return has
      .filter((rule) => rule.id !== own.id && overrides(rule, own) && !isOld(rule))
      .map((rule): RulePair => [
        { ...old, id: `${old.id} (overridden by ${rule.id})` },
        {
          ...rule,
          // What the scope does not contain, the old rule still replicates.
          scope: old.scope,
          unknownFilter: [],
          // A delete marker has no tags, so a filter for tags does not match it.
          deleteMarkers: rule.scope.hasTags ? old.deleteMarkers : rule.deleteMarkers,
        },
      ]);
  });
}

type Changed = readonly [change: Change, bucket: string, rules: readonly RulePair[]];

const known = new WeakMap<Context, readonly Changed[]>();

/** The configurations that change, without those whose bucket is deleted. Most findings about replication read them. */
export function changedReplication(context: Context): readonly Changed[] {
  const found = known.get(context) ?? [...readChanged(context)];
  known.set(context, found);
  return found;
}

function* readChanged(context: Context): Iterable<Changed> {
  for (const change of context.of(...REPLICATION_TYPES)) {
    if (!["update", "replace", "delete"].includes(change.action) || !counts(change, context)) continue;
    const bucket = text(at(change.before, "bucket")) ?? "?";
    if (context.bucketGoes(bucket)) continue;
    const field = change.type === "aws_s3_bucket" ? ["replication_configuration"] : ["rule"];
    if (change.action !== "delete" && context.pair(change, field).after === UNKNOWN) continue;
    const all = [...pairs(change, context), ...overridden(change, context)];
    yield [change, bucket, all.filter(([rule]) => !context.bucketGoes(rule.to))];
  }
}
