/** Where Terraform keeps its state. */
import * as z from "zod/mini";
import { described, facts, section, text, textOrNull, withDefault } from "../fields";
import { defaultStateKey } from "../../constructs/defaults";
import { kmsKeyRule } from "../rules/arn";
import { stateBucketRule, stateKeyRule } from "../rules/names";
import { regionRule } from "../rules/regions";
import { OTHER_BACKENDS, otherBackends } from "./state-backends";

/** The keys of a state in an S3 bucket. */
export const STATE_BUCKET_KEYS = ["bucket", "region", "key", "kmsKey"] as const;

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

const description = (backend: string): string => `State outside AWS, in ${backend}.`;

/** The alternatives: the word local, an S3 bucket, and then {@link OTHER_BACKENDS} in their order. */
const alternatives = [
  z.literal("local"),
  stateInBucket,
  section({ cloud: otherBackends.cloud }, description("HCP Terraform")),
  section({ http: otherBackends.http }, description("GitLab or another server")),
  section({ gcs: otherBackends.gcs }, description("Google Cloud Storage")),
  section({ azurerm: otherBackends.azurerm }, description("Azure Blob Storage")),
] as const;

export const state = described(z.union(alternatives), {
  description:
    'Where Terraform keeps its state: an S3 bucket, one of cloud, http, gcs and azurerm, or the word "local" for a file on this machine, for a trial.',
});
facts.add(state, {
  allowed: `a group of the keys ${STATE_BUCKET_KEYS.join(", ")}; a group with one of the keys ${OTHER_BACKENDS.join(", ")}; or the word "local" for a trial`,
});
