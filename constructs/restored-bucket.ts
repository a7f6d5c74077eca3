import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { KEPT_ARGUMENTS } from "./bucket";
import type { ExistingBucket } from "./existing-bucket";
import { documentOf, existingStatements } from "./existing-policy";
import { KEEP_LIFECYCLE_RULES } from "./lifecycle-rules";

export interface RestoredBucketProps {
  readonly bucket: string;
  /** The configuration before the adoption. */
  readonly existing: ExistingBucket;
  readonly provider?: TerraformProvider;
  /** The parents of the configurations that other constructs created. @default this construct */
  readonly places?: RestoredBucketPlaces;
}

/** The constructs that contain the configurations of an adopted bucket. */
export interface RestoredBucketPlaces {
  /** `MemberBucketPolicy` */
  readonly policy: Construct;
  /** The scope of the bucket in `ReplicationMesh`. */
  readonly replication: Construct;
  /** `ReplicationEvents` */
  readonly notification: Construct;
  /** `AccessLogs`. Undefined if the adoption did not change the access logs, which are then not restored. */
  readonly logs?: Construct;
}

/**
 * An adopted bucket with the configuration that it had before the adoption. It has the ids of `RegionalBucket`, so that
 * Terraform changes the resources in place. A part that did not exist is missing here, and Terraform deletes it.
 *
 * Versioning is the exception: it remains enabled. A bucket whose versioning was never enabled cannot return to that, and
 * suspended versioning overwrites versions.
 *
 * @example
 * new RestoredBucket(stack, "restored", {
 *   bucket: "example-photos-eu-west-1",
 *   existing: { ownership: "BucketOwnerEnforced" },
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class RestoredBucket extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { bucket: name, existing, provider, places }: RestoredBucketProps,
  ) {
    super(scope, id);
    const within = (place: Exclude<keyof RestoredBucketPlaces, "logs">) =>
      places?.[place] ?? new Construct(this, place);
    const { tags } = existing;
    const { id: bucket } = new S3Bucket(this, "Resource", {
      provider,
      bucket: name,
      forceDestroy: false,
      tags: tags && { ...tags },
      lifecycle: { preventDestroy: true, ignoreChanges: KEPT_ARGUMENTS },
    });
    const base = { provider, bucket };
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      ...base,
      versioningConfiguration: { status: "Enabled" },
    });
    const block = existing.publicAccessBlock;
    const access = block && new S3BucketPublicAccessBlock(this, "PublicAccessBlock", { ...base, ...block });
    if (existing.ownership) {
      const rule = { objectOwnership: existing.ownership };
      new S3BucketOwnershipControls(this, "OwnershipControls", { ...base, rule });
    }
    if (existing.encryption) {
      const { algorithm, key, bucketKey } = existing.encryption;
      new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
        ...base,
        rule: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: algorithm, kmsMasterKeyId: key },
            bucketKeyEnabled: bucketKey || undefined,
          },
        ],
      });
    }
    if (existing.lifecycle) {
      const { rules, transitionDefaultMinimumObjectSize } = existing.lifecycle;
      new S3BucketLifecycleConfiguration(this, "Lifecycle", {
        ...base,
        dependsOn: [versioning],
        transitionDefaultMinimumObjectSize,
        rule: [...rules],
        lifecycle: KEEP_LIFECYCLE_RULES,
      });
    }
    if (existing.policy) {
      const { json } = new DataAwsIamPolicyDocument(this, "existing", {
        ...documentOf(existing),
        statement: existingStatements(existing.policy),
      });
      // S3 returns 409 if both are changed at the same time.
      new S3BucketPolicy(within("policy"), "Resource", {
        ...base,
        policy: json,
        dependsOn: access && [access],
      });
    }
    if (existing.replication) {
      const { role, rules, replaced = [] } = existing.replication;
      new S3BucketReplicationConfigurationA(within("replication"), "Configuration", {
        ...base,
        role,
        rule: [...rules, ...replaced],
        dependsOn: [versioning],
      });
    }
    if (existing.logging && places?.logs) {
      const { bucket: targetBucket, prefix: targetPrefix, keyFormat, grants } = existing.logging;
      new S3BucketLoggingA(places.logs, "Resource", {
        ...base,
        targetBucket,
        targetPrefix,
        targetObjectKeyFormat: keyFormat,
        targetGrant: grants && [...grants],
      });
    }
    if (existing.notifications) {
      const { queues = [], topics = [], functions = [], eventBridge = false } = existing.notifications;
      new S3BucketNotification(within("notification"), "Notification", {
        ...base,
        queue: [...queues],
        topic: [...topics],
        lambdaFunction: [...functions],
        eventbridge: eventBridge,
      });
    }
  }
}
