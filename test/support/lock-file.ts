import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes the checksums of the provider from a lock file that `terraform init` has just written. Terraform hashes the
 * provider, 700 MB, before every command, and compares it with them. Tests run hundreds of commands with one provider.
 */
export function dropChecksums(folder: string): void {
  const file = join(folder, ".terraform.lock.hcl");
  if (existsSync(file))
    writeFileSync(file, readFileSync(file, "utf8").replace(/^ *hashes = \[[^\]]*\]\n/gm, ""));
}
