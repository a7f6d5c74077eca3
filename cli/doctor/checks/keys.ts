import type { Aws } from "../../adapters/aws/aws";
import { details } from "../../adapters/aws/errors";
import { jsonApi } from "../../adapters/aws/json-api";
import { error, ok, type CheckOutcome } from "../../checks/check";

/** A key as KMS describes it. */
export interface KeyMetadata {
  readonly Arn?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeyUsage?: string;
  readonly KeyManager?: string;
  readonly KeySpec?: string;
}

/** Undefined if there is no such key. */
export async function describeKey(
  aws: Aws,
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<KeyMetadata | undefined> {
  try {
    const parameters = { KeyId: key };
    const { KeyMetadata } = await jsonApi<{ KeyMetadata?: KeyMetadata }>(
      aws,
      "kms",
      region,
      "DescribeKey",
      parameters,
      signal,
    );
    return KeyMetadata ?? {};
  } catch (problem) {
    if (details(problem).code === "NotFoundException") return undefined;
    throw problem;
  }
}

/** Whether a key can encrypt. Its policy is another question. Ledger: kms-key-states */
export function keyOutcome(key: string, found: KeyMetadata | undefined): CheckOutcome {
  if (found === undefined)
    return error(`The key ${key} does not exist.`, "Correct its ARN in the environment file.");
  const KeyState = found.KeyState || "Enabled";
  const KeyUsage = found.KeyUsage || "ENCRYPT_DECRYPT";
  const KeySpec = found.KeySpec || "SYMMETRIC_DEFAULT";
  if (KeyState === "PendingDeletion")
    return error(
      `The key ${key} is pending deletion.`,
      "Cancel the deletion of the key and enable it, or name another key.",
    );
  if (KeyState === "Disabled")
    return error(`The key ${key} is disabled.`, "Enable the key, or name another one.");
  if (KeyState !== "Enabled")
    return error(`The key ${key} cannot be used: its state is ${KeyState}.`, "Name another key.");
  if (KeyUsage !== "ENCRYPT_DECRYPT" || KeySpec !== "SYMMETRIC_DEFAULT")
    return error(
      `The key ${key} is not a symmetric encryption key: its usage is ${KeyUsage} and its type is ${KeySpec}.`,
      "Name a symmetric encryption key.",
    );
  return ok(`The key ${key} is enabled.`);
}
