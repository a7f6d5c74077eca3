import type { Check } from "../../checks/check";
import type { VerifyContext } from "../context";

export function accessChecks(_context: VerifyContext): Check[] {
  return [];
}
