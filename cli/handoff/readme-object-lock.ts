import type { Configuration } from "../synthesized/configuration";

/** The paragraph of a handover whose buckets have Object Lock. The provider does what it says about force_destroy. */
export function objectLockParagraphs({ elements }: Configuration): string[] {
  const locked = elements.some(({ type }) => type === "aws_s3_bucket_object_lock_configuration");
  return locked
    ? [
        "**A destroy cannot delete every version.** The buckets have Object Lock, which AWS cannot disable. With " +
          "`force_destroy`, a destroy bypasses governance retention and removes legal holds if the role of Terraform has " +
          "`s3:BypassGovernanceRetention` and `s3:PutObjectLegalHold`. It fails at a bucket with a version under compliance " +
          "retention, after it has deleted the access point, the policies and all other versions. Run it again when the last " +
          "retention has ended.",
      ]
    : [];
}
