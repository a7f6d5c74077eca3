import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";
import { BUCKET_NAME_LENGTH } from "./limits";
import { denyInsecureTransport } from "./statements";

export interface JobBucketProps {
  /** The bucket's name. */
  readonly bucket: string;
  /** The bucket's Region. A job can use a bucket in its own Region only. */
  readonly region: string;
  /** The provider of that Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** Days after which S3 deletes manifests and reports. @default 90 */
  readonly expireAfterDays?: number;
}

/**
 * A bucket for the manifests and completion reports of S3 Batch Replication jobs in one Region: private, encrypted with
 * S3 managed keys, only over TLS, and expiring. It is not versioned and must not be a member of an access point. A
 * destroy also deletes its objects.
 *
 * @example
 * const reports = new JobBucket(stack, "jobs", { bucket: "example-photos-eu-west-1-jobs", region: "eu-west-1" });
 */
export class JobBucket extends Construct {
  readonly region: string;
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: JobBucketProps) {
    super(scope, id);
    const { provider, region } = props;
    const { minimum, maximum } = BUCKET_NAME_LENGTH;
    const { length } = props.bucket;
    if (!Token.isUnresolved(props.bucket) && (length < minimum || length > maximum)) {
      throw new PropsError(
        this,
        `'bucket' should have ${minimum} to ${maximum} characters, got '${props.bucket}' (${length})`,
      );
    }
    this.region = region;
    this.bucket = new S3Bucket(this, "Resource", { provider, bucket: props.bucket, forceDestroy: true });
    const bucket = this.bucket.id;
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      provider,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "OwnershipControls", {
      provider,
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      provider,
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      provider,
      bucket,
      rule: [
        {
          id: "expire-manifests-and-reports",
          status: "Enabled",
          filter: [{}],
          expiration: [{ days: props.expireAfterDays ?? DEFAULTS.repair.expireReportsAfterDays }],
          abortIncompleteMultipartUpload: [
            { daysAfterInitiation: DEFAULTS.lifecycle.abortIncompleteUploadsAfterDays },
          ],
        },
      ],
    });
    const document = new DataAwsIamPolicyDocument(this, "tls", {
      statement: [denyInsecureTransport([this.bucket.arn, `${this.bucket.arn}/*`])],
    });
    new S3BucketPolicy(this, "Policy", {
      provider,
      bucket,
      policy: document.json,
      // S3 returns 409 if both are changed at the same time.
      dependsOn: [publicAccessBlock],
    });
  }

  get arn(): string {
    return this.bucket.arn;
  }
}
