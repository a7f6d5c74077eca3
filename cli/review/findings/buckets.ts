import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { name, say, type Text } from "../text";
import { UNKNOWN, at, text, type Value } from "../values";
import { causes, why } from "../causes";
import { isJobBucket, leavingBuckets } from "../leaving-region";

const TYPE = "aws_s3_bucket";

const emptied = (change: Change): Text =>
  change.forgetsOld
    ? say`; Terraform forgets the old bucket, and deletes neither it nor its objects`
    : at(change.before, "force_destroy") === true
      ? say`; ${name("force_destroy")} is on, so every object and every version in it is deleted`
      : say`; AWS rejects the deletion while the bucket contains objects`;

function hit(change: Change, cause: Text): Hit {
  return {
    address: change.address,
    change,
    cause: say`bucket ${text(at(change.before, "bucket")) ?? "?"}: ${cause}${emptied(change)}`,
  };
}

/** The bucket for the reports of jobs, in the Region that leaves at the end of a change of Regions. */
function holdsOnlyReports(change: Change, context: Context): boolean {
  const leaving = leavingBuckets(context);
  // Mostly no Region leaves, and a plan can delete thousands of buckets.
  if (leaving.size === 0) return false;
  const bucket = text(at(change.before, "bucket"));
  const regions = context
    .of(TYPE)
    .filter(({ before }) => leaving.has(text(at(before, "bucket")) ?? ""))
    .map(({ before }) => text(at(before, "region")));
  return (
    bucket !== undefined &&
    regions.includes(text(at(change.before, "region"))) &&
    isJobBucket(context, bucket)
  );
}

export const buckets: readonly Family[] = [
  {
    id: "bucket-deleted",
    severity: "danger",
    varies: true,
    title: "A bucket is deleted, with everything in it",
    why: "The objects and versions of a deleted bucket cannot be restored, and any other account can take its name.",
    instead:
      "Keep the bucket. To remove the Region, stop the writers, wait for replication to finish and check the other copies. Then remove the bucket from Terraform with a removed block first.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action === "delete")
          yield {
            ...hit(change, ["it is deleted", ...why(change)]),
            ...(holdsOnlyReports(change, context) && { severity: "warning" }),
          };
      }
    },
  },
  {
    id: "bucket-replaced",
    severity: "danger",
    title: "A bucket is replaced: a new, empty bucket takes its place",
    why: "A replacement does not copy anything. The objects and versions in the old bucket are deleted.",
    instead:
      "Revert the attribute that forces the replacement. To rename a bucket, create the new one beside it and let replication fill it first.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action === "replace")
          yield { ...hit(change, causes(change)), attribute: String(change.replacePaths[0]?.[0] ?? "") };
      }
    },
  },
];

/** True, false, or UNKNOWN; undefined if the resource does not say. */
const enabled = (value: Value): Value =>
  value === UNKNOWN
    ? UNKNOWN
    : typeof value === "boolean"
      ? value
      : typeof value === "string"
        ? value === "Enabled"
        : undefined;

const pathOf = (change: Change): readonly string[] =>
  change.type === TYPE ? ["versioning", "enabled"] : ["versioning_configuration", "status"];

/** Whether the state knows that the bucket has versioning on, or the bucket exists outside of it. */
function wasVersioned(context: Context, bucket: string | undefined): boolean {
  if (bucket === undefined) return false;
  const known = context.of(TYPE).find((change) => text(at(change.before, "bucket")) === bucket);
  if (known) return at(known.before, "versioning", "enabled") === true;
  return !context.isMade(bucket);
}

export const versioning: Family = {
  id: "versioning-suspended",
  severity: "danger",
  title: "Versioning is suspended",
  why: "An overwrite or a delete then destroys the object, and replication from and to the bucket stops. The copies diverge without an error.",
  instead: "Keep versioning enabled. To limit its cost, expire noncurrent versions with a lifecycle rule.",
  *find(context) {
    for (const change of context.of("aws_s3_bucket_versioning", TYPE)) {
      const attribute = pathOf(change).join(".");
      const bucket =
        text(at(change.before, "bucket")) ?? text(context.resolver.attribute(change, ["bucket"]));
      const base = { address: change.address, attribute, change };
      const named = say`bucket ${bucket ?? "?"}`;
      if (change.action === "create") {
        if (change.type === TYPE) continue;
        const { after } = context.pair(change, pathOf(change));
        if (enabled(after) === false && wasVersioned(context, bucket))
          yield {
            ...base,
            cause: say`${named}: it exists, and ${name(attribute)} is set to ${text(after) ?? "?"}`,
          };
        continue;
      }
      if (!["update", "replace", "delete"].includes(change.action) || context.bucketGoes(bucket)) continue;
      if (enabled(at(change.before, ...pathOf(change))) !== true) continue;
      if (change.action === "delete") {
        if (change.type !== TYPE)
          yield { ...base, cause: say`${named}: destroying the resource suspends versioning${why(change)}` };
        continue;
      }
      if (change.type === TYPE && !context.decides(change, ["versioning"])) continue;
      const { after } = context.pair(change, pathOf(change));
      if (after === UNKNOWN || enabled(after) === true) continue;
      const status = text(after) ?? "off";
      yield { ...base, cause: say`${named}: ${name(attribute)} changes from ${"Enabled"} to ${status}` };
    }
  },
};
