import type { S3Client } from "@aws-sdk/client-s3";
import type { Aws } from "../adapters/aws/aws";
import { details, toUserError, type Call } from "../adapters/aws/errors";
import { callerIdentity } from "../live/identity";
import { keyHint } from "./key-hint";
import { partsOf, type StateBucket } from "../live/state-bucket-parts";
import { UserError } from "../errors";

/**
 * Creates the bucket for Terraform's state, or adds the missing properties to an existing one. Safe to repeat.
 * `report` receives one line for each property.
 */
export async function createStateBucket(
  environment: { readonly state: StateBucket | "local" },
  aws: Aws,
  report: (line: string) => void,
): Promise<void> {
  const { state } = environment;
  if (state === "local") return report("The state is local: no bucket is needed.");
  const { account, arn } = await callerIdentity(aws);
  const s3 = await aws.s3(state.region);
  const partition = arn.split(":")[1] || "aws";
  const bucketArn = `arn:${partition}:s3:::${state.bucket}`;
  const made = await ensureExists(s3, state, account);
  report(
    made
      ? `Created the bucket ${state.bucket} in ${state.region}.`
      : `The bucket ${state.bucket} exists in ${state.region}.`,
  );

  for (const part of partsOf(s3, state, bucketArn, account)) {
    const call = { action: part.action, resource: bucketArn };
    const there = await part.isThere().catch((error: unknown) => {
      throw toUserError(error, { ...call, action: part.reads });
    });
    if (!there)
      await part.add().catch((error: unknown) => {
        throw toUserError(error, call);
      });
    report(`${part.is}: ${there ? "already set" : "set"}`);
  }
  for (const line of await keyHint(s3, state, account)) report(line);
}

async function ensureExists(s3: S3Client, state: StateBucket, account: string): Promise<boolean> {
  const { HeadBucketCommand, CreateBucketCommand, GetBucketLocationCommand } =
    await import("@aws-sdk/client-s3");
  const { bucket: Bucket, region } = state;
  const owned = { Bucket, ExpectedBucketOwner: account };
  try {
    const head = await s3.send(new HeadBucketCommand(owned));
    const found =
      head.BucketRegion ??
      ((await s3.send(new GetBucketLocationCommand(owned))).LocationConstraint || "us-east-1");
    if (found !== region) throw elsewhere(state, found);
    return false;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { status } = details(error);
    if (status === 301 || status === 400) throw elsewhere(state, regionOf(error));
    if (status === 403) throw someoneElses(state, account);
    if (status !== 404) throw toUserError(error, call("s3:ListBucket", Bucket));
  }
  const BucketNamespace = namespaceOf(state, account);
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        ...(BucketNamespace && { BucketNamespace }),
        ObjectOwnership: "BucketOwnerEnforced",
        ...(region !== "us-east-1" && {
          CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" },
        }),
      }),
    );
    return true;
  } catch (error) {
    const { code } = details(error);
    if (code === "BucketAlreadyExists") throw someoneElses(state, account);
    if (code === "BucketAlreadyOwnedByYou") throw elsewhere(state, undefined);
    throw toUserError(error, call("s3:CreateBucket", Bucket));
  }
}

const call = (action: string, bucket: string): Call => ({ action, resource: `arn:aws:s3:::${bucket}` });

function elsewhere({ bucket, region }: StateBucket, found: string | undefined): UserError {
  return new UserError(
    `The bucket ${bucket} is in ${found ?? "another Region"}, not in ${region}: set state.region to the Region of the bucket, or choose another name for state.bucket.`,
  );
}

function someoneElses({ bucket }: StateBucket, account: string): UserError {
  return new UserError(
    `The bucket ${bucket} exists and the account ${account} may not use it: it belongs to another account, or your role lacks s3:ListBucket on it. Choose another name for state.bucket, or use the credentials of its owner.`,
  );
}

function regionOf(error: unknown): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.["x-amz-bucket-region"];
}

/**
 * The namespace of a new bucket. Names that end with -an are reserved for the account regional namespace, which the
 * request has to ask for: PREFIX-ACCOUNT-REGION-an (Amazon S3 User Guide, "Namespaces for general purpose buckets").
 */
function namespaceOf({ bucket, region }: StateBucket, account: string): "account-regional" | undefined {
  if (!bucket.endsWith("-an")) return undefined;
  const ending = `-${account}-${region}-an`;
  if (bucket.endsWith(ending) && bucket.length > ending.length) return "account-regional";
  throw new UserError(
    `The bucket ${bucket} does not exist and cannot be created: AWS reserves the ending -an for account regional names, which end with ${ending} in this account and Region. Choose another name for state.bucket.`,
  );
}
