/** One Region and its bucket. */
import * as z from "zod/mini";
import { DEFAULTS } from "../../constructs/defaults";
import { flagOrWord, nullable, section, text, withDefault, wordOr } from "../fields";
import { roleRule } from "../rules/iam";
import { accountRule, bucketRule } from "../rules/names";
import { network } from "./network";

export const region = section(
  {
    bucket: text(
      bucketRule,
      "Name of the bucket, unique in all of Amazon S3. Dots are not allowed because the TLS certificate of S3 does not cover them.",
    ),
    routing: wordOr(
      DEFAULTS.routing,
      ["active", "passive"],
      "Initial routing status of the Region. Failovers change it later, and Terraform does not change it back. At least one Region must be active.",
    ),
    network: z.optional(network),
    adopt: z.optional(
      flagOrWord(
        ["restore", "forget"],
        withDefault(
          "true: the bucket exists already. It is imported, and never created or deleted. mrap adopt inspects it first. " +
            "restore ends the adoption: the bucket gets back its configuration. forget then removes it from Terraform.",
          String(DEFAULTS.adopt),
        ),
      ),
    ),
    account: z.optional(
      nullable(accountRule, withDefault("ID of the account that owns the bucket, in quotes.", "null")),
    ),
    role: z.optional(
      nullable(
        roleRule,
        withDefault(
          "ARN of the role that manages the resources of this Region, if it is not the role in assumeRole.",
          "null",
        ),
      ),
    ),
  },
  "One Region of the access point and its bucket.",
);
