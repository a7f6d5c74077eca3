import type { Arrivals } from "../verify/arrivals";
import { Durations } from "./histogram";
import type { Deleted, Objects, Written } from "../load/objects";
import type { Deletes, Direction, ReplicationWay } from "./report";
import { arrivalTime, type Verified } from "../verify/verify";

/** The arrivals from each Region in each other Region, and their times. */
export function directions(
  objects: Objects,
  arrivals: readonly Arrivals[],
  { origins, differing }: Verified,
  ways: readonly ReplicationWay[],
  /** The Region that served at a time, for objects whose origin is not known otherwise. */
  routedAt: (time: number) => string | undefined,
): Direction[] {
  const originOf = ({ object, acknowledged }: Written): string =>
    origins.get(object) ?? routedAt(acknowledged) ?? "unknown";
  const regions = [...arrivals.map(({ member }) => member.region), "unknown"];
  const written = groupBy(objects.written.values(), originOf);
  const deleted = groupBy(objects.deletes.values(), (one) => deletedIn(one, arrivals, routedAt));
  const wrong = new Set(differing.map(({ key, region }) => `${region} ${key}`));
  return regions.flatMap((from) => {
    const [puts, gone] = [written.get(from) ?? [], deleted.get(from) ?? []];
    if (puts.length + gone.length === 0) return [];
    return arrivals
      .filter(({ member }) => member.region !== from)
      .map((arrival): Direction => {
        const to = arrival.member.region;
        const leftOut = ways.some((way) => way.from === from && way.to === to && !way.deleteMarkers);
        const durations = durationsOf(puts, arrival.seen);
        const share = puts.length === 0 ? 0 : durations.count / puts.length;
        return {
          from,
          to,
          objects: puts.length,
          arrived: durations.count,
          missing: puts.length - durations.count,
          differing: puts.filter(({ object }) => wrong.has(`${to} ${objects.key(object)}`)).length,
          arrival: durations.percentiles(),
          curve: durations.curve().map(([time, part]) => [time, part * share] as const),
          deletes: leftOut ? null : deletesOf(gone, arrival),
        };
      });
  });
}

function deletesOf(gone: readonly Deleted[], { markers }: Arrivals): Deletes {
  const durations = durationsOf(gone, markers);
  return {
    sent: gone.length,
    arrived: durations.count,
    missing: gone.length - durations.count,
    arrival: durations.percentiles(),
  };
}

/** A delete marker does not show its origin. If one bucket only has it, it was made there. Else the routing decides. */
function deletedIn(
  { object, acknowledged }: Deleted,
  arrivals: readonly Arrivals[],
  routedAt: (time: number) => string | undefined,
): string {
  const places = arrivals.filter(({ markers }) => markers.has(object));
  const alone = places.length === 1 ? places[0]!.member.region : undefined;
  return alone ?? routedAt(acknowledged) ?? "unknown";
}

function durationsOf(
  done: ReadonlyArray<{ readonly object: number; readonly acknowledged: number }>,
  seen: Arrivals["seen"],
): Durations {
  const durations = new Durations();
  for (const one of done) {
    const at = seen.get(one.object);
    if (at) durations.add(arrivalTime(one, at));
  }
  return durations;
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
