/**
 * Access to the access point.
 *
 * Ledger: access-public
 */
import { printed, textsOf, valueAt } from "../data";
import { principalArn } from "../rules/iam";
import { OPT_IN_REGIONS } from "../rules/regions";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function accessMistakes(data: unknown): PlacedMistake[] {
  return [...endpoints(data), ...everyone(data), ...accountTwice(data), ...cloudfront(data)];
}

function endpoints(data: unknown): PlacedMistake[] {
  const only = valueAt(data, ["access", "onlyFromEndpoints"]) === true;
  if (!only || regionsOf(data).some(([, region]) => valueAt(region, ["network"]) !== undefined)) return [];
  return [
    {
      path: ["access", "onlyFromEndpoints"],
      message: "would deny every request: no Region has a network, so there is no VPC endpoint",
      got: "true",
      allowed: "true only if at least one Region has a network",
      fix: "add a network to a Region, or remove onlyFromEndpoints",
    },
  ];
}

/** The lists of principals. */
const LISTS = ["readers", "writers"];

// Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public".
function everyone(data: unknown): PlacedMistake[] {
  if (typeof valueAt(data, ["access", "organization"]) === "string") return [];
  return LISTS.flatMap((list) =>
    textsOf(valueAt(data, ["access", list])).flatMap(([text, index]) =>
      text === "*"
        ? [
            {
              path: ["access", list, index],
              message: "would make the access point public, and S3 blocks public policies",
              got: "*",
              allowed: '"*" only together with access.organization',
              fix: "set access.organization, or name each principal",
            },
          ]
        : [],
    ),
  );
}

function accountTwice(data: unknown): PlacedMistake[] {
  return LISTS.flatMap((list) => {
    const all = textsOf(valueAt(data, ["access", list]));
    return all.flatMap(([text, index]) => {
      const earlier = all.find(
        ([other, at]) => at < index && other !== text && principalArn(other) === principalArn(text),
      );
      if (earlier === undefined) return [];
      return [
        {
          path: ["access", list, index],
          message: `is the same account as ${printed(earlier[0])}`,
          got: printed(text),
          allowed: "each account once",
          fix: "remove one of the two",
        },
      ];
    });
  });
}

// Source: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 Multi-Region Access Point origin".
function cloudfront(data: unknown): PlacedMistake[] {
  if (textsOf(valueAt(data, ["access", "cloudfront"])).length === 0) return [];
  const regions = regionsOf(data)
    .map(([name]) => name)
    .filter((name) => OPT_IN_REGIONS.includes(name));
  if (regions.length === 0) return [];
  return [
    {
      path: ["access", "cloudfront"],
      aboutKey: true,
      message: "does not work with buckets in opt-in Regions. CloudFront cannot sign requests for them",
      got: `a bucket in ${regions.join(", ")}`,
      allowed: "only Regions that are enabled by default",
      fix: "remove cloudfront, or choose other Regions for the buckets",
    },
  ];
}
