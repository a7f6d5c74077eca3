import type { Check } from "../../checks/check";
import type { VerifyContext } from "../context";

export function replicationChecks(_context: VerifyContext): Check[] {
  return [];
}
