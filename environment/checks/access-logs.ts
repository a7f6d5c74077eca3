/**
 * The buckets that receive access logs. Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
 *
 * Ledger: access-logs
 */
import { asGroup, printed, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function accessLogMistakes(data: unknown): PlacedMistake[] {
  const regions = regionsOf(data).map(([name]) => name);
  const memberOf = new Map(regionsOf(data).map(([name, region]) => [valueAt(region, ["bucket"]), name]));
  const earlier = new Map<string, string>();
  return Object.entries(asGroup(valueAt(data, ["accessLogs"])) ?? {}).flatMap(([name, bucket]) => {
    const path = ["accessLogs", name];
    if (!regions.includes(name)) {
      return [
        {
          path,
          aboutKey: true,
          message: "is not a Region of this environment",
          got: printed(name),
          allowed: regions.map(printed).join(", "),
          fix: "remove it, or name a Region of this environment",
        },
      ];
    }
    if (typeof bucket !== "string") return [];
    const mistake = (message: string): PlacedMistake[] => [
      {
        path,
        message,
        got: printed(bucket),
        allowed: `an existing bucket in ${printed(name)} that is not a member`,
        fix: "name another bucket for the logs",
      },
    ];
    const member = memberOf.get(bucket);
    if (member !== undefined)
      return mistake(
        `is also the member bucket in ${printed(member)}. Its access logs would be replicated and logged again`,
      );
    const other = earlier.get(bucket);
    earlier.set(bucket, other ?? name);
    return other === undefined
      ? []
      : mistake(
          `is also the log bucket of ${printed(other)}. A log bucket must be in the Region of the bucket`,
        );
  });
}
