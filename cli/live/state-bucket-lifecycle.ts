import type {
  GetBucketLifecycleConfigurationCommandOutput,
  LifecycleRule,
  TransitionDefaultMinimumObjectSize,
} from "@aws-sdk/client-s3";

/** The id of the rule. */
const ID = "mrap-noncurrent-versions";

/** The newest noncurrent versions of each object are kept forever. 100 is the maximum that S3 accepts. */
export const KEPT_VERSIONS = 100;

/** Days for which every noncurrent version is kept. */
export const KEPT_DAYS = 90;

/** Days after which the parts of an incomplete upload are deleted. */
const ABORT_DAYS = 7;

export interface Lifecycle {
  readonly Rules: LifecycleRule[];
  readonly TransitionDefaultMinimumObjectSize?: TransitionDefaultMinimumObjectSize;
}

/** The lifecycle with the rule for noncurrent versions added and all other rules kept; nothing if it is complete. */
export function withVersionExpiry(
  found: Pick<
    GetBucketLifecycleConfigurationCommandOutput,
    "Rules" | "TransitionDefaultMinimumObjectSize"
  > = {},
): Lifecycle | undefined {
  const rules = found.Rules ?? [];
  // A rule of the owner about noncurrent versions is a decision to respect.
  if (rules.some((rule) => rule.Status === "Enabled" && rule.NoncurrentVersionExpiration && isForAll(rule)))
    return undefined;
  const size = found.TransitionDefaultMinimumObjectSize;
  return {
    Rules: [
      ...rules.filter((rule) => rule.ID !== ID),
      {
        ID,
        Status: "Enabled",
        // Older rules have a prefix in place of a filter. The new rule uses the form of the others.
        ...(rules.some((rule) => rule.Filter === undefined) ? { Prefix: "" } : { Filter: { Prefix: "" } }),
        NoncurrentVersionExpiration: { NoncurrentDays: KEPT_DAYS, NewerNoncurrentVersions: KEPT_VERSIONS },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: ABORT_DAYS },
      },
    ],
    ...(size && { TransitionDefaultMinimumObjectSize: size }),
  };
}

/** The rule applies to every object of the bucket. */
function isForAll({ Filter, Prefix = "" }: LifecycleRule): boolean {
  if (Filter === undefined) return Prefix === "";
  return Object.entries(Filter).every(
    ([key, value]) => value === undefined || (key === "Prefix" && value === ""),
  );
}
