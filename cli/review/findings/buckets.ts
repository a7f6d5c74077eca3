import type { Family, Hit } from "../finding";
import type { Change } from "../plan";
import { say, type Text } from "../text";
import { at, text } from "../values";
import { causes, why } from "./causes";

const TYPE = "aws_s3_bucket";

const emptied = (change: Change): Text =>
  at(change.before, "force_destroy") === true
    ? say`; ${"force_destroy"} is on, so every object and every version in it is deleted too`
    : say`; AWS refuses while objects are in it`;

function hit(change: Change, cause: Text): Hit {
  return {
    address: change.address,
    cause: say`bucket ${text(at(change.before, "bucket")) ?? "?"}: ${cause}${emptied(change)}`,
  };
}

export const buckets: readonly Family[] = [
  {
    id: "bucket-deleted",
    severity: "danger",
    title: "A bucket is deleted, with what is in it",
    why: "A deleted bucket's objects and versions are gone for good, and its name is free for any other account to take.",
    instead:
      "Keep the bucket. If the Region is to go, stop the writers, let replication finish, check the other copies, and take it out of Terraform with a removed block first.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action === "delete") yield hit(change, ["it is deleted", ...why(change)]);
      }
    },
  },
  {
    id: "bucket-replaced",
    severity: "danger",
    title: "A bucket is replaced: a new, empty one takes its place",
    why: "A replacement copies nothing. The old bucket's objects and versions go with it.",
    instead:
      "Undo the change of the attribute that forces it; if the bucket must have another name, make it beside the old one and let replication fill it first.",
    *find(context) {
      for (const change of context.of(TYPE)) {
        if (change.action === "replace")
          yield { ...hit(change, causes(change)), attribute: String(change.replacePaths[0]?.[0] ?? "") };
      }
    },
  },
];

const enabled = (change: Change, side: "before" | "after"): boolean | undefined => {
  const value = change[side];
  if (change.type === TYPE) {
    const flag = at(value, "versioning", "enabled");
    return typeof flag === "boolean" ? flag : undefined;
  }
  const status = text(at(value, "versioning_configuration", "status"));
  return status === undefined ? undefined : status === "Enabled";
};

export const versioning: Family = {
  id: "versioning-suspended",
  severity: "danger",
  title: "Versioning is suspended",
  why: "From then on an overwrite or a delete destroys the object, and replication from and to the bucket stops: the copies drift apart in silence.",
  instead: "Leave versioning on, and limit what it costs with a lifecycle rule for noncurrent versions.",
  *find(context) {
    for (const change of context.of("aws_s3_bucket_versioning", TYPE)) {
      if (change.action !== "update" && change.action !== "replace" && change.action !== "delete") continue;
      const bucket = text(at(change.before, "bucket"));
      if (enabled(change, "before") !== true || context.bucketGoes(bucket)) continue;
      const attribute = change.type === TYPE ? "versioning.enabled" : "versioning_configuration.status";
      const name = bucket ?? "?";
      if (change.action === "delete") {
        if (change.type === TYPE) continue;
        yield {
          address: change.address,
          attribute,
          cause: say`bucket ${name}: destroying the resource suspends versioning${why(change)}`,
        };
      } else if (enabled(change, "after") === false) {
        const now = text(at(change.after, "versioning_configuration", "status")) ?? "off";
        yield {
          address: change.address,
          attribute,
          cause: say`bucket ${name}: ${attribute} goes from ${"Enabled"} to ${now}`,
        };
      }
    }
  },
};

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** Where each type keeps the four switches; a type that has none keeps them at the top. */
const WITH_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket_public_access_block: [],
  aws_s3_account_public_access_block: [],
  aws_s3control_multi_region_access_point: ["details", "public_access_block"],
  aws_s3_access_point: ["public_access_block_configuration"],
};

export const publicAccess: Family = {
  id: "public-access-block-weakened",
  severity: "danger",
  title: "The public-access block is weakened",
  why: "The block is the last thing between a mistaken policy or ACL and the whole internet.",
  instead: "Keep all four switches on; nothing that goes through an access point needs them off.",
  *find(context) {
    for (const change of context.of(...Object.keys(WITH_BLOCKS))) {
      const { action } = change;
      const gone = action === "delete" || action === "forget";
      if (action !== "update" && action !== "replace" && action !== "delete") continue;
      const path = WITH_BLOCKS[change.type] ?? [];
      const bucket = text(at(change.before, "bucket"));
      // The access point's own deletion is a finding of its own, and its block goes with it.
      if (gone && (path.length > 0 || context.bucketGoes(bucket))) continue;
      const off = BLOCKS.filter(
        (each) => at(change.before, ...path, each) === true && isOff(at(change.after, ...path, each)),
      );
      if (off.length === 0) continue;
      yield {
        address: change.address,
        attribute: [...path, off[0]].join("."),
        cause: gone
          ? say`the block is removed${why(change)}`
          : say`${off.map((each) => `${each} = false`).join(", ")}`,
      };
    }
  },
};

const isOff = (value: unknown): boolean => value === false || value === null || value === undefined;
