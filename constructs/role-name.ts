import { Token } from "cdktf";
import { cutName } from "./cut-name";
import { ROLE_NAME_LENGTH } from "./limits";

/** Fits a role name into IAM's 64 characters. A name that is too long is cut, and a hash keeps it unique. */
export function fitRoleName(name: string): string {
  return Token.isUnresolved(name) ? name : cutName(name, ROLE_NAME_LENGTH);
}
