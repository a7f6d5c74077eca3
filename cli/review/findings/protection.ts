import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { lifecycleOf, movedTo } from "../lifecycle-blocks";
import { name, say } from "../text";
import { UNKNOWN, at, elements, isNothing, text, type Value } from "../values";
import { why } from "../causes";

/** Attributes that protect an object from deletion, with the value that protects. */
const GUARDS: readonly (readonly [type: string | undefined, path: readonly string[], protects: Value])[] = [
  ["aws_s3_bucket", ["force_destroy"], false],
  ["aws_s3_directory_bucket", ["force_destroy"], false],
  ["aws_s3_bucket_versioning", ["versioning_configuration", "mfa_delete"], "Enabled"],
  ["aws_s3_bucket", ["object_lock_enabled"], true],
  [undefined, ["deletion_protection"], true],
  [undefined, ["deletion_protection_enabled"], true],
  [undefined, ["disable_api_termination"], true],
  [undefined, ["prevent_destroy"], true],
];

function* guards(context: Context): Iterable<Hit> {
  for (const change of context.changes) {
    if (change.action !== "update") continue;
    for (const [type, path, protects] of GUARDS) {
      if (type !== undefined && type !== change.type) continue;
      const old = at(change.before, ...path);
      // Terraform's import leaves force_destroy out: absent means false.
      if (old !== protects && !(protects === false && isNothing(old))) continue;
      const { after } = context.pair(change, path);
      if (after === UNKNOWN || after === protects || !isOff(after, protects)) continue;
      const attribute = path.join(".");
      yield {
        address: change.address,
        change,
        attribute,
        cause: say`${name(attribute)} becomes ${JSON.stringify(after ?? null)}`,
      };
    }
  }
}

const isOff = (after: Value, protects: Value): boolean =>
  protects === false
    ? after === true
    : after === false || after === null || after === undefined || after === "Disabled";

const LOCK = "aws_s3_bucket_object_lock_configuration";
const INLINE = "object_lock_configuration";

/** In days, so that years and days compare. */
const retention = (value: Value): number => {
  const rule = at(value, "default_retention");
  const [days, years] = [at(rule, "days"), at(rule, "years")];
  return (typeof days === "number" ? days : 0) + (typeof years === "number" ? years : 0) * 365;
};

function* locks(context: Context): Iterable<Hit> {
  for (const change of context.of(LOCK, "aws_s3_bucket")) {
    const bucket = text(at(change.before, "bucket"));
    const base = { address: change.address, change };
    if (context.bucketGoes(bucket)) continue;
    const path = change.type === LOCK ? ["rule"] : [INLINE, "rule"];
    if (change.type !== LOCK && !context.decides(change, [INLINE])) continue;
    const hadRule = elements(at(change.before, ...path)).length > 0;
    if (change.action === "delete") {
      // S3 keeps Object Lock itself, so nothing changes without a default retention.
      if (hadRule && change.type === LOCK)
        yield { ...base, cause: say`the default retention of new object versions is removed${why(change)}` };
      continue;
    }
    if (change.action !== "update" && change.action !== "replace") continue;
    const { before, after } = context.pair(change, path);
    if (after === UNKNOWN) continue;
    const attribute = path.join(".");
    const [had, has] = [retention(before), retention(after)];
    const mode = (rule: Value): string | undefined => text(at(rule, "default_retention", "mode"));
    if (hadRule && isNothing(after))
      yield { ...base, attribute, cause: say`the default retention of new object versions is removed` };
    else if (has < had)
      yield {
        ...base,
        attribute,
        cause: say`the default retention of new object versions is shortened from ${String(had)} to ${String(has)} days`,
      };
    if (mode(before) === "COMPLIANCE" && mode(after) !== "COMPLIANCE" && !isNothing(after))
      yield {
        ...base,
        attribute,
        cause: say`the default retention mode of new object versions changes from ${"COMPLIANCE"} to ${mode(after) ?? "none"}`,
      };
  }
}

/** Compares prevent_destroy in the two configurations. A resource that moves takes its protection with it. */
function* unprevented({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const after = lifecycleOf(configurations.after);
  const moved = movedTo(configurations.after);
  for (const [address, { preventDestroy }] of lifecycleOf(configurations.before)) {
    const now = after.get(moved(address));
    if (!preventDestroy || now?.preventDestroy) continue;
    const cause = now
      ? say`${name("lifecycle.prevent_destroy")} is switched off in the configuration`
      : say`a resource with ${name("lifecycle.prevent_destroy")} is removed from the configuration, and its protection with it`;
    yield { address, attribute: "lifecycle.prevent_destroy", cause };
  }
}

function* unignored({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const after = lifecycleOf(configurations.after);
  const moved = movedTo(configurations.after);
  for (const [address, { ignoreChanges }] of lifecycleOf(configurations.before)) {
    const now = after.get(moved(address));
    if (!now || now.ignoreChanges.has("all")) continue;
    const lost = [...ignoreChanges].filter((each) => !now.ignoreChanges.has(each));
    if (lost.length === 0) continue;
    yield {
      address,
      attribute: "lifecycle.ignore_changes",
      severity: /access_point_routes/.test(address) ? "danger" : "warning",
      cause: say`${name("lifecycle.ignore_changes")} no longer contains ${lost.join(", ")}`,
    };
  }
}

export const protection: readonly Family[] = [
  {
    id: "protection-off",
    severity: "danger",
    title: "Protection from deletion is switched off",
    why: "Nothing is deleted yet, but the protection no longer stops every plan and every client that deletes.",
    instead:
      "Keep the protection. To delete what it protects, switch it off in a separate change, right before the deletion.",
    *find(context) {
      yield* guards(context);
      yield* locks(context);
      yield* unprevented(context);
    },
  },
  {
    id: "ignore-changes-dropped",
    severity: "warning",
    varies: true,
    title: "Terraform takes control of attributes that it ignored",
    why: "The apply resets what was changed outside Terraform on purpose, such as the routing after a failover.",
    instead: "Keep the attribute in ignore_changes, or write its current value into the code first.",
    find: unignored,
  },
];
