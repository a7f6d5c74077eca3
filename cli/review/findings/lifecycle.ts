import type { Change } from "../change";
import type { Context } from "../context";
import { DATES, LATER_DAYS, rulesOf, type LifecycleRule, type Scope } from "../lifecycle-rules";
import type { Family, Hit } from "../finding";
import type { Severity } from "../severity";
import { allBy, table } from "../tables";
import { say, type Text } from "../text";
import { UNKNOWN, at, text } from "../values";

const TYPES = ["aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket"] as const;

interface Pair {
  readonly change: Change;
  readonly bucket: string;
  readonly before: readonly LifecycleRule[];
  readonly after: readonly LifecycleRule[];
  /** The bucket exists and its objects are at stake. */
  readonly exists: boolean;
}

const known = new WeakMap<Context, readonly Pair[]>();

/** The lifecycle rules that a plan creates or changes, read once. */
function pairs(context: Context): readonly Pair[] {
  const found = known.get(context) ?? [...readPairs(context)];
  known.set(context, found);
  return found;
}

/** The rules of a bucket that another resource of the plan gives up. */
const elsewhere = table((context) =>
  allBy(
    context.of(TYPES[0]).filter(({ action }) => action === "delete"),
    ({ before }) => [text(at(before, "bucket"))],
  ),
);

function* readPairs(context: Context): Iterable<Pair> {
  for (const change of context.of(...TYPES)) {
    if (!["create", "update", "replace"].includes(change.action)) continue;
    const field = change.type === "aws_s3_bucket" ? "lifecycle_rule" : "rule";
    if (change.type === "aws_s3_bucket" && !context.decides(change, [field])) continue;
    if (context.pair(change, [field]).after === UNKNOWN) continue;
    const bucket = text(context.resolver.attribute(change, ["bucket"])) ?? text(at(change.before, "bucket"));
    const exists =
      bucket === undefined ||
      !(context.isMade(bucket) || (change.type === "aws_s3_bucket" && change.action === "create"));
    yield {
      change,
      bucket: bucket ?? "?",
      before:
        change.action === "create"
          ? (elsewhere(context).get(bucket) ?? []).flatMap(({ before }) => rulesOf(before, "rule"))
          : rulesOf(change.before, field),
      after: rulesOf(change.after, field),
      exists,
    };
  }
}

/** Does an old rule delete everything already, as early, that a new one deletes? */
function* hits(
  context: Context,
  days: (rule: LifecycleRule) => number | undefined,
  sentence: (days: number, rule: LifecycleRule) => Text,
  severity: (pair: Pair) => Severity,
  scope: (rule: LifecycleRule) => Scope = (rule) => rule.scope,
): Iterable<Hit> {
  for (const pair of pairs(context)) {
    for (const rule of pair.after) {
      const now = rule.enabled ? days(rule) : undefined;
      if (now === undefined || !pair.exists) continue;
      const done = pair.before.some((old) => {
        const then = old.enabled ? days(old) : undefined;
        return (
          then !== undefined &&
          then !== LATER_DAYS &&
          // A number of days and a date cannot be compared: a date that has come expires every object.
          then >= DATES === now >= DATES &&
          then <= now &&
          scope(old).covers(scope(rule)) &&
          (days(rule) !== rule.noncurrent || old.keeps <= rule.keeps)
        );
      });
      if (done) continue;
      yield {
        address: pair.change.address,
        change: pair.change,
        attribute: "rule",
        severity: severity(pair),
        cause: say`bucket ${pair.bucket}: rule ${rule.id} ${sentence(now, rule)} (${rule.scope.words})`,
      };
    }
  }
}

const inDays = (days: number): Text => {
  if (days === LATER_DAYS) return ["after a time that is known only after the apply"];
  if (!(days < DATES)) {
    const date = new Date((days - DATES) * 86_400_000);
    return Number.isNaN(date.getTime()) ? ["on a date"] : say`on ${date.toISOString().slice(0, 10)}`;
  }
  return days === 0 ? ["at once"] : say`after ${String(days)} ${[days === 1 ? "day" : "days"]}`;
};

export const lifecycle: readonly Family[] = [
  {
    id: "lifecycle-expires-objects",
    severity: "danger",
    title: "A lifecycle rule deletes more current objects, or deletes them earlier",
    why: "S3 deletes every object that the rule matches, existing ones too, and replicates no lifecycle deletion: the copies diverge.",
    instead:
      "Expire only noncurrent versions. If objects must expire, use the same rule on every bucket, and check what its filter matches.",
    find: (context) =>
      hits(
        context,
        (rule) => rule.expires,
        (days) => say`deletes current objects ${inDays(days)}`,
        () => "danger",
      ),
  },
  {
    id: "noncurrent-versions-expire-earlier",
    severity: "danger",
    varies: true,
    title: "Noncurrent versions are deleted earlier",
    why: "After an overwrite or a delete, the noncurrent version is the only way back. S3 deletes the versions that are already older than the new limit.",
    instead: "Keep the number of days, or raise it.",
    find: (context) =>
      hits(
        context,
        (rule) => rule.noncurrent,
        (days, rule) =>
          say`deletes noncurrent versions ${inDays(days)}${rule.keeps === 0 ? [] : say`, except for the newest ${String(rule.keeps)}`}`,
        (pair) =>
          pair.change.imported || (pair.change.action === "create" && pair.before.length === 0)
            ? "warning"
            : "danger",
      ),
  },
  {
    id: "lifecycle-archives-objects",
    severity: "warning",
    title: "A lifecycle rule archives more objects, or archives them earlier",
    why: "An archived object cannot be read until it is restored, and it is not replicated.",
    instead: "Use a storage class with immediate access, such as GLACIER_IR or INTELLIGENT_TIERING.",
    find: (context) =>
      hits(
        context,
        (rule) => rule.archives,
        (days) => say`moves objects to an archive ${inDays(days)}`,
        () => "warning",
        (rule) => rule.archiveScope,
      ),
  },
];
