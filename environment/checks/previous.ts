/**
 * The previous access point and its Regions, compared with the new ones.
 *
 * Ledger: mrap-regions
 */
import { isDeepStrictEqual } from "node:util";
import { asGroup, printed, shown, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";
import { previousRegionsOf, regionsOf } from "./regions-of";

export function previousMistakes(data: unknown): PlacedMistake[] {
  if (asGroup(valueAt(data, ["previous"])) === undefined) return [];
  return [
    ...sameName(data),
    ...sameSet(data),
    ...buckets(data),
    ...keysWithoutEffect(data),
    ...adoptedAccessPoint(data),
  ];
}

/** A change of Regions ends with the deletion of the previous access point. */
function adoptedAccessPoint(data: unknown): PlacedMistake[] {
  const written = valueAt(data, ["accessPoint"]);
  if (written === undefined || written === null) return [];
  return [
    {
      path: ["accessPoint"],
      message:
        "cannot be combined with previous. The end of a change of Regions deletes the previous access point, and Terraform never deletes an adopted one",
      got: shown(written),
      fix: "remove previous. To change the Regions of an adopted access point, end its adoption, and create a new access point with another name",
    },
  ];
}

function sameName(data: unknown): PlacedMistake[] {
  const name = valueAt(data, ["name"]);
  if (typeof name !== "string" || name !== valueAt(data, ["previous", "name"])) return [];
  return [
    {
      path: ["name"],
      message: "is also the name of the previous access point. The names in an account are unique",
      got: printed(name),
      allowed: "another name than previous.name",
      fix: `choose another name, such as ${nextName(name)}`,
    },
  ];
}

/** The name with the next number: photos, photos-2, photos-3. */
export function nextName(name: string): string {
  const [, stem, number] = /^(.*?)(?:-(\d+))?$/.exec(name)!;
  return `${stem}-${number === undefined ? 2 : Number(number) + 1}`;
}

function bucketsByRegion(regions: readonly [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(regions.map(([name, region]) => [name, valueAt(region, ["bucket"])]));
}

function sameSet(data: unknown): PlacedMistake[] {
  const regions = regionsOf(data);
  const before = bucketsByRegion(previousRegionsOf(data));
  if (regions.length === 0 || !isDeepStrictEqual(bucketsByRegion(regions), before)) return [];
  return [
    {
      path: ["previous", "regions"],
      aboutKey: true,
      message: "has the same Regions and buckets as regions. The two access points would be the same",
      got: regions.map(([name]) => printed(name)).join(", "),
      fix: "change regions, or remove previous and write the old name",
    },
  ];
}

function buckets(data: unknown): PlacedMistake[] {
  const before = previousRegionsOf(data).map(
    ([name, region]) => [name, valueAt(region, ["bucket"])] as const,
  );
  return regionsOf(data).flatMap(([name, region]) => {
    const bucket = valueAt(region, ["bucket"]);
    if (typeof bucket !== "string") return [];
    const path = ["regions", name, "bucket"];
    const owner = before.find(([, each]) => each === bucket)?.[0];
    if (owner !== undefined && owner !== name) {
      return [
        {
          path,
          message: `is the bucket of ${printed(owner)} in previous.regions. A bucket cannot move to another Region`,
          got: printed(bucket),
          allowed: `a bucket in ${printed(name)}`,
          fix: `choose another name for the bucket in ${printed(name)}`,
        },
      ];
    }
    const old = before.find(([each]) => each === name)?.[1];
    if (typeof old !== "string" || old === bucket) return [];
    return [
      {
        path,
        message: `is another bucket than in previous.regions.${name}. An environment has one bucket in each Region`,
        got: printed(bucket),
        allowed: printed(old),
        fix: `write bucket: ${printed(old)}. For another bucket in this Region, remove the Region in one change and add it in a second one`,
      },
    ];
  });
}

function keysWithoutEffect(data: unknown): PlacedMistake[] {
  const members = new Set(regionsOf(data).map(([name]) => name));
  return previousRegionsOf(data).flatMap(([name, region]) =>
    Object.keys((members.has(name) && asGroup(region)) || {})
      .filter((key) => ["routing", "network"].includes(key))
      .map((key) => ({
        path: ["previous", "regions", name, key],
        aboutKey: true,
        message: `has no effect, because ${printed(name)} is also in regions`,
        got: printed(key),
        allowed: "bucket",
        fix: `remove it. ${key} under regions.${name} applies to both access points`,
      })),
  );
}
