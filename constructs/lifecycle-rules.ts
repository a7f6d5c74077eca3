import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { TerraformResourceLifecycle } from "cdktf";
import type { ExistingBucket } from "./existing-bucket";

export interface LifecycleDays {
  readonly abortIncompleteUploadsAfterDays: number;
  readonly expireNoncurrentVersionsAfterDays: number;
}

/** The ids of the rules of this package. */
export const LIFECYCLE_RULE_IDS = ["abort-incomplete-uploads", "expire-noncurrent-versions"] as const;

/** The lifecycle rules of a member bucket. */
export function lifecycleRules(days: LifecycleDays): S3BucketLifecycleConfigurationRule[] {
  const [abort, expire] = LIFECYCLE_RULE_IDS;
  return [
    {
      id: abort,
      status: "Enabled",
      filter: [{}],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: days.abortIncompleteUploadsAfterDays }],
    },
    {
      id: expire,
      status: "Enabled",
      filter: [{}],
      noncurrentVersionExpiration: [{ noncurrentDays: days.expireNoncurrentVersionsAfterDays }],
      // A delete marker without noncurrent versions has no effect and slows down listings.
      expiration: [{ expiredObjectDeleteMarker: true }],
    },
  ];
}

/**
 * Terraform imports existing rules and never changes them. The provider writes some filters in another form than S3 returns
 * them, and would update the rules for that.
 */
export const KEEP_LIFECYCLE_RULES: TerraformResourceLifecycle = { ignoreChanges: ["rule"] };

/**
 * The lifecycle rules of an existing bucket. A bucket that has rules keeps exactly these. Otherwise it gets the rules of
 * this package that delete nothing that the bucket keeps: if it ever had versioning, its noncurrent versions are data.
 */
export function rulesOfExisting(
  { lifecycle, versioning }: ExistingBucket,
  days: LifecycleDays,
): S3BucketLifecycleConfigurationRule[] {
  if (lifecycle) return [...lifecycle.rules];
  const [abort, expire] = lifecycleRules(days);
  return versioning === undefined ? [abort!, expire!] : [abort!];
}
