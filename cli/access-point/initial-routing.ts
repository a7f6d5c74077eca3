import { passiveRegions, sameRouting, type Route } from "./routing";

/**
 * The Regions that are passive in the environment file and serve traffic because the initial routing was never set: in a
 * new access point AWS makes every Region active, until `mrap routes apply` has run.
 */
export function awaitingInitialRouting(now: readonly Route[], file: readonly Route[]): string[] {
  return passiveRegions(now).length > 0 || sameRouting(now, file) ? [] : passiveRegions(file);
}

/** The next step, in one sentence. @param environment what the user calls the environment */
export function initialRoutingAdvice(regions: readonly string[], environment: string): string {
  const serve = regions.length === 1 ? "is passive" : "are passive";
  return `Every Region is active, as in a new access point, although ${regions.join(", ")} ${serve} in the environment file: run mrap routes apply ${environment} to set the initial routing.`;
}
