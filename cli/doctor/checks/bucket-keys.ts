import type { Check } from "../../checks/check";
import { existingKeyOutcome } from "../../checks/existing-key";
import { existingKeyAccessOutcome } from "../../checks/existing-key-access";
import { awsCheck, type Examination } from "../examination";

/** The existing keys of the environment file can be used, and their policies let the principals of the file use them. */
export function bucketKeyChecks(examination: Examination): Check[] {
  const { aws, environment, id } = examination;
  const { assumeRole } = environment;
  return Object.entries(environment.encryption?.keys ?? {}).flatMap(([region, key]) => [
    awsCheck(examination, {
      id: "bucket-key",
      subject: region,
      title: "Key of the bucket",
      ledger: ["kms-key-states", "kms-key-region"],
      call: { action: "kms:DescribeKey", resource: key },
      run: (caller, signal) => existingKeyOutcome({ aws, caller, key, assumeRole }, signal),
    }),
    awsCheck(examination, {
      id: "bucket-key-policy",
      subject: region,
      title: "Policy of the key of the bucket",
      ledger: [],
      call: { action: "kms:GetKeyPolicy", resource: key },
      consequenceOf: [`bucket-key ${region}`],
      run: (caller, signal) =>
        existingKeyAccessOutcome({ aws, caller, id, environment, region, key }, signal),
    }),
  ]);
}
