import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { regionChanges, type RegionChange } from "../region-change";
import { say, type Text } from "../text";
import { at, text, type Value } from "../values";

const nameOf = (value: Value): string => text(at(value, "details", "name")) ?? "?";
const hostOf = (value: Value): string => text(at(value, "domain_name")) ?? "?";

function* begun(context: Context): Iterable<Hit> {
  for (const { change, kept, shared } of of(context, "begin")) {
    const others = context.changes.filter(({ action }) => action === "delete" || action === "replace").length;
    const rest: Text =
      others === 0
        ? ["; nothing is deleted or replaced"]
        : say`; the plan also deletes or replaces ${others} other ${others === 1 ? ["resource"] : ["resources"]}, which this step does not need`;
    yield {
      address: change.address,
      change,
      cause: say`access point ${nameOf(change.after)} is created next to ${nameOf(kept.before)}, and ${shared} ${buckets(shared)} to both; ${nameOf(kept.before)} is unchanged, and clients keep ${hostOf(kept.before)}${rest}`,
    };
  }
}

function* ended(context: Context, step: "retire" | "cancel"): Iterable<Hit> {
  for (const { change, kept, shared } of of(context, step))
    yield {
      address: change.address,
      change,
      cause: say`access point ${nameOf(change.before)} is deleted: ${hostOf(change.before)} stops serving, and its clients get errors; ${nameOf(kept.before)} is unchanged and serves through ${hostOf(kept.before)}, and ${shared} ${buckets(shared)} to both`,
    };
}

const buckets = (count: number): Text => [count === 1 ? "bucket belongs" : "buckets belong"];

const of = (context: Context, step: RegionChange["step"]): readonly RegionChange[] =>
  regionChanges(context).filter((one) => one.step === step);

/** The steps of a guided change of Regions. */
export const regionChange: readonly Family[] = [
  {
    id: "access-point-retired",
    severity: "warning",
    title: "The old access point of a change of Regions is deleted: its alias stops serving",
    why: "AWS never reuses an alias. A client that still uses the old alias, ARN or host name gets errors as soon as the access point is deleted. The access point that remains keeps its alias and its buckets.",
    instead:
      "Find the clients of the old alias first: mrap regions users. To keep the old access point, restore previous in the environment file before you deploy.",
    find: (context) => ended(context, "retire"),
  },
  {
    id: "access-point-change-canceled",
    severity: "warning",
    title: "The new access point of a change of Regions is deleted: the change is canceled",
    why: "AWS never reuses an alias. A client that was moved to the new alias, ARN or host name gets errors as soon as the access point is deleted. The old access point keeps its alias and its buckets.",
    instead:
      "Move these clients back to the old access point first. To continue the change, restore the environment file before you deploy.",
    find: (context) => ended(context, "cancel"),
  },
  {
    id: "second-access-point",
    severity: "warning",
    title: "A change of Regions begins: a second access point is created next to the first one",
    why: "Clients of the first access point notice nothing. The second one has another alias, and a new bucket has only the objects that are written or copied after this apply.",
    instead:
      "Continue with the step that mrap regions status names. To undo the change, run mrap regions cancel and deploy.",
    find: begun,
  },
];
