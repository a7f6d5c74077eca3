import type { KeyMetadata } from "../adapters/aws/kms";
import { error, ok, type CheckOutcome } from "./check";

/** Whether an existing key can encrypt. Its policy is another question. Ledger: kms-key-states */
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
