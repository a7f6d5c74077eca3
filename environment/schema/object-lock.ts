/** S3 Object Lock of the buckets that the environment creates. */
import * as z from "zod/mini";
import { DEFAULTS } from "../../constructs/defaults";
import { OBJECT_LOCK_RETENTION } from "../../constructs/limits";
import { count, described, facts, section, withDefault, word } from "../fields";

const { days, years } = OBJECT_LOCK_RETENTION;

/** The keys of the default retention. */
const retention = section(
  {
    mode: z.optional(
      word(
        ["governance", "compliance", "GOVERNANCE", "COMPLIANCE"],
        withDefault(
          "Mode of the default retention. With compliance, nobody can delete a version before its retention ends. With governance, principals with s3:BypassGovernanceRetention can.",
          DEFAULTS.objectLock.mode,
        ),
      ),
    ),
    days: z.optional(
      count({
        ...days,
        unit: "days",
        description: "Period of the default retention in days. Write days or years.",
      }),
    ),
    years: z.optional(
      count({
        ...years,
        unit: "years",
        description: "Period of the default retention in years. Write days or years.",
      }),
    ),
  },
  "The default retention.",
);

export const objectLock = z.optional(
  described(z.union([z.literal([true, false, null]), retention]), {
    description: withDefault(
      "S3 Object Lock of the buckets that the stack creates. true enables it without a default retention, and writers set the retention of each object. A group of keys also sets a default retention. AWS cannot disable Object Lock again. Adopted buckets keep their own configuration.",
      "false",
    ),
  }),
);
facts.add(objectLock._zod.def.innerType, {
  allowed: "true, false, or a group of the keys mode, days, years",
});
