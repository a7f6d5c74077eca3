import type { Consensus } from "./reports";
import type { Sighting, Sightings } from "./failover-controls-types";
import { sameRouting, type Route } from "./routing";

/**
 * A majority reports a routing that neither this update nor the routing before it explains. A control Region that is
 * two changes behind, or that shows only some of the changed dials yet, is no such evidence.
 */
export function changedElsewhere(
  { majority }: Consensus,
  { all, sinceUpdate }: Sightings,
  before: readonly Route[],
  wanted: readonly Route[],
): boolean {
  if (majority === undefined || sameRouting(majority.routes, wanted)) return false;
  const reported = (routing: readonly Route[], sightings: readonly Sighting[]): number =>
    majority.regions.filter((region) =>
      sightings.some((one) => one.region === region && sameRouting(one.routes, routing)),
    ).length;
  // It was seen to be as requested, and is not any more.
  if (reported(wanted, sinceUpdate) >= Math.min(2, majority.regions.length)) return true;
  // It has reported the routing before this update, so it is not further behind.
  return isForeign(majority.routes, before, wanted) && reported(before, all) > 0;
}

/** A Region that this update does not change has changed. */
export function isForeign(
  routes: readonly Route[],
  before: readonly Route[],
  wanted: readonly Route[],
): boolean {
  const active = (routing: readonly Route[], region: string): boolean | undefined =>
    routing.find((route) => route.region === region)?.active;
  return routes.some(
    ({ region, active: now }) =>
      active(before, region) === active(wanted, region) && active(before, region) !== now,
  );
}
