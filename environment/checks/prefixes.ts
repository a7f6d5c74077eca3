/**
 * The key prefixes of replication.
 *
 * Ledger: replication-limits, replication-overlap
 */
import { ACCESS_POINT_REGIONS, REPLICATION_RULES_PER_BUCKET } from "../../constructs/limits";
import { printed, textsOf, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function prefixMistakes(data: unknown): PlacedMistake[] {
  const all = textsOf(valueAt(data, ["replication", "prefixes"]));
  return [...covered(all), ...tooManyRules(data, all.length)];
}

function covered(all: readonly [string, number][]): PlacedMistake[] {
  return all.flatMap(([prefix, index]) => {
    const wider = all.find(([other]) => other !== "" && other !== prefix && prefix.startsWith(other));
    if (wider === undefined) return [];
    return [
      {
        path: ["replication", "prefixes", index],
        message: `is covered by the prefix ${printed(wider[0])}. S3 applies one rule to each object and destination, so the second rule has no effect`,
        got: printed(prefix),
        allowed: "prefixes that do not start with one another",
        fix: "remove one of the two",
      },
    ];
  });
}

function tooManyRules(data: unknown, prefixes: number): PlacedMistake[] {
  const others = Math.max(0, regionsOf(data).length - 1);
  const rules = others * prefixes;
  if (rules <= REPLICATION_RULES_PER_BUCKET || others >= ACCESS_POINT_REGIONS.maximum) return [];
  return [
    {
      path: ["replication", "prefixes"],
      aboutKey: true,
      message: `needs ${rules} replication rules in each bucket. S3 allows ${REPLICATION_RULES_PER_BUCKET}`,
      got: `${prefixes} prefixes for ${others} other ${others === 1 ? "Region" : "Regions"}`,
      allowed: `at most ${Math.floor(REPLICATION_RULES_PER_BUCKET / others)} prefixes with this number of Regions`,
      fix: "use fewer, shorter prefixes, or remove prefixes to replicate every object",
    },
  ];
}
