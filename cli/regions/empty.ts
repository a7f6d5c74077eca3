/** Empties and removes a bucket that belongs to no access point, after a comparison by version with the members. */
import { listAccessPoints } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { bucketOwner } from "../live/bucket-owner";
import { callerIdentity } from "../live/identity";
import { bytes } from "../text/numbers";
import { list, type ChangingEnvironment } from "./change";
import { places } from "./facts";
import { emptyProof, prove, type Proof } from "./proof";
import { count } from "./steps";
import { pagesOf, type BucketPlace, type Version } from "../adapters/aws/object-versions";
import { byKey, merged } from "./versions";

export interface EmptyOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** Whether questions may be asked. */
  readonly interactive: boolean;
}

export interface EmptyResult extends BucketPlace {
  readonly versions: number;
  readonly deleteMarkers: number;
  readonly incompleteUploads: number;
  /** Versions that exist only in this bucket. */
  readonly onlyHere: number;
  readonly removed: boolean;
}

const TIMEOUT_MS = 30_000;
/** DeleteObjects takes at most this many keys. */
const BATCH = 1000;

/**
 * @throws UserError before anything is deleted if the bucket is in use, has versions of its own, or is not confirmed
 */
export async function emptyBucket(
  aws: Aws,
  id: string,
  environment: ChangingEnvironment,
  place: BucketPlace,
  terminal: Terminal,
  options: EmptyOptions,
): Promise<EmptyResult> {
  refuseMember(id, environment, place);
  const members = places(environment.regions);
  const { account } = await callerIdentity(aws);
  if (!(await exists(aws, account, place, terminal))) return { ...nothing(place), removed: true };
  await refuseInUse(aws, account, place);
  const uploads = await incompleteUploads(aws, place);
  const proof = emptyProof();
  await eachKey(aws, place, members, (key) => {
    prove(proof, key);
    const seen = proof.versions + proof.markers;
    if (seen % 1000 === 0) terminal.progress(`Compare versions of ${place.bucket}: ${seen} …`);
    return Promise.resolve();
  });
  const found = {
    ...place,
    versions: proof.versions,
    deleteMarkers: proof.markers,
    incompleteUploads: uploads.length,
    onlyHere: proof.only,
    removed: false,
  };
  const compared = `${place.bucket}: ${counted(proof, uploads.length)}. They were compared with ${list(members.map(({ bucket }) => bucket))}.`;
  if (proof.only > 0) throw new UserError(onlyHere(id, place, proof, compared));
  terminal.say(`${compared} No version exists only in ${place.bucket}.`);
  await warnOfLock(aws, place, terminal);
  if (options.dryRun) {
    terminal.say("Nothing was deleted (--dry-run).");
    return found;
  }
  await confirmed(place, terminal, options);
  await remove(aws, place, members, uploads, terminal);
  return { ...found, removed: true };
}

function nothing(place: BucketPlace): EmptyResult {
  return { ...place, versions: 0, deleteMarkers: 0, incompleteUploads: 0, onlyHere: 0, removed: false };
}

/** A bucket of either set is in use. */
function refuseMember(
  id: string,
  { name, regions, previous }: ChangingEnvironment,
  { bucket }: BucketPlace,
): void {
  const region = Object.entries(regions).find(([, one]) => one.bucket === bucket)?.[0];
  if (region !== undefined)
    throw new UserError(
      `${bucket} is the bucket of ${region} in ${name}. Only a bucket that is in no access point can be removed. To take it out, run: mrap regions remove ${region} ${id}`,
      ExitStatus.usage,
    );
  if (Object.values(previous?.regions ?? {}).some((one) => one.bucket === bucket))
    throw new UserError(
      `Step 7 is missing: ${bucket} still belongs to the access point ${previous!.name}. Retire it first: mrap regions retire ${id}`,
    );
}

async function refuseInUse(aws: Aws, account: string, { bucket }: BucketPlace): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const all = await listAccessPoints(aws, account, signal).catch((error: unknown) => {
    throw new UserError(
      explain(error, { action: "s3:ListMultiRegionAccessPoints", resource: `the account ${account}` }),
    );
  });
  const user = all.find(({ buckets }) => buckets.includes(bucket));
  if (user === undefined) return;
  throw new UserError(
    `Step 7 is missing: ${bucket} still belongs to the access point ${user.name} (${user.status}). Delete the access point first: deploy the environment without it.`,
  );
}

async function exists(aws: Aws, account: string, place: BucketPlace, terminal: Terminal): Promise<boolean> {
  const { bucket, region } = place;
  const call = { action: "s3:ListBucket", resource: bucket };
  const owner = await bucketOwner(aws, account, bucket, region, AbortSignal.timeout(TIMEOUT_MS)).catch(
    (error: unknown) => {
      throw new UserError(explain(error, call));
    },
  );
  if (owner === "ours") return true;
  if (owner === "free") {
    terminal.say(`The bucket ${bucket} does not exist. There is nothing to do.`);
    return false;
  }
  throw new UserError(
    owner === "elsewhere"
      ? `The bucket ${bucket} is not in ${region}. Name its Region.`
      : `The bucket ${bucket} does not belong to the account ${account}, or you have no permission for it. Nothing was deleted.`,
  );
}

/** @throws UserError if a bucket cannot be listed */
async function eachKey(
  aws: Aws,
  place: BucketPlace,
  members: readonly BucketPlace[],
  use: (key: Parameters<typeof prove>[1]) => Promise<void>,
): Promise<void> {
  const listed = (one: BucketPlace) => byKey(listing(aws, one));
  for await (const key of merged([place, ...members].map(listed))) {
    if (key.versions[0]!.length > 0) await use(key);
  }
}

async function* listing(aws: Aws, place: BucketPlace): ReturnType<typeof pagesOf> {
  try {
    yield* pagesOf(aws, place);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = explain(error, { action: "s3:ListBucketVersions", resource: place.bucket });
    throw new UserError(
      `${place.bucket} cannot be listed, so nothing is proved. No further version is deleted. ${reason}`,
    );
  }
}

interface Upload {
  readonly Key: string;
  readonly UploadId: string;
}

async function incompleteUploads(aws: Aws, { region, bucket }: BucketPlace): Promise<Upload[]> {
  const { ListMultipartUploadsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const found: Upload[] = [];
  let markers: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await s3
      .send(new ListMultipartUploadsCommand({ Bucket: bucket, ...markers }), {
        abortSignal: AbortSignal.timeout(TIMEOUT_MS),
      })
      .catch((error: unknown) => {
        throw new UserError(explain(error, { action: "s3:ListBucketMultipartUploads", resource: bucket }));
      });
    for (const { Key = "", UploadId = "" } of page.Uploads ?? []) found.push({ Key, UploadId });
    if (!page.IsTruncated || page.NextKeyMarker === undefined) return found;
    markers = {
      KeyMarker: page.NextKeyMarker,
      ...(page.NextUploadIdMarker && { UploadIdMarker: page.NextUploadIdMarker }),
    };
  }
}

function counted({ versions, markers, bytes: size }: Proof, uploads: number): string {
  return `${count(versions, "version")} (${bytes(size)}), ${count(markers, "delete marker")}, ${count(uploads, "incomplete upload")}`;
}

function onlyHere(
  id: string,
  { bucket, region }: BucketPlace,
  { only, examples }: Proof,
  compared: string,
): string {
  const names = examples.map(({ key, versionId }) => `${key} (${versionId})`);
  return `${compared} ${count(only, "version")} ${only === 1 ? "exists" : "exist"} only in ${bucket}, such as ${names.join(", ")}. Nothing was deleted. Copy the versions that you need to a member, delete these versions from ${bucket} yourself, and run the command again: mrap regions empty ${region} ${id} --bucket ${bucket}`;
}

/** Versions under a retention or a legal hold cannot be deleted. */
async function warnOfLock(aws: Aws, { region, bucket }: BucketPlace, terminal: Terminal): Promise<void> {
  const { GetObjectLockConfigurationCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  try {
    const { ObjectLockConfiguration } = await s3.send(
      new GetObjectLockConfigurationCommand({ Bucket: bucket }),
      { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    if (ObjectLockConfiguration?.ObjectLockEnabled === "Enabled")
      terminal.warn(
        `Object Lock is enabled for ${bucket}. A version under a retention or a legal hold cannot be deleted before it ends. The bucket then remains.`,
      );
  } catch (error) {
    if (details(error).code === "ObjectLockConfigurationNotFoundError" || kindOf(error) === "missing") return;
    terminal.warn(
      `Not known: whether Object Lock is enabled. ${explain(error, { action: "s3:GetBucketObjectLockConfiguration", resource: bucket })}`,
    );
  }
}

async function confirmed(
  { bucket }: BucketPlace,
  terminal: Terminal,
  { yes, interactive }: EmptyOptions,
): Promise<void> {
  if (yes) return;
  if (!interactive)
    throw new UserError(
      `There is no terminal to confirm the deletion of ${bucket}. Nothing was deleted. Add --yes to delete it.`,
      ExitStatus.usage,
    );
  const answer = await terminal.ask(
    `This deletes the bucket ${bucket} and everything in it, for good. Type the name of the bucket to confirm: `,
  );
  if (answer !== bucket) throw new UserError("Not confirmed. Nothing was deleted.");
}

/** Every version is compared again before it is deleted. A run that was interrupted can be repeated. */
async function remove(
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
