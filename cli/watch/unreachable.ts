import { isRead, type Reading } from "../access-point/observations";
import { nothingRead } from "../status/status";
import type { Snapshot } from "./snapshot";

/** Each reason once, with the places that it concerns. If nothing could be read for one cause, it has no places. */
export function unreachableReasons(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const cause = nothingRead(snapshot.status);
  if (cause !== undefined) return new Map([[cause, []]]);
  const places = new Map<string, string[]>();
  for (const [place, why] of unreachableRegions(snapshot))
    places.set(why, [...(places.get(why) ?? []), place]);
  return places;
}

/** The values that could not be read, by Region, with the first reason. */
export function unreachableRegions({ status, requests }: Snapshot): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (place: string, reading: Reading<unknown>): void => {
    if (!isRead(reading) && !found.has(place)) found.set(place, reading.unreachable.split("\n")[0]!.trim());
  };
  look("routing", status.routing);
  look("access point", status.accessPoint);
  for (const { region, versioning } of status.observations.members) look(region, versioning);
  for (const { from, to, rules, latency, failedOperations } of status.observations.directions) {
    look(from, rules);
    look(to, latency);
    look(from, failedOperations);
  }
  for (const { region, why } of status.alarmsUnreachable) look(region, { unreachable: why });
  for (const [region, rates] of requests) look(region, rates);
  return found;
}
