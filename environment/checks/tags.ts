/**
 * The tags of the resources.
 *
 * Ledger: tags
 */
import { TAGS_PER_RESOURCE } from "../../constructs/limits";
import { asGroup, printed, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";
import { tagKeyMistake } from "../rules/tags";
import { regionsOf } from "./regions-of";

/** The tag that the stack itself adds to VPC endpoints and security groups. */
const OWN_TAG = "Name";

export function tagMistakes(data: unknown): PlacedMistake[] {
  const keys = Object.keys(asGroup(valueAt(data, ["tags"])) ?? {});
  return [...keys.flatMap(wrongKey), ...sameKeys(keys), ...tooMany(data, keys)];
}

function wrongKey(key: string): PlacedMistake[] {
  const mistake = tagKeyMistake(key);
  return mistake ? [{ path: ["tags", key], aboutKey: true, ...mistake, got: printed(key) }] : [];
}

// Source: IAM User Guide, "Tags for AWS Identity and Access Management resources": the case of a key is ignored.
function sameKeys(keys: readonly string[]): PlacedMistake[] {
  return keys.flatMap((key, index) => {
    const earlier = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
    if (earlier === undefined) return [];
    return [
      {
        path: ["tags", key],
        aboutKey: true,
        message: `differs from the key ${printed(earlier)} only in case. IAM roles cannot have both tags`,
        got: printed(key),
        allowed: "keys that differ in more than case",
        fix: "remove one of the two",
      },
    ];
  });
}

function tooMany(data: unknown, keys: readonly string[]): PlacedMistake[] {
  const tagged =
    !keys.includes(OWN_TAG) &&
    regionsOf(data).some(([, region]) => valueAt(region, ["network", "vpc"]) !== undefined);
  const most = tagged ? TAGS_PER_RESOURCE - 1 : TAGS_PER_RESOURCE;
  if (keys.length <= most) return [];
  const why = tagged ? `. The VPC endpoints also have the tag ${OWN_TAG}` : "";
  return [
    {
      path: ["tags"],
      aboutKey: true,
      message: `has more tags than AWS allows on a resource${why}`,
      got: `${keys.length} tags`,
      allowed: `at most ${most}`,
      fix: "remove some of the tags",
    },
  ];
}
