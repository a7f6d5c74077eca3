/** The end of an adoption: the buckets get back their configuration, and then Terraform forgets them. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { RegionalBucket } from "../constructs/bucket";
import type { RegionalProviders } from "../constructs/providers";
import { RestoredBucket, type RestoredBucketPlaces } from "../constructs/restored-bucket";
import { forgetAccessPoint } from "./access-points";
import { existingIn } from "./adoption";
import { Encryption } from "./encryption";
import { objectLockIn } from "./object-lock";
import type { ComposedProps } from "./props";
import { addressBelow, addStateBlock } from "./state-blocks";

/**
 * Composes an environment whose adoption ends. There is no access point any more: Terraform deletes
 * the one that it created, and forgets an adopted one. An adopted bucket is restored or
 * forgotten, and a bucket that Terraform created remains, with its key.
 */
export function endAdoption(scope: Construct, props: ComposedProps, providers: RegionalProviders): void {
  const { accountId } = new DataAwsCallerIdentity(scope, "current", {});
  const { keys } = new Encryption(scope, "Encryption", { environment: props, accountId, providers });
  const buckets = new Construct(scope, "Buckets");
  for (const [region, { bucket, adopt }] of Object.entries(props.regions)) {
    const provider = providers.in(region);
    if (adopt === "forget") forgetBucket(scope, region);
    else if (adopt) {
      const existing = existingIn(props, region) ?? {};
      new RestoredBucket(buckets, region, {
        bucket,
        existing,
        provider,
        places: placesIn(scope, props, region),
      });
    } else {
      new RegionalBucket(buckets, region, {
        bucket,
        region,
        provider,
        protect: props.protect,
        ...props.lifecycle,
        requestMetrics: props.monitoring?.requestMetrics,
        encryptionKey: keys.get(region),
        objectLock: objectLockIn(props, region),
      });
    }
  }
  if (props.accessPoint) forgetAccessPoint(scope);
  forgetFormer(scope, props);
}

/** The constructs that contain the configurations of a bucket, as in `compose`. */
function placesIn(
  scope: Construct,
  { accessLogs }: Pick<ComposedProps, "accessLogs">,
  region: string,
): RestoredBucketPlaces {
  return {
    policy: folder(scope, "BucketPolicies", region),
    replication: folder(scope, "Replication", region),
    notification: folder(scope, "Monitoring", region, "replication-events"),
    ...(accessLogs?.[region] !== undefined && { logs: folder(scope, "AccessLogs", region) }),
  };
}

/** Lets Terraform forget the adopted buckets that the environment no longer has. It never deletes one. */
export function forgetFormer(scope: Construct, { formerlyAdopted = [] }: ComposedProps): void {
  for (const region of formerlyAdopted) forgetBucket(scope, region);
}

/** The constructs of the resources of a bucket, from the last one to the bucket. `REGION` stands for the Region. */
const RESOURCES = [
  [S3BucketNotification, "Monitoring", "REGION", "replication-events", "Notification"],
  [S3BucketReplicationConfigurationA, "Replication", "REGION", "Configuration"],
  [S3BucketPolicy, "BucketPolicies", "REGION", "Resource"],
  [S3BucketLoggingA, "AccessLogs", "REGION", "Resource"],
  [S3BucketMetric, "Buckets", "REGION", "RequestMetrics"],
  [S3BucketLifecycleConfiguration, "Buckets", "REGION", "Lifecycle"],
  [S3BucketServerSideEncryptionConfigurationA, "Buckets", "REGION", "Encryption"],
  [S3BucketOwnershipControls, "Buckets", "REGION", "OwnershipControls"],
  [S3BucketPublicAccessBlock, "Buckets", "REGION", "PublicAccessBlock"],
  [S3BucketVersioningA, "Buckets", "REGION", "Versioning"],
  [S3Bucket, "Buckets", "REGION", "Resource"],
] as const;

function forgetBucket(scope: Construct, region: string): void {
  for (const [{ tfResourceType }, ...ids] of RESOURCES) {
    const path = ids.map((id) => (id === "REGION" ? region : id));
    addStateBlock(scope, "removed", {
      from: addressBelow(scope, tfResourceType, ...path),
      lifecycle: { destroy: false },
    });
  }
}

/** The construct at a path below a scope. It is created if it does not exist. */
function folder(scope: Construct, ...path: readonly string[]): Construct {
  return path.reduce<Construct>(
    (parent, id) => parent.node.tryFindChild(id) ?? new Construct(parent, id),
    scope,
  );
}
