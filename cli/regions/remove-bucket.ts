/** Deletes a bucket with its versions, delete markers and incomplete uploads. */
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import type { BucketPlace, Version } from "../adapters/aws/object-versions";
import type { Terminal } from "../adapters/terminal";
import { UserError } from "../errors";
import { eachKey } from "./compared-keys";
import type { Upload } from "./incomplete-uploads";
import { emptyProof, prove } from "./proof";
import { count } from "./steps";

const TIMEOUT_MS = 30_000;
/** DeleteObjects takes at most this many keys. */
const BATCH = 1000;

/** Every version is compared again before it is deleted. A run that was interrupted can be repeated. */
export async function remove(
  aws: Aws,
  place: BucketPlace,
  members: readonly BucketPlace[],
  uploads: readonly Upload[],
  terminal: Terminal,
): Promise<void> {
  const { AbortMultipartUploadCommand, DeleteBucketCommand, DeleteBucketPolicyCommand } =
    await import("@aws-sdk/client-s3");
  const { region, bucket } = place;
  const s3 = await aws.s3(region);
  const signal = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  const attempt = async <T>(action: string, run: () => Promise<T>): Promise<T> =>
    run().catch((error: unknown) => {
      throw new UserError(
        `${explain(error, { action, resource: bucket })} The bucket remains. Run the command again after you fixed the cause.`,
      );
    });
  // The policy of the former access point denies requests that bypass it.
  await attempt("s3:DeleteBucketPolicy", () =>
    s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }), signal()),
  );
  for (const { Key, UploadId } of uploads)
    await attempt("s3:AbortMultipartUpload", async () => {
      try {
        await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), signal());
      } catch (error) {
        if (kindOf(error) !== "missing") throw error;
      }
    });
  const proof = emptyProof();
  const kept: string[] = [];
  let deleted = 0;
  let batch: Version[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const failed = await deleteVersions(aws, place, batch);
    kept.push(...failed);
    deleted += batch.length - failed.length;
    batch = [];
    terminal.progress(`Delete versions of ${bucket}: ${deleted} …`);
  };
  await eachKey(aws, place, members, async (key) => {
    for (const version of prove(proof, key)) {
      batch.push(version);
      if (batch.length === BATCH) await flush();
    }
  });
  await flush();
  if (kept.length > 0)
    throw new UserError(
      `${count(deleted, "version")} deleted. S3 refused to delete ${kept.length}, such as ${kept[0]}. The bucket remains. Run the command again when nothing holds them.`,
    );
  if (proof.only > 0)
    throw new UserError(
      `${count(proof.only, "new version")} only in ${bucket}: something still writes to it. Nothing of this was deleted, and the bucket remains. Find the writer, then run the command again.`,
    );
  try {
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }), signal());
  } catch (error) {
    if (details(error).code === "NoSuchBucket") return;
    throw new UserError(
      details(error).code === "BucketNotEmpty"
        ? `${count(deleted, "version")} deleted, but ${bucket} is not empty: something still writes to it. Find the writer, then run the command again.`
        : `${count(deleted, "version")} deleted, and the bucket remains. ${explain(error, { action: "s3:DeleteBucket", resource: bucket })}`,
    );
  }
  terminal.say(`The bucket ${bucket} is deleted, with ${deleted} versions and delete markers.`);
}

/** @returns the versions that S3 refused to delete, each with the reason */
async function deleteVersions(
  aws: Aws,
  { region, bucket }: BucketPlace,
  versions: readonly Version[],
): Promise<string[]> {
  const { DeleteObjectsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  try {
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
      { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    return Errors.filter(({ Code }) => Code !== "NoSuchVersion").map(
      ({ Key, VersionId, Code, Message }) => `${Key} (${VersionId}): ${Message ?? Code}`,
    );
  } catch (error) {
    throw new UserError(
      `${explain(error, { action: "s3:DeleteObjectVersion", resource: `${bucket}/*` })} Some versions were deleted, each of which exists in another bucket. The bucket remains. Run the command again.`,
    );
  }
}
