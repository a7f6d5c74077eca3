import { endOf } from "../../environment/adopted";
import { environmentId, findEnvironment } from "../../environment/find";
import type { EnvironmentFile } from "../access-point/argument";
import { generations } from "../access-point/generations";
import { describeAccessPoint } from "../adapters/aws/access-point";
import { asRole } from "../adapters/aws/assume-role";
import type { Aws } from "../adapters/aws/aws";
import { isGlobal, kindOf } from "../adapters/aws/errors";
import { ExpectedStack } from "../checks/expected";
import { UserError } from "../errors";
import { bucketOwner } from "../live/bucket-owner";
import { callerIdentity, type Identity } from "../live/identity";
import { lookUp } from "../live/look-up";
import type { AccessPointToCheck } from "./access-points";
import { Canaries } from "./canary/canaries";
import type { DeployedAccessPoint, Member, ObjectCaller, VerifyContext } from "./context";
import { findCreatedKeys } from "./created-keys";
import { exempts } from "./exempt";

/** How long us-west-2 and S3 may take to say whether anything is deployed, in milliseconds. */
const LOOK_UP_TIMEOUT_MS = 10_000;

export interface VerifyOptions {
  /** The ARN of a role that writes and deletes the canary objects. @default the caller itself */
  readonly as?: string;
  readonly readOnly?: boolean;
  readonly notify?: boolean;
  /** How long a canary object may take to arrive, in milliseconds. @default 60,000 */
  readonly arrivalTimeoutMs?: number;
}

/** Finds out what the checks share. @throws UserError if nothing can be checked */
export async function prepare(
  aws: Aws,
  file: EnvironmentFile,
  { as, readOnly = false, notify = false, arrivalTimeoutMs = 60_000 }: VerifyOptions = {},
): Promise<VerifyContext> {
  const { environment } = file;
  const role = as === undefined ? undefined : { aws: asRole(aws, as), arn: as };
  const identity = await callerIdentity(aws);
  // A role that cannot be assumed is reported before anything is written.
  await role?.aws.credentials();
  const { account } = identity;
  const partition = identity.arn.split(":")[1] || "aws";
  const accessPoints = await Promise.all(
    (generations(file) as readonly EnvironmentFile[]).map((one, index, all) =>
      toCheck(aws, one, identity, partition, all.length === 1 ? undefined : index === 0 ? "new" : "previous"),
    ),
  );
  const members = membersOf(accessPoints);
  const [accessPoint, previous] = accessPoints.map(({ deployed }) => deployed);
  const id = environmentId(file.file);
  const deployed = accessPoints.flatMap((one) => one.deployed ?? []);
  if (deployed.length === 0) await expectPart(aws, account, id, environment.name, members);
  const expected = new ExpectedStack(id, environment, {
    account,
    partition,
    ...(accessPoint && { accessPointArn: accessPoint.arn }),
    ...(previous && { previousAccessPointArn: previous.arn }),
  });
  await findCreatedKeys(aws, expected);
  const caller = (who: { readonly aws: Aws; readonly arn: string }): ObjectCaller => ({
    ...who,
    exempt: exempts(expected, who.arn),
  });
  const own = caller({ aws, arn: identity.arn });
  const writer = role === undefined ? own : caller(role);
  const [keyPrefix] = environment.replication.prefixes;
  return {
    aws,
    shown: id,
    argument: findEnvironment(id) === undefined ? file.file : id,
    environment,
    expected,
    account,
    partition,
    identity,
    accessPoint,
    accessPoints,
    members,
    own,
    writer,
    canaries:
      readOnly || deployed.length === 0 || endOf(environment) !== undefined
        ? undefined
        : new Canaries({
            members,
            accessPoints: deployed,
            writer,
            timeoutMs: arrivalTimeoutMs,
            ...(keyPrefix !== undefined && { keyPrefix }),
          }),
    readOnly,
    notify,
    arrivalTimeoutMs,
  };
}

async function toCheck(
  aws: Aws,
  file: EnvironmentFile,
  identity: Identity,
  partition: string,
  generation: AccessPointToCheck["generation"],
): Promise<AccessPointToCheck> {
  const { environment } = file;
  return {
    name: environment.name,
    environment,
    members: Object.entries(environment.regions).map(([region, { bucket }]) => ({ region, bucket })),
    deployed: await find(aws, file, identity, partition),
    ...(generation && { generation }),
  };
}

/** The buckets of all access points, each once. */
export function membersOf(accessPoints: readonly Pick<AccessPointToCheck, "members">[]): Member[] {
  return [
    ...new Map(accessPoints.flatMap(({ members }) => members).map((one) => [one.region, one])).values(),
  ];
}

/** Undefined if the account has no such access point, or if nothing says what it is. */
async function find(
  aws: Aws,
  file: EnvironmentFile,
  identity: Identity,
  partition: string,
): Promise<DeployedAccessPoint | undefined> {
  const { account } = identity;
  const { name } = file.environment;
  try {
    const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS);
    const { alias } = await describeAccessPoint(aws, account, name, signal);
    return { name, alias, arn: `arn:${partition}:s3::${account}:accesspoint/${alias}` };
  } catch (error) {
    if (kindOf(error) === "missing") return undefined;
    if (isGlobal(error)) throw error;
    // us-west-2 does not answer or denies it. The policies of the buckets name the access point, too.
    const arn = await lookUp(aws, file, async () => identity).catch(() => undefined);
    return arn === undefined ? undefined : { name, alias: arn.split("/")[1]!, arn };
  }
}

/** @throws UserError if no part of the environment is in the account */
async function expectPart(
  aws: Aws,
  account: string,
  id: string,
  name: string,
  members: readonly Member[],
): Promise<void> {
  const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS);
  const owners = await Promise.all(
    members.map(({ bucket, region }) =>
      bucketOwner(aws, account, bucket, region, signal).catch(() => "ours" as const),
    ),
  );
  if (owners.includes("ours")) return;
  const taken = members.find((_, index) => owners[index] === "taken");
  if (taken === undefined)
    throw new UserError(
      `The environment is not deployed in the account ${account}: there is no access point ${name}, and none of its buckets exists. Deploy it first (npx cdktf deploy ${id}), or use the credentials of its account.`,
    );
  throw new UserError(
    `The account ${account} has no access point ${name}, and the bucket ${taken.bucket} is not accessible from it. Use the credentials of the account that the environment is deployed in.`,
  );
}
