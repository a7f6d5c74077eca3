/** Where Terraform keeps its state. */
import * as z from "zod/mini";
import { described, facts, section, text, textOrNull, withDefault } from "../fields";
import { defaultStateKey } from "../../constructs/defaults";
import { kmsKeyRule } from "../rules/arn";
import { stateBucketRule, stateKeyRule } from "../rules/names";
import { regionRule } from "../rules/regions";

const stateInBucket = section(
  {
    bucket: text(
      stateBucketRule,
      "Name of the bucket that holds the Terraform state. It must exist already and cannot be a member bucket.",
    ),
    region: text(
      regionRule,
      "Region of the state bucket. Choose a Region without a member bucket: the state is then still available if a member Region is lost.",
    ),
    key: z.optional(
      text(stateKeyRule, withDefault("Key of the state object in the bucket.", defaultStateKey("NAME"))),
    ),
    kmsKey: textOrNull(
      kmsKeyRule,
      "ARN of the KMS key that encrypts the state, in the Region of the state bucket.",
      "null, which means S3-managed encryption",
    ),
  },
  "The S3 bucket that holds the Terraform state.",
);

export const state = described(z.union([z.literal("local"), stateInBucket]), {
  description:
    'Where Terraform keeps its state: an S3 bucket, or the word "local" for a file on this machine, for a trial.',
});
facts.add(state, {
  allowed: 'a group of the keys bucket, region, key, kmsKey, or the word "local" for a trial',
});
