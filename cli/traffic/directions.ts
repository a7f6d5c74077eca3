import type { Arrivals } from "./arrivals";
import { Durations } from "./histogram";
import type { Objects, Written } from "./objects";
import type { Direction } from "./report";
import { arrivalTime, type Verified } from "./verify";

/** What arrived from each Region in each other one, and how long it took. */
export function directions(
  objects: Objects,
  arrivals: readonly Arrivals[],
  { origins, differing }: Verified,
  /** Where a write went at a time, for objects that do not tell themselves. */
  routedAt: (time: number) => string | undefined,
): Direction[] {
  const originOf = ({ object, acknowledged }: Written): string =>
    origins.get(object) ?? routedAt(acknowledged) ?? "unknown";
  const regions = arrivals.map(({ member }) => member.region);
  const wrong = new Set(differing.map(({ key, region }) => `${region} ${key}`));
  const found: Direction[] = [];
  for (const from of [...regions, "unknown"])
    for (const { member, seen } of arrivals) {
      const to = member.region;
      if (from === to) continue;
      const written = [...objects.written.values()].filter((one) => originOf(one) === from);
      if (written.length === 0) continue;
      const durations = new Durations();
      let differ = 0;
      for (const one of written) {
        const at = seen.get(one.object);
        if (at) durations.add(arrivalTime(one, at));
        if (wrong.has(`${to} ${objects.key(one.object)}`)) differ++;
      }
      const share = durations.count / written.length;
      found.push({
        from,
        to,
        objects: written.length,
        arrived: durations.count,
        missing: written.length - durations.count,
        differing: differ,
        arrival: durations.percentiles(),
        curve: durations.curve().map(([time, part]) => [time, part * share] as const),
      });
    }
  return found;
}
