import type { IdentifiedEnvironment } from "../../environment/identity";
import type { Deployed } from "../access-point/set-changes";
import { describeAccessPoint, findByAlias } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { callerIdentity } from "./identity";
import { arnsInBucketPolicies } from "./member-policies";

const TIMEOUT_MS = 15_000;

/** The access point in AWS that an environment file describes, and the other states in its state bucket. */
export interface DeployedInAws {
  /** By the name in the file, or by the policies of the member buckets. Undefined if nothing is deployed. */
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
  return { stateKeys: [] };
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
