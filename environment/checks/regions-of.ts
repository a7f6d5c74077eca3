import { asGroup, valueAt } from "../data";

/** The Regions of a file and their values, which may be wrong. */
export function regionsOf(data: unknown): [name: string, region: unknown][] {
  return Object.entries(asGroup(valueAt(data, ["regions"])) ?? {});
}
