import type { Aws } from "../adapters/aws/aws";
import { describeKey } from "../adapters/aws/kms";
import { notKnown, type CheckOutcome } from "../checks/check";
import { textOf, type ExpectedElement, type ExpectedStack } from "../checks/expected";
import type { Json } from "../synthesized/configuration";

/** The outcome of a comparison with a key that was not found. Undefined if the value names no such key. */
export function unknownKeyOutcome(value: Json, what: string): CheckOutcome | undefined {
  if (!JSON.stringify(value).includes("${aws_kms_key.")) return undefined;
  return notKnown(
    `${what} cannot be compared: KMS did not say which key the stack created.`,
    "Allow kms:DescribeKey to your role, then run the command again.",
  );
}

/** How long KMS and S3 may take, in milliseconds. A key that is not found in time is not known. */
const TIMEOUT_MS = 10_000;

/**
 * Finds the keys that the stack created for its buckets, so that policies and settings with their ARNs can be compared.
 * The alias of a key names it. If the alias points elsewhere, the bucket still names the key, which has the description of
 * the stack.
 */
export async function findCreatedKeys(aws: Aws, expected: ExpectedStack): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const keys = expected.resources("aws_kms_key");
  const encryptions = expected.resources("aws_s3_bucket_server_side_encryption_configuration");
  await Promise.all(
    keys.map(async (key) => {
      const reference = `\${${key.address}.arn}`;
      const encryption = encryptions.find(({ body }) => JSON.stringify(body.rule).includes(reference));
      if (encryption === undefined) return;
      const alias = expected
        .resources("aws_kms_alias")
        .find(({ body }) => textOf(body.target_key_id).includes(`\${${key.address}.`));
      const arn = await findKey(aws, key, textOf(alias?.body.name), textOf(encryption.body.bucket), signal);
      if (arn !== undefined) expected.learn(key.address, "arn", arn);
    }),
  );
}

async function findKey(
  aws: Aws,
  { region, body }: ExpectedElement,
  alias: string,
  bucket: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const describe = (key: string | undefined) =>
    key ? describeKey(aws, region, key, signal).catch(() => undefined) : Promise.resolve(undefined);
  const [named, used] = await Promise.all([
    describe(alias),
    keyOfBucket(aws, region, bucket, signal).then(describe, () => undefined),
  ]);
  const own = [named, used].find((one) => one?.Description === body.description);
  return (own ?? named)?.Arn;
}

async function keyOfBucket(
  aws: Aws,
  region: string,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }), { abortSignal });
  const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
  return rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
}
