import { jsonApi } from "../../adapters/aws/json-api";
import { unlessMissing } from "../../adapters/aws/missing";
import { error, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** A key as KMS describes it. */
export interface Key {
  readonly arn: string;
  /** Such as Enabled, Disabled or PendingDeletion. */
  readonly state: string;
  readonly policy: string;
}

/** The key of the check of a key, for the checks of what it encrypts. */
export function keyCheckOf(alias: ExpectedElement): string {
  return `kms-key ${alias.region} ${nameOf(alias)}`;
}

const nameOf = (alias: ExpectedElement): string => textOf(alias.body.name).replace(/^alias\//, "");

/** The KMS keys of the stack are enabled, and their policies allow the services that use them. Ledger: kms-key-states */
export function keyChecks({ aws, account, partition, shown, expected }: Context): Check[] {
  const keys = expected.resources("aws_kms_key");
  return expected.resources("aws_kms_alias").map((alias) => {
    const { region, body } = alias;
    const name = textOf(body.name);
    const key = keys.find(({ address }) => textOf(body.target_key_id).includes(`\${${address}.`));
    return {
      id: "kms-key",
      subject: `${region} ${nameOf(alias)}`,
      title: "KMS key",
      required: true,
      ledger: ["kms-key-states", "policy-form"],
      call: { action: "kms:DescribeKey", resource: `arn:${partition}:kms:${region}:${account}:${name}` },
      async run(signal) {
        const found = await readKey(aws, region, name, signal);
        return keyOutcome({ name, region, shown, wanted: textOf(key?.body.policy), key: found });
      },
    };
  });
}

/** A key by its alias, with its policy. Undefined if there is none. */
export async function readKey(
  aws: VerifyContext["aws"],
  region: string,
  alias: string,
  signal: AbortSignal,
): Promise<Key | undefined> {
  const described = await unlessMissing(
    jsonApi<{ KeyMetadata: { Arn: string; KeyState: string } }>(
      aws,
      "kms",
      region,
      "DescribeKey",
      { KeyId: alias },
      signal,
    ),
  );
  if (described === undefined) return undefined;
  const { Arn, KeyState } = described.KeyMetadata;
  const parameters = { KeyId: Arn, PolicyName: "default" };
  const { Policy } = await jsonApi<{ Policy: string }>(
    aws,
    "kms",
    region,
    "GetKeyPolicy",
    parameters,
    signal,
  );
  return { arn: Arn, state: KeyState, policy: Policy };
}

interface KeyAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: string;
  readonly key: Key | undefined;
}

export function keyOutcome({ name, region, shown, wanted, key }: KeyAnswers): CheckOutcome {
  const what = `The key ${name} in ${region}`;
  if (key === undefined) return error(`${what} does not exist.`, deployAgain(shown, "creates it"));
  if (key.state === "Disabled")
    return error(`${what} is disabled. Nothing can be encrypted with it.`, `Enable the key ${key.arn}.`);
  if (key.state === "PendingDeletion")
    return error(
      `${what} is about to be deleted.`,
      `Cancel the deletion of the key ${key.arn}, then enable the key.`,
    );
  if (key.state !== "Enabled")
    return error(`${what} is ${key.state}, not Enabled.`, `Look at the key ${key.arn} in KMS.`);
  const difference = comparePolicies(wanted, key.policy);
  if (difference === undefined) return ok(`${what} is enabled, and has the policy of the stack.`);
  const restore = deployAgain(shown, "restores the policy");
  return difference.onlyMore
    ? warning(`The policy of the key ${name} in ${region} ${difference.text}.`, restore)
    : error(`The policy of the key ${name} in ${region} ${difference.text}.`, restore);
}
