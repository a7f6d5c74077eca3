/**
 * The buckets for the reports of jobs, which Terraform creates beside the member buckets.
 *
 * Ledger: bucket-name
 */
import { DEFAULTS } from "../../constructs/defaults";
import { jobBucketName } from "../../constructs/job-names";
import { asGroup, printed, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";
import type { Environment } from "../schema";
import { regionsOf } from "./regions-of";

/** The names in a file that are also the names of buckets for reports. */
export function jobBucketMistakes(data: unknown): PlacedMistake[] {
  const { repair } = DEFAULTS;
  if ((valueAt(data, ["repair", "batchReplication"]) ?? repair.batchReplication) !== true) return [];
  const members = regionsOf(data).map(([region, value]) => ({ region, bucket: valueAt(value, ["bucket"]) }));
  const memberOf = new Map(
    members.flatMap(({ bucket }) => (typeof bucket === "string" ? [[jobBucketName(bucket), bucket]] : [])),
  );
  const named: (readonly [path: readonly PropertyKey[], bucket: unknown])[] = [
    ...members.map(({ region, bucket }) => [["regions", region, "bucket"], bucket] as const),
    [["state", "bucket"], valueAt(data, ["state", "bucket"])],
    ...Object.entries(asGroup(valueAt(data, ["accessLogs"])) ?? {}).map(
      ([region, bucket]) => [["accessLogs", region], bucket] as const,
    ),
  ];
  return named.flatMap(([path, bucket]) => {
    if (typeof bucket !== "string") return [];
    const member = memberOf.get(bucket);
    if (member === undefined) return [];
    return [
      {
        path,
        message: `is also the name of the bucket for the job reports of ${printed(member)}, which Terraform creates`,
        got: printed(bucket),
        fix: "choose another name, or set repair.batchReplication: false",
      },
    ];
  });
}

/** The names of the buckets for reports that Terraform creates for an environment, with the Region of the member. */
export function jobBucketsOf({ regions, repair }: Environment): Map<string, string> {
  if (!repair.batchReplication) return new Map();
  return new Map(Object.entries(regions).map(([region, { bucket }]) => [jobBucketName(bucket), region]));
}
