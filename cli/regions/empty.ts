/** Empties and removes a bucket that belongs to no access point, after a comparison by version with the members. */
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
import type { BucketPlace } from "../adapters/aws/object-versions";
import { refuseInUse, refuseMember } from "./bucket-in-use";
import { eachKey } from "./compared-keys";
import { incompleteUploads } from "./incomplete-uploads";
import { remove } from "./remove-bucket";

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
