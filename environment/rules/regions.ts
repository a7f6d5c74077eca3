import { nearest } from "./nearest";
import type { Mistake, Rule } from "./rule";

/**
 * The Regions whose buckets a Multi-Region Access Point can hold: the 17 that every account has, and the 12 opt-in
 * Regions that the Amazon S3 user guide lists ("Configuring Multi-Region Access Point opt-in Regions"), as of 2026-11.
 */
export const MEMBER_REGIONS = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
] as const;

/** Commercial Regions that cannot hold a member bucket, as of 2026-11: they are on no list of the user guide's. */
export const OTHER_REGIONS = [
  "ap-east-2",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "mx-central-1",
] as const;

/** Every commercial Region. */
export const ALL_REGIONS: readonly string[] = [...MEMBER_REGIONS, ...OTHER_REGIONS].sort();

/** The fewest Regions that make sense, and the most that AWS takes. */
export const REGION_LIMITS = { fewest: 2, most: 17 } as const;

/** What is wrong with a Region's name as a member of the access point. */
export function memberRegionMistake(region: string): Mistake | undefined {
  if ((MEMBER_REGIONS as readonly string[]).includes(region)) return undefined;
  const allowed = MEMBER_REGIONS.join(", ");
  if ((OTHER_REGIONS as readonly string[]).includes(region)) {
    return {
      message: "is an AWS Region that Multi-Region Access Points do not support",
      got: region,
      allowed,
      fix: "take a supported Region nearby",
    };
  }
  const message = "is not an AWS Region that can hold a Multi-Region Access Point's bucket";
  if (/^(cn|us-gov|us-iso\w*|eusc)-/.test(region)) {
    return {
      message,
      got: region,
      allowed,
      fix: "Multi-Region Access Points exist in the commercial partition (aws) only: take one of its Regions",
    };
  }
  return { message, got: region, allowed, fix: regionFix(region, MEMBER_REGIONS) };
}

/** A Region for something other than a member bucket. */
export const regionRule: Rule = {
  allowed: ALL_REGIONS.join(", "),
  pattern: /^[a-z]{2}-[a-z]+-[1-9]$/,
  values: ALL_REGIONS,
  check: (value) =>
    ALL_REGIONS.includes(value)
      ? undefined
      : { message: "is not an AWS Region", fix: regionFix(value, ALL_REGIONS) },
};

function regionFix(region: string, known: readonly string[]): string {
  // us-east-1a is an availability zone: the Region is its name without the letter.
  const zone = /^([a-z-]+-[0-9])[a-z]$/.exec(region)?.[1];
  if (zone !== undefined && known.includes(zone)) {
    return `"${region}" is an availability zone: write its Region, "${zone}"`;
  }
  const guess = nearest(region, known);
  return guess === undefined ? "take one of the allowed Regions" : `did you mean "${guess}"?`;
}
