import { deniedOutcome } from "../../../cli/checks/existing-key";
import { keyOutcome } from "../../../cli/checks/key-state";
import { line } from "../verify/checks/outcomes";

const key = "arn:aws:kms:eu-west-1:123456789012:key/1";
const caller = "arn:aws:iam::123456789012:role/deployer";
const FIX = `Allow the account to use the key in the policy of the key ("Existing keys" in docs/encryption.md), or name another key.`;

test("the state of a key", () => {
  const of = (KeyState: string) => line(keyOutcome(key, { KeyState }));
  expect(of("Enabled")).toBe(`ok: The key ${key} is enabled.`);
  expect(of("Disabled")).toBe(`error: The key ${key} is disabled. | Enable the key, or name another one.`);
  expect(of("PendingDeletion")).toBe(
    `error: The key ${key} is pending deletion. | Cancel the deletion of the key and enable it, or name another key.`,
  );
  expect(of("Unavailable")).toBe(
    `error: The key ${key} cannot be used: its state is Unavailable. | Name another key.`,
  );
  expect(line(keyOutcome(key, undefined))).toBe(
    `error: The key ${key} does not exist. | Correct its ARN in the environment file.`,
  );
  expect(line(keyOutcome(key, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }))).toBe(
    `error: The key ${key} is not a symmetric encryption key: its usage is SIGN_VERIFY and its type is RSA_2048. | Name a symmetric encryption key.`,
  );
});

test("who denies the key", () => {
  expect(line(deniedOutcome(key, caller, undefined, true))).toBe(
    `error: The policy of the key ${key} does not let ${caller} describe the key, although its own policies allow it. A deploy would fail. | ${FIX}`,
  );
  expect(line(deniedOutcome(key, caller, undefined, false))).toBe(
    `error: The policies of ${caller} do not allow kms:DescribeKey on the key ${key}. A deploy would fail. | Allow kms:DescribeKey to your role. If KMS still denies it, the policy of the key has to allow the account, too.`,
  );
  expect(line(deniedOutcome(key, caller, undefined, undefined))).toBe(
    `not known: KMS denies ${caller} to describe the key ${key}. A deploy would fail. Whether the policy of the key or the policies of the caller deny it is not known. | ${FIX}`,
  );
  expect(line(deniedOutcome(key, caller, "arn:aws:iam::123456789012:role/terraform", true))).toBe(
    `not known: KMS denies ${caller} to describe the key ${key}. Whether arn:aws:iam::123456789012:role/terraform, which deploys the environment, may use it is not known. | Run the command with the credentials of arn:aws:iam::123456789012:role/terraform.`,
  );
});
