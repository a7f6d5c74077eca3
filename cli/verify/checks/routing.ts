import type { Check } from "../../checks/check";
import type { VerifyContext } from "../context";

export function routingChecks(_context: VerifyContext): Check[] {
  return [];
}
