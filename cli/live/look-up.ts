import { nameOf, unknownEnvironment, type EnvironmentArgument } from "../access-point/argument";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { causeOf, explain, isGlobal, kindOf } from "../adapters/aws/errors";
import { UserError } from "../errors";
import type { Identity } from "./identity";
import { arnsInBucketPolicies } from "./member-policies";
import { Unreachable } from "./unreadable";

/** How long us-west-2 may take to look a name up, in milliseconds. */
const lookUpTimeoutMs = 5000;

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
  const { account, arn } = await identity();
  const partition = arn.split(":")[1] || "aws";
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), lookUpTimeoutMs);
  const byName = describeAccessPoint(aws, account, name, limit.signal).then(
    ({ alias }) => `arn:${partition}:s3::${account}:accesspoint/${alias}`,
  );
  try {
    if (argument.kind !== "file") return await byName;
    const byPolicies = after(1000, byName).then(() =>
      arnsInBucketPolicies(aws, argument.environment, limit.signal),
    );
    const first = await Promise.race([byName, byPolicies.then(only)]);
    return first ?? (await byName);
  } catch (error) {
    const kind = kindOf(error);
    if (kind === "missing") throw missing(argument, name, account);
    if (error instanceof UserError) throw error;
    if (argument.kind === "file" && !isGlobal(error)) {
      const found = await arnsInBucketPolicies(
        aws,
        argument.environment,
        AbortSignal.timeout(lookUpTimeoutMs),
      );
      const one = only(found);
      if (one !== undefined) return one;
    }
    const resource = `arn:${partition}:s3::${account}:accesspoint/${name}`;
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

function only(arns: readonly string[]): string | undefined {
  return arns.length === 1 ? arns[0] : undefined;
}

function missing(argument: EnvironmentArgument, name: string, account: string): UserError {
  if (argument.kind === "name")
    return unknownEnvironment(name, `, and the account ${account} has no access point of that name`);
  return new UserError(
    `The account ${account} has no Multi-Region Access Point '${name}': deploy the environment first (npx cdktf deploy), or use the credentials of its account.`,
  );
}
