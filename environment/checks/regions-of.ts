import { asGroup, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";

/** The Regions of a file and their values, which may be wrong. */
export function regionsOf(data: unknown): [name: string, region: unknown][] {
  return Object.entries(asGroup(valueAt(data, ["regions"])) ?? {});
}

/** The Regions of the previous access point and their values, which may be wrong. */
export function previousRegionsOf(data: unknown): [name: string, region: unknown][] {
  return Object.entries(asGroup(valueAt(data, ["previous", "regions"])) ?? {});
}

/**
 * Runs a check on the Regions of both access points as if they were one set. A mistake in a Region that only the previous
 * access point has is placed there.
 */
export function withPreviousRegions(
  check: (data: unknown) => PlacedMistake[],
): (data: unknown) => PlacedMistake[] {
  return (data) => {
    const group = asGroup(data);
    const regions = asGroup(group?.["regions"]);
    const only = previousRegionsOf(data).filter(([name]) => regions?.[name] === undefined);
    if (group === undefined || only.length === 0) return check(data);
    const names = new Set(only.map(([name]) => name));
    return check({ ...group, regions: { ...regions, ...Object.fromEntries(only) } }).map((mistake) =>
      mistake.path[0] === "regions" && names.has(String(mistake.path[1]))
        ? { ...mistake, path: ["previous", ...mistake.path] }
        : mistake,
    );
  };
}
