import { nearest } from "./nearest";
import type { Mistake, Rule } from "./rule";

/**
 * The Regions in which a Multi-Region Access Point can have a bucket: the 17 default Regions and the 12 opt-in Regions in
 * {@link OPT_IN_REGIONS}, as of 2026-11.
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

/**
 * The opt-in Regions among the member Regions. Source: Amazon S3 User Guide, "Configuring Multi-Region Access Point opt-in
 * Regions".
 */
export const OPT_IN_REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
];

/** Commercial Regions that Multi-Region Access Points do not support, as of 2026-11: the user guide does not list them. */
export const OTHER_REGIONS = [
  "ap-east-2",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "mx-central-1",
] as const;

/** Every commercial Region. */
export const ALL_REGIONS: readonly string[] = [...MEMBER_REGIONS, ...OTHER_REGIONS].sort();

/** Checks whether a Region can have a member bucket. Ledger: mrap-supported-regions */
export function memberRegionMistake(region: string): Mistake | undefined {
  if ((MEMBER_REGIONS as readonly string[]).includes(region)) return undefined;
  const allowed = MEMBER_REGIONS.join(", ");
  if ((OTHER_REGIONS as readonly string[]).includes(region)) {
    return {
      message: "is an AWS Region that Multi-Region Access Points do not support",
      got: region,
      allowed,
      fix: "choose a supported Region nearby",
    };
  }
  const message = "is not an AWS Region in which a Multi-Region Access Point can have a bucket";
  if (/^(cn|us-gov|us-iso\w*|eusc)-/.test(region)) {
    return {
      message,
      got: region,
      allowed,
      fix: "choose a Region of the commercial partition (aws): Multi-Region Access Points exist only there",
    };
  }
  return { message, got: region, allowed, fix: regionFix(region, MEMBER_REGIONS) };
}

/** A Region that does not need to support Multi-Region Access Points. Ledger: region-names */
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
  // us-east-1a is an Availability Zone: the Region is its name without the letter.
  const zone = /^([a-z-]+-[0-9])[a-z]$/.exec(region)?.[1];
  if (zone !== undefined && known.includes(zone)) {
    return `"${region}" is an Availability Zone. Write its Region, "${zone}"`;
  }
  const guess = nearest(region, known);
  return guess === undefined ? "choose one of the allowed Regions" : `did you mean "${guess}"?`;
}
