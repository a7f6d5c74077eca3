import type { RegionFailure } from "../../access-point/failover-controls-types";
import { explain, isGlobal, type Call } from "./errors";

/**
 * Why some Regions did not answer: each reason once, with its Regions. A cause on this computer, such as a proxy that
 * refuses connections, is no matter of a Region.
 */
export function reasons(failures: readonly RegionFailure[], call: Call): string[] {
  const regions = new Map<string, string[]>();
  for (const { endpoint, error } of failures) {
    const why = explain(error, call);
    regions.set(why, [...(regions.get(why) ?? []), ...(isGlobal(error) ? [] : [endpoint])]);
  }
  return [...regions].map(([why, where]) => (where.length === 0 ? why : `${where.join(", ")}: ${why}`));
}
