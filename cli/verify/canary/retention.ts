import type { Environment } from "../../../environment/load";

/** The days of the default retention, at most: a year may have 366 days. 0 without a default retention. */
export function retentionDays(objectLock: Environment["objectLock"]): number {
  if (typeof objectLock !== "object" || objectLock === null) return 0;
  return objectLock.days ?? (objectLock.years ?? 0) * 366;
}
