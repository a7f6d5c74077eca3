import { references } from "../configuration";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import type { Change } from "../plan";
import { say, some, type Text } from "../text";
import { UNKNOWN, at, elements, isMark, text, type Value } from "../values";
import { causes, why } from "./causes";

const TYPE = "aws_s3control_multi_region_access_point";

const buckets = (value: Value): readonly string[] =>
  elements(at(value, "details", "region")).map((region) => {
    const bucket = at(region, "bucket");
    return text(bucket) ?? (isMark(bucket) ? bucket.label : "");
  });

/** A bucket that the same plan makes has no id yet, but a name. */
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

/** The members that join and leave, where they are why it is replaced. */
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
    ...(joins.length > 0 ? say`, ${some(joins)} joins` : []),
    ...(leaves.length > 0 ? say`, ${some(leaves)} leaves` : []),
  ];
  return say`the set of buckets is immutable, and it changes (${before.length} before, ${after.length} after)${sentence}`;
}

function* replaced(change: Change, context: Context): Iterable<Hit> {
  const name = text(at(change.before, "details", "name")) ?? "?";
  const because = members(change, context);
  const cause = because ? say`${because}${why(change)}` : causes(change);
  const host = text(at(change.before, "domain_name"));
  const today = host === undefined ? [] : say`; clients use ${host} today`;
  yield { address: change.address, attribute: "details", cause: say`access point ${name}: ${cause}${today}` };
}

export const accessPoint: readonly Family[] = [
  {
    id: "access-point-replaced",
    severity: "danger",
    title: "The access point is replaced: its alias, its ARN and its host name change for every client",
    why: "An alias is never given twice. Whatever still uses the old host name or ARN fails from the moment the old access point goes: applications, policies, endpoints.",
    instead:
      "Leave this access point as it is and make a second one, under another name, with the new set of Regions; move the clients, then remove the first.",
    *find(context) {
      for (const change of context.of(TYPE))
        if (change.action === "replace") yield* replaced(change, context);
    },
  },
  {
    id: "access-point-deleted",
    severity: "danger",
    title: "The access point is deleted: its host name dies and never comes back",
    why: "A new access point of the same name gets another alias. Clients fail from the moment it goes.",
    instead: "Move the clients away first, and let the plan delete it only when nothing calls it any more.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action !== "delete") continue;
        const name = text(at(change.before, "details", "name")) ?? "?";
        yield { address: change.address, cause: say`access point ${name} is deleted${why(change)}` };
      }
    },
  },
  {
    id: "access-point-policy-stays",
    severity: "warning",
    title: "The access point's policy leaves Terraform but stays in force",
    why: "AWS has no call that deletes the policy of a Multi-Region Access Point: whoever it lets in keeps the access, and nobody sees it in code any more.",
    instead: "Keep the resource, and narrow its statements to what is wanted.",
    *find(context) {
      if (context.of(TYPE).some((change) => change.action === "delete")) return;
      for (const change of context.of(`${TYPE}_policy`)) {
        if (change.action === "delete" || change.action === "forget") {
          yield { address: change.address, cause: say`the policy's resource goes${why(change)}` };
        }
      }
    },
  },
];

export const forgotten: Family = {
  id: "forgotten",
  severity: "warning",
  title: "Terraform forgets an object without deleting it",
  why: "From then on nothing in this code describes or protects it, and nobody is told when it changes.",
  instead: "Make sure that another configuration takes it over by import.",
  *find(context) {
    for (const change of context.of(TYPE, "aws_s3_bucket", "aws_kms_key")) {
      if (change.action === "forget")
        yield { address: change.address, cause: say`it stays, but out of the state` };
    }
  },
};
