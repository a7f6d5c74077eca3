/**
 * The default retention: S3 requires a period, in days or in years.
 *
 * Ledger: object-lock-retention
 */
import { asGroup, shown, valueAt } from "../data";
import type { PlacedMistake } from "../rules/rule";

export function objectLockMistakes(data: unknown): PlacedMistake[] {
  const lock = asGroup(valueAt(data, ["objectLock"]));
  if (lock === undefined) return [];
  const allowed = "either days or years";
  if (lock["days"] !== undefined && lock["years"] !== undefined)
    return [
      {
        path: ["objectLock", "years"],
        aboutKey: true,
        message: "gives the retention a second period. S3 accepts one",
        got: `days: ${shown(lock["days"])} and years: ${shown(lock["years"])}`,
        allowed,
        fix: "remove days or years",
      },
    ];
  if (lock["days"] !== undefined || lock["years"] !== undefined) return [];
  const others = Object.keys(lock).filter((key) => key !== "mode");
  // Another key is probably a misspelled period, and is reported as unknown.
  if (others.length > 0) return [];
  return [
    {
      path: ["objectLock"],
      aboutKey: true,
      message: "has no period for the default retention",
      allowed,
      fix: "add days or years. For Object Lock without a default retention, write objectLock: true",
    },
  ];
}
