import { controlRegions } from "./control-regions";
import type { Consensus } from "./reports";
import type { Sighting } from "./failover-controls-types";
import { describeRouting } from "./routing";
import { listed as list } from "../text/listed";

export { list };

/** The routings that the control Regions report, each with its Regions. */
export function reported({ groups, unreachable }: Consensus): string {
  const parts = groups.map(({ routes, regions }, index) => {
    const verb = regions.length === 1 ? "reports" : "report";
    return index === 0
      ? `${regions.length} of ${controlRegions.length} control Regions ${verb} ${describeRouting(routes)}`
      : `${list(regions)} ${verb} ${describeRouting(routes)}`;
  });
  const silent = unreachable.length > 0 ? [`no answer from ${list(unreachable)}`] : [];
  return groups.length === 0 ? "no control Region reports the routing" : [...parts, ...silent].join("; ");
}

/** The routing as a whole sentence, which names every Region that says otherwise. */
export function routingSentence(name: string, now: Consensus, verb = "is now:"): string {
  const { majority, groups, unreachable } = now;
  if (groups.length === 0) return `The routing of ${name} is not known: no control Region reports it.`;
  if (!majority) return `The control Regions disagree about the routing of ${name}: ${reported(now)}.`;
  const is = `The routing of ${name} ${verb} ${describeRouting(majority.routes)}`;
  const others = groups
    .slice(1)
    .map(
      ({ routes, regions }) =>
        `${list(regions)} ${regions.length === 1 ? "reports" : "report"} ${describeRouting(routes)}`,
    );
  if (others.length > 0) return `${is}, reported by ${list(majority.regions)}; ${others.join("; ")}.`;
  if (majority.regions.length === 1 && unreachable.length > 0)
    return `${is}, as ${majority.regions.join()} alone reports: no other control Region answers.`;
  return `${is}.`;
}

/** The latest routing that was seen, and when. */
export function lastSeen(name: string, sightings: readonly Sighting[]): string {
  const last = sightings.at(-1);
  if (last === undefined) return `The routing of ${name} is not known.`;
  const same = [...new Set(sightings.filter((one) => sameTime(one, last)).map(({ region }) => region))];
  return `The routing of ${name} was last read at ${clock(last.at)} in ${list(same)}: ${describeRouting(last.routes)}.`;
}

function sameTime(a: Sighting, b: Sighting): boolean {
  return b.at.getTime() - a.at.getTime() < 3000 && describeRouting(a.routes) === describeRouting(b.routes);
}

function clock(at: Date): string {
  return `${at.toISOString().slice(11, 19)}Z`;
}
