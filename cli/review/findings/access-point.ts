import { references } from "../configuration";
import { isAttachment, type Context } from "../context";
import { ownerOf } from "../moves";
import type { Family, Hit } from "../finding";
import type { Change } from "../change";
import { say, some, type Text } from "../text";
import { UNKNOWN, at, elements, isMark, text, type Value } from "../values";
import { causes, why } from "../causes";
import { ACCESS_POINT_TYPE as TYPE, guidedDeletion } from "../region-change";

const buckets = (value: Value): readonly string[] =>
  elements(at(value, "details", "region")).map((region) => {
    const bucket = at(region, "bucket");
    return text(bucket) ?? (isMark(bucket) ? bucket.label : "");
  });

/** A bucket that the same plan creates has no id yet, but a name. */
function newcomers(change: Change, context: Context): readonly string[] {
  const named = new Set(references(at(context.configured(change)?.expressions ?? null, "details")));
  return context
    .of("aws_s3_bucket")
    .filter(
      (bucket) =>
        bucket.action === "create" &&
        bucket.module === change.module &&
        named.has(`${bucket.type}.${bucket.name}`),
    )
    .flatMap((bucket) => text(at(bucket.after, "bucket")) ?? []);
}

/** The buckets that are added and removed, if they are why it is replaced. */
function members(change: Change, context: Context): Text | undefined {
  if (!change.replacePaths.some((path) => path[0] === "details" && (path.length < 3 || path[2] === "region")))
    return undefined;
  const [before, after] = [buckets(change.before), buckets(change.after)];
  const unknown = after.filter((bucket) => bucket === UNKNOWN.label);
  const made = newcomers(change, context);
  const joins = [
    ...after.filter((bucket) => !before.includes(bucket) && bucket !== UNKNOWN.label),
    ...(made.length === unknown.length ? made : unknown),
  ];
  const leaves = before.filter((bucket) => !after.includes(bucket));
  if (joins.length + leaves.length === 0) return undefined;
  const sentence = [
    ...(joins.length > 0 ? say`; ${some(joins)} is added` : []),
    ...(leaves.length > 0 ? say`; ${some(leaves)} is removed` : []),
  ];
  return say`the set of buckets is immutable, and it changes (${before.length} before, ${after.length} after)${sentence}`;
}

function* replaced(change: Change, context: Context): Iterable<Hit> {
  const name = text(at(change.before, "details", "name")) ?? "?";
  const because = members(change, context);
  const cause = because ? say`${because}${why(change)}` : causes(change);
  const host = text(at(change.before, "domain_name"));
  const today = host === undefined ? [] : say`; clients use ${host} today`;
  const remedy =
    change.reason === "replace_because_tainted"
      ? say`. If AWS has created it since then, run terraform untaint ${change.address} in place of this plan`
      : [];
  yield {
    address: change.address,
    change,
    attribute: "details",
    cause: say`access point ${name}: ${cause}${today}${remedy}`,
  };
}

export const accessPoint: readonly Family[] = [
  {
    id: "access-point-replaced",
    severity: "danger",
    title: "The access point is replaced: its alias, ARN and host name change for every client",
    why: "AWS never reuses an alias. Applications, policies and endpoints that use the old host name or ARN fail as soon as the old access point is deleted.",
    instead:
      "Keep this access point. Create a second one under another name with the new set of Regions, move the clients, then remove the first one.",
    *find(context) {
      for (const change of context.of(TYPE))
        if (change.action === "replace") yield* replaced(change, context);
    },
  },
  {
    id: "access-point-deleted",
    severity: "danger",
    title: "The access point is deleted: its host name stops working and cannot be restored",
    why: "A new access point of the same name gets another alias. Clients fail as soon as this one is deleted.",
    instead: "Move the clients to another access point first. Delete this one when no client uses it.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action !== "delete" || guidedDeletion(context, change)) continue;
        const name = text(at(change.before, "details", "name")) ?? "?";
        yield { address: change.address, change, cause: say`access point ${name} is deleted${why(change)}` };
      }
    },
  },
  {
    id: "access-point-policy-stays",
    severity: "warning",
    title: "The access point's policy is removed from Terraform but remains in force",
    why: "AWS cannot delete the policy of a Multi-Region Access Point. Every principal in it keeps its access, and the code no longer shows that.",
    instead: "Keep the resource, and narrow its statements to the access that you want.",
    *find(context) {
      const deleted = context.of(TYPE).filter(({ action }) => action === "delete");
      const names = deleted.map(({ before }) => text(at(before, "details", "name")));
      for (const change of context.of(`${TYPE}_policy`)) {
        // AWS deletes the policy with its access point.
        if (names.includes(text(at(change.before, "details", "name")))) continue;
        if (change.action === "delete" || change.action === "forget") {
          yield { address: change.address, cause: say`the resource of the policy is removed${why(change)}` };
        }
      }
    },
  },
];

export const forgotten: Family = {
  id: "forgotten",
  severity: "warning",
  title: "Terraform removes an object from its state without deleting it",
  why: "This code no longer describes or protects the object, and no plan shows when it changes.",
  instead: "Import it into another configuration.",
  *find(context) {
    const left = new Set(
      context.changes
        .filter((change) => change.action === "forget" && !isAttachment(change.type))
        .flatMap((change) => ["bucket", "id", "arn", "name"].map((each) => text(at(change.before, each)))),
    );
    for (const change of context.changes) {
      if (change.action !== "forget" || /^(terraform|null|random|time)_/.test(change.type)) continue;
      const owner = ownerOf(change.type);
      // What is attached to a forgotten object is forgotten with it.
      const follows =
        isAttachment(change.type) && (owner === undefined || left.has(text(at(change.before, owner))));
      if (!follows)
        yield { address: change.address, cause: say`it still exists, but is no longer in the state` };
    }
  },
};
