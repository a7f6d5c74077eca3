import type { S3Client } from "@aws-sdk/client-s3";
import { details, toUserError } from "../adapters/aws/errors";
import type { StateBucket } from "../live/state-bucket-parts";

/**
 * The line to add to the environment file if the bucket encrypts with a KMS key by default. Without `kmsKey`, Terraform
 * sends AES256 with each object, which overrides the default of the bucket.
 */
export async function keyHint(s3: S3Client, state: StateBucket, account: string): Promise<string[]> {
  if (state.kmsKey) return [];
  const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
  const command = new GetBucketEncryptionCommand({ Bucket: state.bucket, ExpectedBucketOwner: account });
  const found = await s3.send(command).catch((error: unknown) => {
    if (details(error).status === 404) return undefined;
    const resource = `arn:aws:s3:::${state.bucket}`;
    throw toUserError(error, { action: "s3:GetEncryptionConfiguration", resource });
  });
  const applied = found?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  if (!applied?.SSEAlgorithm?.startsWith("aws:kms")) return [];
  const key = applied.KMSMasterKeyID;
  const overrides = "but Terraform sends AES256 for its state as long as state.kmsKey is not set.";
  return key === undefined
    ? [
        `The bucket encrypts with the AWS managed key aws/s3 by default, ${overrides} Set state.kmsKey to a key ARN to use KMS.`,
      ]
    : [
        `The bucket encrypts with a KMS key by default, ${overrides} Add this line below state in the environment file:`,
        `  kmsKey: ${key}`,
      ];
}
