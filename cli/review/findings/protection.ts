import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { say } from "../text";
import { at, isList, isMapping, type Value } from "../values";
import { why } from "./causes";

/** Attributes that keep an object from being deleted, and the value that protects. */
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
  for (const change of context.plan.changes) {
    if (!change.managed || change.action !== "update") continue;
    for (const [type, path, protects] of GUARDS) {
      if (type !== undefined && type !== change.type) continue;
      const [before, after] = [at(change.before, ...path), at(change.after, ...path)];
      // Terraform's import leaves force_destroy out: absent is as good as false.
      const was = before === protects || (protects === false && (before === null || before === undefined));
      if (!was || after === protects || !isSet(after, protects)) continue;
      const attribute = path.join(".");
      yield {
        address: change.address,
        attribute,
        cause: say`${attribute} becomes ${JSON.stringify(after ?? null)}`,
      };
    }
  }
  for (const change of context.of("aws_s3_bucket_object_lock_configuration")) {
    if (change.action === "delete")
      yield {
        address: change.address,
        cause: say`the object lock's default retention is removed${why(change)}`,
      };
  }
}

const isSet = (after: Value, protects: Value): boolean =>
  protects === false
    ? after === true
    : after === false || after === null || after === undefined || after === "Disabled";

/** Resources of a synthesized configuration whose lifecycle has prevent_destroy. */
function prevented(configuration: unknown): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const root = configuration as Value;
  const types = isMapping(root) && isMapping(root.resource) ? root.resource : {};
  for (const [type, names] of Object.entries(types)) {
    if (!isMapping(names)) continue;
    for (const [name, body] of Object.entries(names)) {
      const blocks = isList(body) ? body : [body];
      const on = blocks.some((block) => {
        const lifecycle = isMapping(block) ? block.lifecycle : undefined;
        return (isList(lifecycle) ? lifecycle : [lifecycle]).some(
          (each) => isMapping(each) && isTrue(each.prevent_destroy),
        );
      });
      found.set(`${type}.${name}`, on);
    }
  }
  return found;
}

const isTrue = (value: Value): boolean => value === true || value === "true";

function* unprevented({ configurations }: Context): Iterable<Hit> {
  if (!configurations) return;
  const after = prevented(configurations.after);
  for (const [address, on] of prevented(configurations.before)) {
    if (!on || after.get(address) === true) continue;
    const cause = after.has(address)
      ? say`${"lifecycle.prevent_destroy"} is switched off in the configuration`
      : say`a resource with ${"lifecycle.prevent_destroy"} leaves the configuration, and its protection with it`;
    yield { address, attribute: "lifecycle.prevent_destroy", cause };
  }
}

export const protection: Family = {
  id: "protection-off",
  severity: "danger",
  title: "Protection from deletion is switched off",
  why: "Nothing is deleted yet, but the next plan that deletes it will not be refused.",
  instead:
    "Leave it on. Where something is to go, switch it off in a change of its own, right before the one that deletes.",
  *find(context) {
    yield* guards(context);
    yield* unprevented(context);
  },
};
