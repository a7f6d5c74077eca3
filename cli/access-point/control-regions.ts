import { ROUTES_REGIONS } from "../../constructs/limits";

const continents = ["us", "eu", "ap"];

/** The Regions that serve the routes API, in the order in which a failover tries them: by continent, then by name. */
export const controlRegions: readonly string[] = [...ROUTES_REGIONS].sort(
  (a, b) => continents.indexOf(a.slice(0, 2)) - continents.indexOf(b.slice(0, 2)) || a.localeCompare(b),
);

/**
 * The order in which to try them: the Regions that receive traffic first, and the Regions that lose traffic last. A
 * failover usually means that the Regions that lose traffic have a problem.
 */
export function orderControlRegions(targets: readonly string[], leaving: readonly string[]): string[] {
  const rank = (region: string): number => (targets.includes(region) ? 0 : leaving.includes(region) ? 2 : 1);
  return [...controlRegions].sort((a, b) => rank(a) - rank(b));
}
