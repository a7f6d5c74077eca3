/**
 * A guided change of Regions in a plan: two access points over the same buckets, of which one is created, retired or given
 * up while the other one is unchanged. The evidence is in the prior state and in the moves of the plan. A name proves
 * nothing, because anyone can choose one.
 */
import type { Change } from "./change";
import type { Context } from "./context";
import { at, elements, equal, text, type Value } from "./values";

export const ACCESS_POINT_TYPE = "aws_s3control_multi_region_access_point";

/** The access point that a step of the change creates or deletes, and the one that it keeps. */
export interface RegionChange {
  readonly step: "begin" | "retire" | "cancel";
  readonly change: Change;
  readonly kept: Change;
  /** The number of buckets that belong to both. */
  readonly shared: number;
}

const found = new WeakMap<Context, readonly RegionChange[]>();

/** The steps of guided changes in a plan. */
export function regionChanges(context: Context): readonly RegionChange[] {
  const known = found.get(context) ?? find(context);
  found.set(context, known);
  return known;
}

/** The deletion of an access point, if it is the guided end of a change. */
export const guidedDeletion = (context: Context, change: Change): RegionChange | undefined =>
  regionChanges(context).find((one) => one.step !== "begin" && one.change === change);

function find(context: Context): readonly RegionChange[] {
  const all = context.of(ACCESS_POINT_TYPE).filter(({ action }) => action !== "forget");
  return all.flatMap((change): RegionChange[] => {
    if (change.action !== "create" && change.action !== "delete") return [];
    if (change.deposed !== undefined || change.imported) return [];
    const others = all.filter((one) => one !== change && one.module === change.module);
    const [kept] = others;
    // With a third access point, the plan does not tell which two belong together.
    if (kept === undefined || others.length > 1) return [];
    if (!isKept(context, kept) || kept.previousAddress === change.address) return [];
    const shared = sharedBuckets(change, kept);
    if (shared === 0) return [];
    const step = change.action === "create" ? "begin" : ending(context, change, kept);
    return step === undefined ? [] : [{ step, change, kept, shared }];
  });
}

/** Unchanged, in use, moved by this plan to the address that the step gives it, and with all of its buckets. */
function isKept(context: Context, kept: Change): boolean {
  return (
    kept.action === "none" &&
    kept.previousAddress !== undefined &&
    equal(kept.before, kept.after) &&
    text(at(kept.before, "status")) === "READY" &&
    bucketsOf(kept.before).every((bucket) => !context.isGone(bucket) && !context.bucketGoes(bucket))
  );
}

/**
 * Which of the two remains. The outputs of the prior state hold the aliases that AWS generated. At the end of a change, the
 * outputs of the old access point are removed. If the change is given up, the outputs of the new one get the values of the
 * old one again.
 */
function ending(context: Context, deleted: Change, kept: Change): "retire" | "cancel" | undefined {
  const [gone, stays] = [identifiers(deleted), identifiers(kept)];
  const outputs = context.plan.outputs.filter(({ before }) => isOneOf(before, [...gone, ...stays]));
  const ofGone = outputs.filter(({ before }) => isOneOf(before, gone));
  const ofKept = outputs.filter(({ before }) => isOneOf(before, stays));
  if (ofGone.length === 0 || ofKept.length === 0) return undefined;
  const removed = (output: Change): boolean => output.action === "delete";
  if (ofGone.every(removed) && ofKept.every(({ action }) => action === "none")) return "retire";
  const becomesKept = (output: Change): boolean => isOneOf(output.after, stays);
  return ofGone.every(becomesKept) && ofKept.every(removed) ? "cancel" : undefined;
}

const isOneOf = (value: Value, texts: readonly string[]): boolean =>
  typeof value === "string" && texts.includes(value);

/** Only what AWS generates. */
const identifiers = ({ before }: Change): string[] =>
  ["alias", "arn", "domain_name"].flatMap((each) => text(at(before, each)) ?? []);

/** The member buckets of an access point. */
export const bucketsOf = (value: Value): string[] =>
  elements(at(value, "details", "region")).flatMap((region) => text(at(region, "bucket")) ?? []);

/** The number of buckets that belong to both. */
function sharedBuckets(change: Change, kept: Change): number {
  const own = bucketsOf(change.action === "create" ? change.after : change.before);
  return bucketsOf(kept.before).filter((bucket) => own.includes(bucket)).length;
}
