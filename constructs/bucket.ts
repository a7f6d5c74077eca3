import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import {
  S3BucketServerSideEncryptionConfigurationA,
  type S3BucketServerSideEncryptionConfigurationRuleA,
} from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { adoptionConditions } from "./adoption-conditions";
import { DEFAULTS } from "./defaults";
import type { EncryptionKey } from "./encryption-key";
import { PropsError } from "./errors";
import type { ExistingBucket } from "./existing-bucket";
import { KEEP_LIFECYCLE_RULES, lifecycleRules, rulesOfExisting } from "./lifecycle-rules";
import type { MemberBucket } from "./member-bucket";
import { retentionRule, type ObjectLock } from "./object-lock";

/** The id of the request metrics filter. The filter covers all objects of the bucket. */
export const REQUEST_METRICS_FILTER = "EntireBucket";

/**
 * Arguments that Terraform does not change in an existing bucket. It keeps its tags, and an import has no
 * `force_destroy`. If Terraform updates a bucket, the provider also writes the replication configuration from before the
 * apply, and would write it again after its deletion at the end of an adoption.
 */
export const KEPT_ARGUMENTS = ["tags", "tags_all", "force_destroy"];

export interface RegionalBucketProps {
  /** The bucket's name. */
  readonly bucket: string;
  /** The bucket's Region. */
  readonly region: string;
  /** The provider of that Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** Prevent Terraform from destroying the bucket. If false, a destroy also deletes all objects. @default true */
  readonly protect?: boolean;
  /** Days after which S3 deletes an incomplete multipart upload. @default 7 */
  readonly abortIncompleteUploadsAfterDays?: number;
  /** Days after which S3 deletes a noncurrent version. @default 90 */
  readonly expireNoncurrentVersionsAfterDays?: number;
  /** Publish S3 request metrics for the whole bucket (filter `EntireBucket`). @default true */
  readonly requestMetrics?: boolean;
  /** The KMS key of the objects, in the Region of the bucket. S3 Bucket Keys are on. @default S3 managed keys (SSE-S3) */
  readonly encryptionKey?: EncryptionKey;
  /**
   * Object Lock, with or without a default retention. AWS cannot disable it again. It is also enabled on a bucket that
   * Terraform created earlier, without a replacement. An `existing` bucket keeps its own configuration.
   * @default false
   */
  readonly objectLock?: ObjectLock;
  /**
   * The bucket exists with this configuration: Terraform imports it, and changes only what replication and access need.
   * It is then always protected, whatever `protect` says. @default creates the bucket
   */
  readonly existing?: ExistingBucket;
}

/**
 * A member bucket of a Multi-Region Access Point: versioned, encrypted, private, with ACLs disabled (bucket owner
 * enforced) and protected from destroy. S3 does not replicate lifecycle actions, so give every member bucket the same
 * lifecycle rules. S3 Lifecycle does not act on objects whose replication is pending or failed.
 *
 * @example
 * import { App, TerraformStack } from "cdktf";
 * import { MultiRegionAccessPoint, RegionalBucket, RegionalProviders } from "terraform-s3-multi-region-access-point";
 *
 * // The examples of the other constructs continue this one.
 * const app = new App();
 * const stack = new TerraformStack(app, "photos");
 * const providers = new RegionalProviders(stack, "Providers", { regions: ["eu-west-1", "us-east-1"] });
 * const buckets = ["eu-west-1", "us-east-1"].map(
 *   (region) =>
 *     new RegionalBucket(stack, region, {
 *       region,
 *       bucket: `example-photos-${region}`,
 *       provider: providers.in(region),
 *     }),
 * );
 * const accessPoint = new MultiRegionAccessPoint(stack, "AccessPoint", { name: "photos", buckets });
 */
export class RegionalBucket extends Construct implements MemberBucket {
  readonly region: string;
  readonly provider?: TerraformProvider;
  readonly bucket: S3Bucket;
  /** A replication configuration must depend on the versioning of its source and of its destinations. */
  readonly versioning: S3BucketVersioningA;
  readonly publicAccessBlock: S3BucketPublicAccessBlock;
  readonly requestMetrics: boolean;
  readonly encryptionKey?: EncryptionKey;
  readonly defaultEncryption?: S3BucketServerSideEncryptionConfigurationA;
  readonly objectLock: boolean;
  readonly objectLockConfiguration?: S3BucketObjectLockConfigurationA;
  readonly existing?: ExistingBucket;

  constructor(scope: Construct, id: string, props: RegionalBucketProps) {
    super(scope, id);
    const { provider, existing } = props;
    const protect = existing !== undefined || (props.protect ?? DEFAULTS.protect);
    this.existing = existing;
    const importIf = (exists: unknown, resource: TerraformResource): void => {
      if (existing && exists) resource.importFrom(props.bucket);
    };
    const {
      abortIncompleteUploadsAfterDays = DEFAULTS.lifecycle.abortIncompleteUploadsAfterDays,
      expireNoncurrentVersionsAfterDays = DEFAULTS.lifecycle.expireNoncurrentVersionsAfterDays,
    } = props;
    this.region = props.region;
    this.provider = provider;
    this.requestMetrics = props.requestMetrics ?? DEFAULTS.monitoring.requestMetrics;

    const { objectLock = false } = props;
    if (existing && objectLock)
      throw new PropsError(
        this,
        "'objectLock' should not be set for an 'existing' bucket, which keeps its own",
      );
    this.objectLock = existing?.objectLock ?? objectLock !== false;

    this.bucket = new S3Bucket(this, "Resource", {
      provider,
      bucket: props.bucket,
      objectLockEnabled: objectLock ? true : undefined,
      forceDestroy: !protect,
      tags: existing?.tags && { ...existing.tags },
      lifecycle:
        protect || objectLock
          ? {
              ...(protect && { preventDestroy: true }),
              ...(existing && { postcondition: adoptionConditions(props.bucket, existing) }),
              ...(existing && { ignoreChanges: KEPT_ARGUMENTS }),
              // The attribute is for new buckets. On another bucket, Terraform would replace the bucket, although the
              // configuration below enables Object Lock without that. Ledger: object-lock-existing
              ...(objectLock && { ignoreChanges: ["object_lock_enabled"] }),
            }
          : undefined,
    });
    importIf(true, this.bucket);
    const bucket = this.bucket.id;

    this.versioning = new S3BucketVersioningA(this, "Versioning", {
      provider,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    importIf(existing?.versioning, this.versioning);
    if (objectLock) {
      this.objectLockConfiguration = new S3BucketObjectLockConfigurationA(this, "ObjectLock", {
        provider,
        bucket,
        rule: retentionRule(this, objectLock),
        dependsOn: [this.versioning],
      });
    }
    this.publicAccessBlock = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      provider,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    importIf(existing?.publicAccessBlock, this.publicAccessBlock);
    const ownership = new S3BucketOwnershipControls(this, "OwnershipControls", {
      provider,
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    importIf(existing?.ownership, ownership);
    const { encryptionKey } = props;
    const defaultEncryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      provider,
      bucket,
      rule: [encryptionRule(encryptionKey, existing)],
    });
    importIf(existing?.encryption, defaultEncryption);
    this.encryptionKey = encryptionKey;
    if (encryptionKey && !encryptionKey.retired) this.defaultEncryption = defaultEncryption;
    const days = { abortIncompleteUploadsAfterDays, expireNoncurrentVersionsAfterDays };
    const rule = existing ? rulesOfExisting(existing, days) : lifecycleRules(days);
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      provider,
      bucket,
      // The rule for noncurrent versions requires versioning.
      dependsOn: [this.versioning],
      transitionDefaultMinimumObjectSize: existing?.lifecycle?.transitionDefaultMinimumObjectSize,
      rule,
      lifecycle: existing?.lifecycle && KEEP_LIFECYCLE_RULES,
    });
    importIf(existing?.lifecycle, lifecycle);
    if (this.requestMetrics) {
      const metric = new S3BucketMetric(this, "RequestMetrics", {
        provider,
        bucket,
        name: REQUEST_METRICS_FILTER,
      });
      if (existing?.requestMetrics) metric.importFrom(`${props.bucket}:${REQUEST_METRICS_FILTER}`);
    }
  }

  /** The bucket's name as it is written. */
  get nameInput(): string {
    return this.bucket.bucketInput ?? "";
  }

  /** The bucket's name, as a reference to the resource. */
  get name(): string {
    return this.bucket.id;
  }

  get arn(): string {
    return this.bucket.arn;
  }
}

function encryptionRule(
  key: EncryptionKey | undefined,
  existing: ExistingBucket | undefined,
): S3BucketServerSideEncryptionConfigurationRuleA {
  if (!key || key.retired) {
    const unchanged = existing?.encryption?.algorithm === "AES256" && existing.encryption.bucketKey;
    return {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
      ...(unchanged && { bucketKeyEnabled: true }),
    };
  }
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
    bucketKeyEnabled: true,
  };
}
