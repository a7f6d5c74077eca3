import { isAdopted, readAdopted } from "../../environment/adopted";
import type { Environment, LoadedEnvironment } from "../../environment/load";
import { accessPointChange, accessPointSentence } from "../adopt/access-point-changes";
import { changeSentence, changesSince } from "../adopt/changes";
import type { Aws } from "../adapters/aws/aws";

/** The differences between the adopted buckets and the adopted access point of an environment and their record. */
export interface AdoptedProblems {
  /** The differences for which Terraform refuses the plan, or which it would overwrite without a record. A sentence each. */
  readonly errors: readonly string[];
  /** Buckets and access points that cannot be compared. */
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
  const recorded = environment.accessPoint === "adopt" ? record.accessPoint : undefined;
  const [{ changes }, accessPoint] = await Promise.all([
    changesSince(aws, environment, members, record),
    recorded && accessPointChange(aws, environment, recorded),
  ]);
  const all = [
    ...changes.map((one) => ({ ...one, subject: one.bucket, sentence: changeSentence(one, file) })),
    ...(accessPoint
      ? [
          {
            ...accessPoint,
            subject: accessPoint.accessPoint,
            sentence: accessPointSentence(accessPoint, file),
          },
        ]
      : []),
  ];
  return {
    errors: all.filter(({ unread }) => !unread).map(({ sentence }) => sentence),
    warnings: all.flatMap(({ subject, reason, unread }) =>
      unread ? [`${subject} cannot be compared with its record. ${reason}`] : [],
    ),
  };
}
