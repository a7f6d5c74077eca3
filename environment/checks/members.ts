/**
 * The Regions of the access point and their buckets.
 *
 * Ledger: mrap-regions, routes-dial
 */
import { ACCESS_POINT_REGIONS } from "../../constructs/limits";
import { asGroup, printed, shown, valueAt } from "../data";
import { REGIONAL_NAMESPACE_ENDING } from "../rules/names";
import { memberRegionMistake } from "../rules/regions";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function memberMistakes(data: unknown): PlacedMistake[] {
  return [
    ...regionNames(data),
    ...regionCount(data),
    ...activeRegion(data),
    ...bucketsOnce(data),
    ...newBucketNames(data),
    ...previousMembers(data),
  ];
}

/** The same mistakes in the previous access point. Its routing may be anything, because it exists. */
function previousMembers(data: unknown): PlacedMistake[] {
  const previous = asGroup(valueAt(data, ["previous"]));
  if (previous === undefined) return [];
  const set = { regions: previous["regions"], state: valueAt(data, ["state"]) };
  const known = new Set(regionsOf(data).map(([name]) => name));
  // A Region that is in both sets is reported once.
  const inNewSet = ({ path: [, name] }: PlacedMistake): boolean =>
    name !== undefined && known.has(String(name));
  return [
    ...[...regionNames(set), ...newBucketNames(set)].filter((mistake) => !inNewSet(mistake)),
    ...regionCount(set),
    ...bucketsOnce(set).filter(({ path }) => path[0] !== "state" || !bucketsOnce(data).some(isState)),
  ].map((mistake) => (isState(mistake) ? mistake : { ...mistake, path: ["previous", ...mistake.path] }));
}

function isState({ path }: PlacedMistake): boolean {
  return path[0] === "state";
}

function regionNames(data: unknown): PlacedMistake[] {
  return regionsOf(data).flatMap(([name]) => {
    const mistake = memberRegionMistake(name);
    return mistake ? [{ path: ["regions", name], aboutKey: true, ...mistake, got: printed(name) }] : [];
  });
}

function regionCount(data: unknown): PlacedMistake[] {
  const regions = asGroup(valueAt(data, ["regions"]));
  const { minimum, maximum } = ACCESS_POINT_REGIONS;
  const count = Object.keys(regions ?? {}).length;
  if (regions === undefined || (count >= minimum && count <= maximum)) return [];
  return [
    {
      path: ["regions"],
      aboutKey: true,
      message: `must have ${minimum} to ${maximum} Regions`,
      got: count === 1 ? "1 Region" : `${count} Regions`,
      allowed: `${minimum} to ${maximum}`,
      fix: count < minimum ? "add a Region: a failover needs a second one" : "remove Regions",
    },
  ];
}

function activeRegion(data: unknown): PlacedMistake[] {
  const regions = regionsOf(data);
  const passive = regions.every(([, region]) => valueAt(region, ["routing"]) === "passive");
  if (regions.length === 0 || !passive) return [];
  return [
    {
      path: ["regions"],
      aboutKey: true,
      message: "has no active Region. AWS requires at least one",
      got: "routing: passive in every Region",
      allowed: "at least one active Region",
      fix: "set routing: active in one Region",
    },
  ];
}

function bucketsOnce(data: unknown): PlacedMistake[] {
  const mistakes: PlacedMistake[] = [];
  const regionOfBucket = new Map<unknown, string>();
  for (const [name, region] of regionsOf(data)) {
    const bucket = valueAt(region, ["bucket"]);
    if (typeof bucket !== "string") continue;
    const first = regionOfBucket.get(bucket);
    if (first === undefined) regionOfBucket.set(bucket, name);
    else {
      mistakes.push({
        path: ["regions", name, "bucket"],
        message: `is also the bucket of ${printed(first)}. A bucket exists in one Region only`,
        got: printed(bucket),
        allowed: "a different bucket for each Region",
        fix: `choose another name for the bucket in ${printed(name)}`,
      });
    }
  }
  const state = valueAt(data, ["state", "bucket"]);
  const member = regionOfBucket.get(state);
  if (member !== undefined) {
    mistakes.push({
      path: ["state", "bucket"],
      message: `is also the member bucket in ${printed(member)}. Terraform cannot keep its state in a bucket that it manages`,
      got: shown(state),
      allowed: "an existing bucket that is not a member",
      fix: "name another bucket for the state",
    });
  }
  return mistakes;
}

// Source: Amazon S3 User Guide, "General purpose bucket naming rules", account regional namespace.
function newBucketNames(data: unknown): PlacedMistake[] {
  return regionsOf(data).flatMap(([name, region]) => {
    const bucket = valueAt(region, ["bucket"]);
    if (typeof bucket !== "string" || !bucket.endsWith(REGIONAL_NAMESPACE_ENDING)) return [];
    if (valueAt(region, ["adopt"]) === true) return [];
    return [
      {
        path: ["regions", name, "bucket"],
        message: `ends with "${REGIONAL_NAMESPACE_ENDING}". S3 reserves this ending for buckets in an account's regional namespace, which the AWS provider cannot create`,
        got: printed(bucket),
        allowed: `a name that does not end with "${REGIONAL_NAMESPACE_ENDING}"`,
        fix: "choose another ending",
      },
    ];
  });
}
