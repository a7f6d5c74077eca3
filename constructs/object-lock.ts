import type { S3BucketObjectLockConfigurationRuleA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";
import { OBJECT_LOCK_RETENTION } from "./limits";

/** The modes of a retention. Nobody can delete a version, or shorten its retention, in compliance mode. */
export const RETENTION_MODES = ["governance", "compliance"] as const;

/** The mode of a retention, in lowercase or as AWS writes it. */
export type RetentionMode = (typeof RETENTION_MODES)[number] | Uppercase<(typeof RETENTION_MODES)[number]>;

/** The retention that S3 gives every new object version that has no retention of its own. */
export interface DefaultRetention {
  /** @default "governance" */
  readonly mode?: RetentionMode;
  /** The period in days, from 1 to 36500. Set either days or years. */
  readonly days?: number;
  /** The period in years, from 1 to 100. Set either days or years. */
  readonly years?: number;
}

/** Whether Object Lock is enabled, and the default retention if there is one. */
export type ObjectLock = boolean | DefaultRetention;

/** The rule of the Object Lock configuration. Undefined without a default retention. Ledger: object-lock-retention */
export function retentionRule(
  scope: Construct,
  lock: ObjectLock,
): S3BucketObjectLockConfigurationRuleA | undefined {
  if (typeof lock === "boolean") return undefined;
  const { mode = DEFAULTS.objectLock.mode, days, years } = lock;
  const wrong = (what: string) => new PropsError(scope, `'objectLock' should ${what}`);
  if ((days === undefined) === (years === undefined)) {
    const got = days === undefined ? "none" : "both";
    throw wrong(
      `have either 'days' or 'years', got ${got}. For Object Lock without a default retention, set true`,
    );
  }
  if (!Token.isUnresolved(mode) && !(RETENTION_MODES as readonly string[]).includes(mode.toLowerCase()))
    throw wrong(`have the mode ${RETENTION_MODES.join(" or ")}, got '${mode}'`);
  for (const [unit, value] of Object.entries({ days, years })) {
    const { minimum, maximum } = OBJECT_LOCK_RETENTION[unit as "days" | "years"];
    if (value === undefined || Token.isUnresolved(value)) continue;
    if (!Number.isInteger(value) || value < minimum || value > maximum)
      throw wrong(`have a whole number of ${unit} from ${minimum} to ${maximum}, got ${value}`);
  }
  return { defaultRetention: { mode: Token.isUnresolved(mode) ? mode : mode.toUpperCase(), days, years } };
}
