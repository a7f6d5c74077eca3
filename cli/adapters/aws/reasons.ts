import type { RegionFailure } from "../../access-point/failover-controls-types";
import { details, explain, isGlobal, kindOf, unresolved, type Call } from "./errors";

/**
 * Why some Regions did not answer: each reason once, with its Regions. A cause on this computer, such as a proxy that
 * refuses connections, is no matter of a Region.
 */
export function reasons(failures: readonly RegionFailure[], call: Call): string[] {
  const regions = new Map<string, string[]>();
  const clock = failures.find(({ error }) => kindOf(error) === "clock");
  for (const { endpoint, error } of failures) {
    // The sentence about a wrong clock has the time, and the one about a name has the name.
    const why = unresolved.has(details(error).code)
      ? `No answer to ${call.action}: the names of AWS cannot be resolved.`
      : explain(kindOf(error) === "clock" ? clock?.error : error, call);
    regions.set(why, [...(regions.get(why) ?? []), ...(isGlobal(error) ? [] : [endpoint])]);
  }
  return [...regions].map(([why, where]) => (where.length === 0 ? why : `${where.join(", ")}: ${why}`));
}
