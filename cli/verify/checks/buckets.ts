import type { Check } from "../../checks/check";
import type { VerifyContext } from "../context";

export function bucketChecks(_context: VerifyContext): Check[] {
  return [];
}
