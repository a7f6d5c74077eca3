/** The access points that a run checks: one, or two while the Regions of the environment are changed. */
import type { Environment } from "../../environment/load";
import type { Check } from "../checks/check";
import type { DeployedAccessPoint, Member, VerifyContext } from "./context";

/** An access point of the environment. */
export interface AccessPointToCheck {
  readonly name: string;
  /** The environment with only this access point. */
  readonly environment: Environment;
  readonly members: readonly Member[];
  /** Undefined if there is no such access point, or if it cannot be found. */
  readonly deployed: DeployedAccessPoint | undefined;
  /** Undefined for the only access point. During a change, clients still use the previous one. */
  readonly generation?: "new" | "previous";
}

/** Its ARN, or one with its name in place of the alias. */
export function resourceOf({ name, deployed }: AccessPointToCheck, context: VerifyContext): string {
  return deployed?.arn ?? `arn:${context.partition}:s3::${context.account}:accesspoint/${name}`;
}

/** The key of a check of one access point. */
export function keyFor({ name, generation }: AccessPointToCheck, id: string): string {
  return generation === "previous" ? `${id} ${name}` : id;
}

/** The keys of a check that every access point has. */
export function keysFor({ accessPoints }: Pick<VerifyContext, "accessPoints">, id: string): string[] {
  return accessPoints.map((one) => keyFor(one, id));
}

/**
 * A check of one access point. During a change of Regions, its line names the access point. The check of the new one keeps
 * its key.
 */
export function checkOf({ name, generation }: AccessPointToCheck, check: Check): Check {
  if (generation === undefined) return check;
  if (generation === "new") return { ...check, title: `${check.title}, ${name}`, accessPoint: name };
  return {
    ...check,
    subject: check.subject === undefined ? name : `${name} ${check.subject}`,
    accessPoint: name,
  };
}

/** The access points in a sentence: `the access point`, or both names. */
export function throughText({ accessPoints }: Pick<VerifyContext, "accessPoints">): string {
  return accessPoints.every(({ generation }) => generation === undefined)
    ? "the access point"
    : accessPoints.map(({ name }) => name).join(" and ");
}
