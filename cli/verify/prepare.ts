import { environmentId } from "../../environment/find";
import type { EnvironmentFile } from "../access-point/argument";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { ExpectedStack } from "../checks/expected";
import { callerIdentity, type Identity } from "../live/identity";
import { exempts } from "./exempt";
import type { DeployedAccessPoint, ObjectCaller, VerifyContext } from "./context";

/** How long us-west-2 may take to describe the access point, in milliseconds. */
const DESCRIBE_TIMEOUT_MS = 10_000;

export interface VerifyOptions {
  /** A role that writes and deletes the canary objects. @default the caller itself */
  readonly writer?: { readonly aws: Aws; readonly arn: string };
  readonly readOnly?: boolean;
  readonly notify?: boolean;
  /** @default 60,000 */
  readonly arrivalTimeoutMs?: number;
}

/** Finds out what the checks share. @throws UserError if nothing can be checked */
export async function prepare(
  aws: Aws,
  { file, environment }: EnvironmentFile,
  { writer, readOnly = false, notify = false, arrivalTimeoutMs = 60_000 }: VerifyOptions = {},
): Promise<VerifyContext> {
  const identity = await callerIdentity(aws);
  const { account } = identity;
  const partition = identity.arn.split(":")[1] || "aws";
  const accessPoint = await describe(aws, identity, partition, environment.name);
  const expected = new ExpectedStack(environmentId(file), environment, {
    account,
    partition,
    ...(accessPoint && { accessPointArn: accessPoint.arn }),
  });
  const members = Object.entries(environment.regions).map(([region, { bucket }]) => ({ region, bucket }));
  const as = (who: { readonly aws: Aws; readonly arn: string }): ObjectCaller => ({
    ...who,
    exempt: exempts(expected, who.arn),
  });
  const own = as({ aws, arn: identity.arn });
  return {
    aws,
    shown: environmentId(file),
    environment,
    expected,
    account,
    partition,
    identity,
    accessPoint,
    members,
    own,
    writer: writer === undefined ? own : as(writer),
    readOnly,
    notify,
    arrivalTimeoutMs,
  };
}

async function describe(
  aws: Aws,
  { account }: Identity,
  partition: string,
  name: string,
): Promise<DeployedAccessPoint | undefined> {
  try {
    const signal = AbortSignal.timeout(DESCRIBE_TIMEOUT_MS);
    const { alias, status } = await describeAccessPoint(aws, account, name, signal);
    return { name, alias, status, arn: `arn:${partition}:s3::${account}:accesspoint/${alias}` };
  } catch (error) {
    if (kindOf(error) === "missing") return undefined;
    throw error;
  }
}
