import { isAdopted, readAdopted } from "../../environment/adopted";
import type { Environment, LoadedEnvironment } from "../../environment/load";
import { changeSentence, changesSince } from "../adopt/changes";
import type { Aws } from "../adapters/aws/aws";

/** The differences between the adopted buckets of an environment and their record. */
export interface AdoptedProblems {
  /** Changes with which Terraform refuses the plan, or would overwrite what nobody recorded: one sentence each. */
  readonly errors: readonly string[];
  /** Buckets that cannot be compared. */
  readonly warnings: readonly string[];
}

/** Whether the environment adopts buckets. A bucket that is given back or forgotten is not compared. */
export function isAdopting({ regions }: Pick<Environment, "regions">): boolean {
  return Object.values(regions).some(({ adopt }) => adopt === true);
}

/**
 * Compares the adopted buckets with NAME.adopted.yaml before Terraform runs. Terraform notices some of the changes, and it
 * prints its errors after it has read every resource.
 */
export async function adoptedProblems(
  aws: Aws,
  { file, environment }: Pick<LoadedEnvironment, "file" | "environment">,
): Promise<AdoptedProblems> {
  const record = readAdopted(file);
  if (!isAdopted(record)) return { errors: [], warnings: [] };
  const members = Object.entries(environment.regions).flatMap(([region, { bucket, adopt }]) =>
    adopt === true && record.buckets[bucket] ? [{ region, bucket }] : [],
  );
  const changes = await changesSince(aws, members, record);
  return {
    errors: changes.filter(({ unread }) => !unread).map((change) => changeSentence(change, file)),
    warnings: changes.flatMap(({ bucket, reason, unread }) =>
      unread ? [`${bucket} cannot be compared with its record. ${reason}`] : [],
    ),
  };
}
