import {
  nameOf,
  unknownEnvironment,
  type EnvironmentArgument,
  type EnvironmentFile,
} from "../access-point/argument";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { causeOf, explain, isGlobal, kindOf } from "../adapters/aws/errors";
import { UserError } from "../errors";
import type { Identity } from "./identity";
import { arnsInBucketPolicies } from "./member-policies";
import { NoSuchAccessPoint, Unreachable } from "./unreadable";

/** How long us-west-2 may take to look a name up, in milliseconds. */
const lookUpTimeoutMs = 5000;

/** How long us-west-2 is asked alone, in milliseconds. */
const aloneMs = 500;

/**
 * The ARN of an access point that is known by name. us-west-2 alone knows names. If it does not answer, or does not
 * answer in AWS's own form, the policies of the environment's buckets name the access point.
 */
export async function lookUp(
  aws: Aws,
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
): Promise<string> {
  const name = nameOf(argument);
  const caller = identity();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), lookUpTimeoutMs);
  const byName = caller.then(async ({ account, arn }) => {
    const { alias } = await describeAccessPoint(aws, account, name, limit.signal);
    return accessPointArn(arn, account, alias);
  });
  try {
    if (argument.kind !== "file") return await byName;
    // The buckets do not ask who calls, so this also gets around an STS that does not answer.
    const byPolicies = after(aloneMs, byName).then(() =>
      arnsInBucketPolicies(aws, argument.environment, limit.signal),
    );
    const first = await Promise.race([byName, byPolicies.then((arns) => ofFile(aws, arns, argument))]);
    return first ?? (await byName);
  } catch (error) {
    if (error instanceof UserError && !(error instanceof Unreachable)) throw error;
    const kind = kindOf(error);
    if (kind === "missing") throw missing(argument, name, (await caller).account);
    if (argument.kind === "file" && !isLocal(error)) {
      const found = await arnsInBucketPolicies(
        aws,
        argument.environment,
        AbortSignal.timeout(lookUpTimeoutMs),
      );
      const one = await ofFile(aws, found, argument);
      if (one !== undefined) return one;
    }
    if (error instanceof UserError) throw error;
    const { account, arn } = await caller;
    const resource = accessPointArn(arn, account, name);
    const why = explain(error, { action: "s3:GetMultiRegionAccessPoint", resource });
    if (isGlobal(error) || kind === "denied") throw new UserError(why);
    throw new Unreachable(
      `${why} Only us-west-2 knows access points by name. Use the ARN instead of ${name}.`,
      causeOf(error),
    );
  } finally {
    clearTimeout(timer);
    limit.abort();
  }
}

/** @param caller the ARN of the caller, which names the partition */
function accessPointArn(caller: string, account: string, id: string): string {
  return `arn:${caller.split(":")[1] || "aws"}:s3::${account}:accesspoint/${id}`;
}

/** The cause lies on this computer, so no bucket answers otherwise. */
function isLocal(error: unknown): boolean {
  return !(error instanceof Unreachable) && isGlobal(error);
}

/** Resolves after a while, or as soon as the other failed for a reason that a second way may get around. */
function after(milliseconds: number, other: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    timer.unref();
    other.catch((error: unknown) => {
      if (kindOf(error) !== "missing" && kindOf(error) !== "credentials") resolve();
    });
  });
}

/** The access point whose members the file lists. During a change of Regions, the policies name two. */
async function ofFile(
  aws: Aws,
  arns: readonly string[],
  { environment }: EnvironmentFile,
): Promise<string | undefined> {
  if (arns.length < 2) return arns[0];
  const { arnWithMembers } = await import("./arn-with-members");
  return arnWithMembers(
    aws,
    arns,
    Object.values(environment.regions).map(({ bucket }) => bucket),
  );
}

function missing(argument: EnvironmentArgument, name: string, account: string): UserError {
  if (argument.kind === "name")
    return unknownEnvironment(name, `, and the account ${account} has no access point of that name`);
  return new NoSuchAccessPoint(
    `The account ${account} has no Multi-Region Access Point '${name}': deploy the environment first (npx cdktf deploy), or use the credentials of its account.`,
  );
}
