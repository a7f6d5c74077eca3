import { createHash } from "node:crypto";
import { terraformName } from "../constructs/labels";

/**
 * Returns a resource's label, from the path of its construct. `["Buckets", "ap-south-1", "Versioning"]` becomes
 * `ap_south_1`, and the address is `aws_s3_bucket_versioning.ap_south_1`.
 *
 * An id in PascalCase names a kind of resource. The resource's type already says so, and the label omits it. All other
 * ids distinguish resources of one kind, and the label contains them. If no id is left, the label is `this`, as in
 * published Terraform modules.
 *
 * Addresses are a contract, because Terraform destroys and creates a resource whose address changes. See
 * docs/decisions/0002-readable-addresses.md.
 */
export function address(path: readonly string[]): string {
  const label = path
    .filter((id) => !/^[A-Z]/.test(id))
    .map(terraformName)
    .join("_");
  return label === "" ? "this" : label;
}

/** Six hex digits that distinguish resources with the same label, such as `a.b@example.com` and `a-b@example.com`. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}
