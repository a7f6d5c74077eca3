import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { say } from "../text";
import { at, text, type Value } from "../values";

const LOCK = "aws_s3_bucket_object_lock_configuration";

interface Retention {
  readonly mode?: string;
  /** Such as `365 days`. Undefined without a default retention. */
  readonly period?: string;
}

function retentionOf(configuration: Value): Retention {
  const rule = at(configuration, "rule", "default_retention");
  const mode = text(at(rule, "mode"));
  for (const unit of ["days", "years"]) {
    const value = at(rule, unit);
    if (typeof value === "number" && value > 0) return { mode, period: `${value} ${unit}` };
  }
  return { mode };
}

function* permanent(context: Context): Iterable<Hit> {
  for (const change of context.of(LOCK)) {
    const { address } = change;
    // The name of a bucket that the plan creates is not known yet. A new bucket has no objects.
    const bucket = text(at(change.after, "bucket"));
    if (bucket === undefined || bucket === "") continue;
    const [before, after] = [retentionOf(change.before), retentionOf(change.after)];
    const strict = after.mode === "COMPLIANCE" && after.period !== undefined;
    if (change.action === "create") {
      const cause =
        after.period === undefined
          ? say`Object Lock is enabled on the bucket ${bucket}`
          : say`Object Lock is enabled on the bucket ${bucket}, and new object versions get a retention of ${after.period} in ${after.mode === undefined ? "an unknown" : after.mode} mode`;
      yield { address, change, cause };
    } else if (change.action === "update" && strict && before.mode !== "COMPLIANCE") {
      const cause = say`new object versions get a retention of ${after.period} in ${"COMPLIANCE"} mode`;
      yield { address, change, attribute: "rule", cause };
    }
  }
}

/** Ledger: object-lock-existing, object-lock-retention */
export const objectLock: Family = {
  id: "object-lock-permanent",
  severity: "warning",
  title: "A lock of objects cannot be undone",
  why: "AWS cannot disable Object Lock on a bucket. In compliance mode, nobody can delete a locked version or shorten its retention. You pay for its storage until the retention ends.",
  instead:
    "Try governance mode, or a compliance retention of one day, before you deploy the final retention.",
  find: permanent,
};
