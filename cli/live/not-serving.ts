import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { describeAccessPoint } from "../adapters/aws/access-point";
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import type { Identity } from "./identity";
import { NoSuchAccessPoint } from "./unreadable";

/** How long us-west-2 may take to say what state an access point is in, in milliseconds. */
const TIMEOUT_MS = 3000;

/** The states of an access point that serves no clients yet, or no longer. */
const IDLE: readonly string[] = ["CREATING", "DELETING"];

/**
 * Why an access point of a change of Regions has no routing, if the change itself explains it: it does not exist yet or
 * any more, or AWS is creating or deleting it. Undefined if no such evidence exists.
 * @param error why its routing cannot be read
 */
export async function notServing(
  aws: Aws,
  argument: EnvironmentArgument,
  identity: () => Promise<Identity>,
  error: unknown,
): Promise<string | undefined> {
  const name = nameOf(argument);
  if (error instanceof NoSuchAccessPoint) return missing(name);
  try {
    const { account } = await identity();
    const { status } = await describeAccessPoint(aws, account, name, AbortSignal.timeout(TIMEOUT_MS));
    return IDLE.includes(status) ? `The access point ${name} is ${status}.` : undefined;
  } catch (problem) {
    return kindOf(problem) === "missing" ? missing(name) : undefined;
  }
}

function missing(name: string): string {
  return `The account has no access point ${name}.`;
}
