import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import type { RegionalProviders } from "../constructs/providers";
import { allRegions } from "./generations";
import type { ComposedProps } from "./props";
import { addressBelow, addStateBlock } from "./state-blocks";

/** The resources that hold or protect the objects of a Region: the type, and the ids of the constructs. */
const KEPT = [
  [S3Bucket.tfResourceType, "Buckets", "Resource"],
  [S3BucketVersioningA.tfResourceType, "Buckets", "Versioning"],
  [S3BucketPublicAccessBlock.tfResourceType, "Buckets", "PublicAccessBlock"],
  [S3BucketOwnershipControls.tfResourceType, "Buckets", "OwnershipControls"],
  [S3BucketServerSideEncryptionConfigurationA.tfResourceType, "Buckets", "Encryption"],
  [S3BucketLifecycleConfiguration.tfResourceType, "Buckets", "Lifecycle"],
  [S3BucketPolicy.tfResourceType, "BucketPolicies", "Resource"],
] as const;

/**
 * Lets Terraform forget the buckets of Regions that were removed, with their settings. Nothing in them changes. A bucket
 * that belongs to the environment again is imported.
 */
export function keepRetiredBuckets(
  scope: Construct,
  props: ComposedProps,
  providers: RegionalProviders,
): void {
  const members = allRegions(props);
  for (const [region, bucket] of Object.entries(props.retired ?? {})) {
    // An adopted bucket has more configurations to keep.
    if (props.formerlyAdopted?.includes(region)) continue;
    const member = members[region];
    if (member === undefined) {
      for (const [type, parent, id] of KEPT) forget(scope, type, parent, region, id);
      // A destroy would delete the default retention.
      if (props.objectLock)
        forget(scope, S3BucketObjectLockConfigurationA.tfResourceType, "Buckets", region, "ObjectLock");
      // With an `encryption` section, composition/encryption.ts forgets only the keys of members.
      if (props.encryption) forget(scope, KmsKey.tfResourceType, "Encryption", region, "Resource");
    } else if (member.bucket === bucket) {
      addStateBlock(scope, "import", {
        to: addressBelow(scope, S3Bucket.tfResourceType, "Buckets", region, "Resource"),
        id: bucket,
        provider: providers.in(region).fqn,
      });
    }
  }
}

function forget(scope: Construct, type: string, ...ids: readonly string[]): void {
  addStateBlock(scope, "removed", {
    from: addressBelow(scope, type, ...ids),
    lifecycle: { destroy: false },
  });
}
