import { Token } from "cdktf";
import { createHash } from "node:crypto";
import { ROLE_NAME_LENGTH } from "./limits";

/** Fits a role name into IAM's 64 characters. A name that is too long is cut, and a hash keeps it unique. */
export function fitRoleName(name: string): string {
  if (Token.isUnresolved(name) || name.length <= ROLE_NAME_LENGTH) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, ROLE_NAME_LENGTH - hash.length - 1)}-${hash}`;
}
