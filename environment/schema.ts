/**
 * Every key of an environment file, with its default. The types, the checks, the hints in the error report and the JSON
 * Schema for editors are all derived from here. Checks that involve several keys are in checks/.
 */
import * as z from "zod/mini";
import { DEFAULTS } from "../constructs/defaults";
import { ACCESS_POINT_REGIONS, TAG_LENGTH, TAGS_PER_RESOURCE } from "../constructs/limits";
import { flagOr, section, table, text, textOrNull, withDefault, word, wordOrNull } from "./fields";
import { kmsKeyRule } from "./rules/arn";
import { principalArn, roleRule } from "./rules/iam";
import { accessPointNameRule, bucketRule } from "./rules/names";
import { MEMBER_REGIONS } from "./rules/regions";
import { TAG_KEY_PATTERN, tagKeyAllowed, tagValueRule } from "./rules/tags";
import { access } from "./schema/access";
import { monitoring } from "./schema/monitoring";
import { objectLock } from "./schema/object-lock";
import { failover, iam, repair } from "./schema/operations";
import { previous } from "./schema/previous";
import { region } from "./schema/region";
import { lifecycle, replication } from "./schema/replication";
import { state } from "./schema/state";
import { completedState } from "./schema/state-defaults";

const { minimum, maximum } = ACCESS_POINT_REGIONS;

const encryption = section(
  {
    type: z.optional(
      word(
        ["s3", "kms"],
        withDefault(
          "Encryption of new objects. kms uses one key for each Region, and creates the keys that are not in keys.",
          DEFAULTS.encryption.type,
        ),
      ),
    ),
    keys: z.optional(
      table(
        text(kmsKeyRule),
        "one for each Region",
        withDefault(
          "ARNs of existing KMS keys, by Region. With the type s3, these keys decrypt and replicate older objects only.",
          "{}",
        ),
        { propertyNames: { enum: MEMBER_REGIONS } },
      ),
    ),
  },
  "How the objects are encrypted. If you switch from kms to s3, write the type s3: Terraform then keeps the keys.",
);

/** The whole file. */
export const environmentFields = section(
  {
    name: text(
      accessPointNameRule,
      "Name of the Multi-Region Access Point. It is unique in the account. Another name creates a new access point with a new alias.",
    ),
    regions: table(
      region,
      `the names of ${minimum} to ${maximum} AWS Regions`,
      `${minimum} to ${maximum} Regions, with one bucket each. Each key is the name of a Region.`,
      {
        propertyNames: { enum: MEMBER_REGIONS },
        minProperties: minimum,
        maxProperties: maximum,
      },
    ),
    previous,
    state,
    replication: z.prefault(replication, {}),
    encryption: z.optional(encryption),
    lifecycle: z.prefault(lifecycle, {}),
    access: z.prefault(access, {}),
    accessLogs: z._default(
      table(
        text(bucketRule),
        "one for each Region",
        withDefault(
          "Existing buckets that receive the server access logs of the member buckets, by Region. Each must be in that Region and in the same account.",
          "{}, which means no server access logs",
        ),
        { propertyNames: { enum: MEMBER_REGIONS } },
      ),
      {},
    ),
    monitoring: z.prefault(monitoring, {}),
    failover: z.prefault(failover, {}),
    repair: z.prefault(repair, {}),
    objectLock,
    accessPoint: z.optional(
      wordOrNull(
        ["adopt", "forget"],
        withDefault(
          "adopt: the access point exists already, with the buckets of regions. It is imported, and never created, changed or " +
            "deleted. mrap adopt inspects it first. forget removes it from Terraform when the adoption of its buckets ends.",
          "null",
        ),
      ),
    ),
    protect: flagOr(
      DEFAULTS.protect,
      "Terraform refuses to destroy or replace the buckets and the access point. With false, a destroy also deletes all objects.",
    ),
    iam: z.prefault(iam, {}),
    assumeRole: textOrNull(
      roleRule,
      "ARN of the role that the Terraform providers assume.",
      "null, which means your own credentials",
    ),
    tags: z._default(
      table(
        text(tagValueRule),
        "the keys of the tags",
        withDefault(
          `Tags for every resource that supports them: at most ${TAGS_PER_RESOURCE}, with keys of ${TAG_LENGTH.key} and values of ${TAG_LENGTH.value} characters.`,
          "{}",
        ),
        {
          maxProperties: TAGS_PER_RESOURCE,
          propertyNames: {
            pattern: TAG_KEY_PATTERN.source,
            patternErrorMessage: `Allowed: ${tagKeyAllowed}.`,
          },
        },
      ),
      {},
    ),
  },
  "An environment: one Amazon S3 Multi-Region Access Point and its resources.",
);

/** The whole file, with the defaults that depend on other keys. */
export const environmentSchema = z.pipe(
  environmentFields,
  z.transform((file: z.output<typeof environmentFields>) => ({
    ...file,
    access: {
      ...file.access,
      readers: file.access.readers.map(principalArn),
      writers: file.access.writers.map(principalArn),
    },
    state: completedState(file.state, file.name),
  })),
);

/** The content of a valid environment file, with all defaults filled in. */
export type Environment = z.output<typeof environmentSchema>;
