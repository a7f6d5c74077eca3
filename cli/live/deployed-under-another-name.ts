import type { IdentifiedEnvironment } from "../../environment/identity";
import type { Deployed } from "../access-point/set-changes";
import { describeAccessPoint, findByAlias, listAccessPoints } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { inState } from "./deployed-in-state";
import { callerIdentity } from "./identity";
import { arnsInBucketPolicies } from "./member-policies";

const TIMEOUT_MS = 15_000;

/** The access point in AWS that an environment file describes, and the other states in its state bucket. */
export interface DeployedInAws {
  /**
   * By the name in the file, by the policies of the member buckets, by the members of an access point, or by another state
   * in the state bucket. Undefined if nothing is deployed.
   */
  readonly deployed?: Deployed;
  /** The keys of other states, if the state is in S3 and may be listed. */
  readonly stateKeys: readonly string[];
}

/** @throws UserError if AWS cannot be asked */
export async function deployedInAws(aws: Aws, environment: IdentifiedEnvironment): Promise<DeployedInAws> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { account } = await callerIdentity(aws);
  const byName = await describeAccessPoint(aws, account, environment.name, signal).catch((error: unknown) => {
    if (kindOf(error) === "missing") return undefined;
    throw error;
  });
  if (byName) return { deployed: byName, stateKeys: [] };
  const arns = await arnsInBucketPolicies(aws, environment, signal);
  const aliases = arns.map((arn) => arn.split("/")[1] ?? "");
  for (const alias of aliases) {
    const deployed = await findByAlias(aws, account, alias, signal);
    if (deployed) return { deployed, stateKeys: await otherStateKeys(aws, environment, signal) };
  }
  const stateKeys = await otherStateKeys(aws, environment, signal);
  const deployed =
    (await withMembers(aws, account, environment, signal)) ??
    (await inOtherStates(aws, environment, stateKeys, signal));
  return deployed ? { deployed, stateKeys } : { stateKeys: [] };
}

/** The access point with a bucket of the file. Without policies, only its members tell that it is the same environment. */
async function withMembers(
  aws: Aws,
  account: string,
  environment: IdentifiedEnvironment,
  signal: AbortSignal,
): Promise<Deployed | undefined> {
  const buckets = bucketNames(environment);
  const all = await listAccessPoints(aws, account, signal).catch(() => []);
  return all.find((one) => one.buckets.some((bucket) => buckets.includes(bucket)));
}

/** The most states that are read. */
const MOST_STATES = 20;

/** The access point in another state of the state bucket that has a bucket of the file. */
async function inOtherStates(
  aws: Aws,
  environment: IdentifiedEnvironment,
  keys: readonly string[],
  abortSignal: AbortSignal,
): Promise<Deployed | undefined> {
  const { state } = environment;
  if (state === "local" || !("bucket" in state) || keys.length === 0) return undefined;
  const buckets = bucketNames(environment);
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(state.region);
  for (const Key of keys.slice(0, MOST_STATES)) {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: state.bucket, Key }), { abortSignal });
      const { deployed } = inState((await Body?.transformToString()) ?? "");
      if (deployed && Object.values(deployed.regions).some((bucket) => buckets.includes(bucket)))
        return deployed;
    } catch {
      // A state that cannot be read tells nothing.
    }
  }
  return undefined;
}

function bucketNames({ regions }: IdentifiedEnvironment): string[] {
  return Object.values(regions).map(({ bucket }) => bucket);
}

async function otherStateKeys(
  aws: Aws,
  { state }: IdentifiedEnvironment,
  abortSignal: AbortSignal,
): Promise<string[]> {
  if (state === "local" || !("bucket" in state)) return [];
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  try {
    const s3 = await aws.s3(state.region);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: state.bucket }), {
      abortSignal,
    });
    return Contents.flatMap(({ Key = "" }) => (Key.endsWith(".tfstate") && Key !== state.key ? [Key] : []));
  } catch {
    // The list only adds a hint.
    return [];
  }
}
