/** Whether an existing key of the environment file can be used. S3 accepts a key that it cannot use. */
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { findRole, simulate } from "../adapters/aws/iam";
import { describeKey } from "../adapters/aws/kms";
import type { Identity } from "../live/identity";
import { error, notKnown, type CheckOutcome } from "./check";
import { keyOutcome } from "./key-state";

/** An existing key of an environment file, and who asks about it. */
export interface ExistingKey {
  readonly aws: Aws;
  readonly caller: Identity;
  /** The ARN of the key. */
  readonly key: string;
  /** The role that Terraform's providers assume. */
  readonly assumeRole?: string | null | undefined;
}

/** The account and the state of a key, and whether its policy lets the caller describe it. Ledger: kms-key-account */
export async function existingKeyOutcome(
  { aws, caller, key, assumeRole }: ExistingKey,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const [, , , region = "", account = ""] = key.split(":");
  const own = assumeRole?.split(":")[4] ?? caller.account;
  if (account !== own)
    return error(
      `The key ${key} is in the account ${account}, and its bucket is in ${own}.`,
      "Name a key in the account of the bucket.",
    );
  try {
    return keyOutcome(key, await describeKey(aws, region, key, signal));
  } catch (problem) {
    if (kindOf(problem) !== "denied") throw problem;
    return deniedOutcome(key, caller.arn, assumeRole, await identityAllows(aws, caller, key, signal));
  }
}

/** Whether the policies of the caller allow kms:DescribeKey. Undefined if this is not known. */
async function identityAllows(
  aws: Aws,
  { arn }: Identity,
  key: string,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (/:root$/.test(arn)) return true;
  try {
    const session = /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn);
    const principal = session ? await findRole(aws, session[1]!, signal) : arn;
    if (principal === undefined) return undefined;
    const decisions = await simulate(aws, principal, ["kms:DescribeKey"], [key], {}, signal);
    return decisions.every(({ decision, byOrganization }) => decision === "allowed" && byOrganization);
  } catch {
    return undefined;
  }
}

export function deniedOutcome(
  key: string,
  caller: string,
  assumeRole: string | null | undefined,
  identity: boolean | undefined,
): CheckOutcome {
  const fix = `Allow the account to use the key in the policy of the key ("Existing keys" in docs/encryption.md), or name another key.`;
  if (assumeRole)
    return notKnown(
      `KMS denies ${caller} to describe the key ${key}. Whether ${assumeRole}, which deploys the environment, may use it is not known.`,
      `Run the command with the credentials of ${assumeRole}.`,
    );
  if (identity === true)
    return error(
      `The policy of the key ${key} does not let ${caller} describe the key, although its own policies allow it. A deploy would fail.`,
      fix,
    );
  if (identity === false)
    return error(
      `The policies of ${caller} do not allow kms:DescribeKey on the key ${key}. A deploy would fail.`,
      "Allow kms:DescribeKey to your role. If KMS still denies it, the policy of the key has to allow the account, too.",
    );
  return notKnown(
    `KMS denies ${caller} to describe the key ${key}. A deploy would fail. Whether the policy of the key or the policies of the caller deny it is not known.`,
    fix,
  );
}
