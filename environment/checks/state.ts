/**
 * The Terraform state.
 *
 * Ledger: kms-key-region
 */
import { printed, shown, valueAt } from "../data";
import { parseArn } from "../rules/arn";
import type { PlacedMistake } from "../rules/rule";

export function stateMistakes(data: unknown): PlacedMistake[] {
  const region = valueAt(data, ["state", "region"]);
  const key = valueAt(data, ["state", "kmsKey"]);
  const arn = typeof key === "string" ? parseArn(key) : undefined;
  if (arn?.service !== "kms" || typeof region !== "string" || arn.region === region) return [];
  return [
    {
      path: ["state", "kmsKey"],
      message: `is a key in ${printed(arn.region)}. S3 encrypts with a key in the Region of the bucket`,
      got: shown(key),
      allowed: `a key in ${printed(region)}`,
      fix: `name a key in ${printed(region)}, or remove kmsKey`,
    },
  ];
}
