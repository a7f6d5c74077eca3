import { createHash } from "node:crypto";
import { terraformName } from "../constructs/labels";

/**
 * The label of a resource in an environment's stack, from the path of its construct: `["Buckets", "ap-south-1", "Versioning"]`
 * becomes `ap_south_1`, so that its address is `aws_s3_bucket_versioning.ap_south_1`.
 *
 * An id in PascalCase says what kind of thing it is, as the resource's type does, and drops out; every other id tells
 * things of a kind apart, and stays. Where nothing stays, the label is `this`, as in published Terraform modules.
 *
 * Addresses are a contract: a changed one is a destroy and create. docs/decisions/0002-readable-addresses.md
 */
export function address(path: readonly string[]): string {
  const label = path
    .filter((id) => !/^[A-Z]/.test(id))
    .map(terraformName)
    .join("_");
  return label === "" ? "this" : label;
}

/** Six hex digits that tell apart what would share a label: `a.b@example.com` and `a-b@example.com`. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}
