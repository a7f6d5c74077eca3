import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { name, say } from "../text";
import { at, elements, isMark, text, type Value } from "../values";
import { table } from "../tables";
import { why } from "../causes";

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** Where each type has the four switches. */
const WITH_BLOCKS: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_s3_bucket_public_access_block", []],
  ["aws_s3_account_public_access_block", []],
  ["aws_s3control_multi_region_access_point", ["details", "public_access_block"]],
  ["aws_s3_access_point", ["public_access_block_configuration"]],
]);

/** The provider sends false for a switch that the code leaves out. An access point has them on by default. */
const isOff = (value: Value, change: Change): boolean =>
  value === false ||
  ((value === null || value === undefined) && (change.action !== "create" || !isAccessPoint(change)));
const isAccessPoint = (change: Change): boolean => /access_point$/.test(change.type);

function* weakened(context: Context): Iterable<Hit> {
  for (const change of context.of(...WITH_BLOCKS.keys())) {
    const { action } = change;
    if (!["create", "update", "replace", "delete"].includes(action)) continue;
    const path = WITH_BLOCKS.get(change.type) ?? [];
    const gone = action === "delete";
    // An access point's own deletion is a finding of its own, and its block is deleted with it.
    if (gone && (path.length > 0 || context.bucketGoes(text(at(change.before, "bucket"))))) continue;
    const off = BLOCKS.filter((each) => {
      const { before, after } = gone
        ? { before: at(change.before, ...path, each), after: null }
        : context.pair(change, [...path, each]);
      // A new bucket has all four switches on, whatever Terraform knew before.
      return (action === "create" || before === true) && !isMark(after) && isOff(after, change);
    });
    if (off.length === 0) continue;
    yield {
      address: change.address,
      change,
      attribute: [...path, off[0]].join("."),
      cause: gone
        ? say`the block is removed${why(change)}`
        : say`${off.map((each) => `${each} = false`).join(", ")}`,
    };
  }
}

export const publicAccess: Family = {
  id: "public-access-block-weakened",
  severity: "danger",
  title: "The public access block is weakened",
  why: "The block is the last protection if a policy or an ACL opens a bucket to the internet by mistake.",
  instead: "Keep all four switches on. Requests through an access point do not need them off.",
  find: weakened,
};

const PUBLIC = /^(public-read|public-read-write|authenticated-read|website)$/;
const GROUPS = /\/(AllUsers|AuthenticatedUsers)$/;

/** The grants of an ACL, wherever a type has them. */
const grants = (value: Value): readonly Value[] => [
  ...elements(at(value, "access_control_policy", "grant")),
  ...elements(at(value, "grant")),
];
const publicGrants = (value: Value): readonly string[] =>
  grants(value).flatMap((grant) => {
    const uri = text(at(grant, "uri")) ?? text(at(grant, "grantee", "uri"));
    return uri !== undefined && GROUPS.test(uri)
      ? [`${uri.split("/").pop() ?? uri} ${permissionOf(grant)}`]
      : [];
  });

const idOf = (grant: Value): string | undefined =>
  [at(grant, "grantee", "id"), at(grant, "grantee", "email_address"), at(grant, "id")]
    .map((each) => text(each))
    .find((each) => each !== undefined && each !== "");

const permissionOf = (grant: Value): string =>
  text(at(grant, "permission")) ??
  (elements(at(grant, "permissions"))
    .flatMap((each) => text(each) ?? [])
    .join(" and ") ||
    "permissions");

/** The canonical ids of the plan's own accounts. A bucket without other grants has one for its owner. */
const ownIds = table((context): ReadonlySet<string> => {
  const ids = new Set<string>();
  const add = (id: string | undefined): void => void (id !== undefined && ids.add(id));
  for (const [address, values] of context.plan.read)
    if (/(^|\.)data\.aws_canonical_user_id\./.test(address)) add(text(at(values as Value, "id")));
  for (const change of context.of("aws_s3_bucket")) {
    const all = grants(change.before);
    if (all.length === 1 && permissionOf(all[0]) === "FULL_CONTROL") add(idOf(all[0]));
  }
  return ids;
});

/** Accounts other than the owner, by their canonical id or email address. */
const strangers = (value: Value, own: ReadonlySet<string>): readonly string[] => {
  const owners = [at(value, "access_control_policy", "owner", "id"), at(value, "owner", "id")];
  return grants(value).flatMap((grant) => {
    const id = idOf(grant);
    return id === undefined || owners.includes(id) || own.has(id) ? [] : [`${id} ${permissionOf(grant)}`];
  });
};

const ACLS = [
  "aws_s3_bucket_acl",
  "aws_s3_bucket",
  "aws_s3_object",
  "aws_s3_bucket_object",
  "aws_s3_object_copy",
] as const;

export const acls: readonly Family[] = [
  {
    id: "acl-made-public",
    severity: "danger",
    title: "An ACL grants access to everyone or to another account",
    why: "A public grant gives the permission to everyone on the internet, or to everyone with any AWS account. No policy shows the grant.",
    instead: "Use a private ACL. Better, disable ACLs with BucketOwnerEnforced and grant access in policies.",
    *find(context) {
      for (const change of context.of(...ACLS)) {
        if (!["create", "update", "replace"].includes(change.action)) continue;
        const { before, after } = context.decides(change, ["acl"])
          ? context.pair(change, ["acl"])
          : { before: undefined, after: undefined };
        const acl = text(after);
        if (acl !== undefined && PUBLIC.test(acl) && acl !== text(before))
          yield {
            address: change.address,
            change,
            attribute: "acl",
            cause: say`${name("acl")} becomes ${acl}`,
          };
        const own = ownIds(context);
        const known = new Set([...publicGrants(change.before), ...strangers(change.before, own)]);
        for (const grant of [...publicGrants(change.after), ...strangers(change.after, own)]) {
          if (!known.has(grant))
            yield { address: change.address, change, attribute: "grant", cause: say`it grants ${grant}` };
        }
      }
    },
  },
  {
    id: "acls-enabled",
    severity: "warning",
    title: "ACLs are enabled on a bucket",
    why: "ACLs then grant access beside the policies, and an uploader from another account can own an object that you cannot read.",
    instead: "Keep object_ownership = BucketOwnerEnforced.",
    *find(context) {
      for (const change of context.of("aws_s3_bucket_ownership_controls")) {
        const bucket = text(at(change.before, "bucket"));
        const path = ["rule", "object_ownership"];
        if (change.action === "create") {
          const [name, value] = [["bucket"], path].map((each) =>
            text(context.resolver.attribute(change, each)),
          );
          // For a new bucket this is a decision and not a change.
          if (
            value === undefined ||
            value === "BucketOwnerEnforced" ||
            name === undefined ||
            context.isMade(name)
          )
            continue;
          yield {
            address: change.address,
            change,
            attribute: "rule.object_ownership",
            cause: say`bucket ${name}: it exists, and object_ownership is set to ${value}`,
          };
          continue;
        }
        if (!["update", "replace", "delete"].includes(change.action) || context.bucketGoes(bucket)) continue;
        const { before, after } =
          change.action === "delete"
            ? { before: at(change.before, ...path), after: null }
            : context.pair(change, path, "warning");
        if (before !== "BucketOwnerEnforced" || isMark(after) || after === before) continue;
        const cause =
          change.action === "delete"
            ? say`bucket ${bucket ?? "?"}: the ownership controls are removed${why(change)}`
            : say`bucket ${bucket ?? "?"}: ${name("object_ownership")} becomes ${text(after) ?? "unset"}`;
        yield { address: change.address, change, attribute: "rule.object_ownership", cause };
      }
    },
  },
];
