import { describeKey, readKeyPolicy, readKeyRotation } from "../../adapters/aws/kms";
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

/**
 * The KMS keys of the stack are enabled and rotated, their aliases point to them, and their policies are those of the stack.
 * Ledger: kms-key-states
 */
export function keyChecks({ aws, account, partition, shown, expected }: Context): Check[] {
  const keys = expected.resources("aws_kms_key");
  return expected.resources("aws_kms_alias").flatMap((alias): Check[] => {
    const { region, body } = alias;
    const name = textOf(body.name);
    const key = keys.find(({ address }) => textOf(body.target_key_id).includes(`\${${address}.`));
    const own = key && expected.learned(key.address, "arn");
    const common = { subject: `${region} ${nameOf(alias)}`, required: true } as const;
    const resource = own ?? `arn:${partition}:kms:${region}:${account}:${name}`;
    return [
      {
        ...common,
        id: "kms-key",
        title: "KMS key",
        ledger: ["kms-key-states", "policy-form"],
        call: { action: "kms:DescribeKey", resource },
        async run(signal) {
          const [target, found] = await Promise.all([
            describeKey(aws, region, name, signal),
            readKey(aws, region, own ?? name, signal),
          ]);
          const answers = { name, region, shown, wanted: textOf(key?.body.policy), key: found };
          const outcome = keyOutcome(answers);
          if (outcome.level !== "ok" || own === undefined) return outcome;
          return aliasOutcome(answers, own, target?.Arn) ?? outcome;
        },
      },
      ...(key?.body.enable_key_rotation === true
        ? [
            {
              ...common,
              id: "kms-key-rotation",
              title: "Rotation of the KMS key",
              ledger: ["settings-stored"],
              call: { action: "kms:GetKeyRotationStatus", resource },
              consequenceOf: [keyCheckOf(alias)],
              async run(signal: AbortSignal) {
                const found = await readKey(aws, region, own ?? name, signal);
                const rotated =
                  found !== undefined && (await readKeyRotation(aws, region, found.arn, signal));
                return rotationOutcome({ name, region, shown, key: found }, rotated);
              },
            },
          ]
        : []),
    ];
  });
}

/** A key by its ARN or its alias, with its policy. Undefined if there is none. */
export async function readKey(
  aws: VerifyContext["aws"],
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<Key | undefined> {
  const described = await describeKey(aws, region, key, signal);
  if (described?.Arn === undefined) return undefined;
  const policy = await readKeyPolicy(aws, region, described.Arn, signal);
  return { arn: described.Arn, state: described.KeyState ?? "", policy };
}

interface KeyAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: string;
  readonly key: Key | undefined;
}

/** Undefined if the alias points to the key of the stack. */
export function aliasOutcome(
  { name, region, shown }: Pick<KeyAnswers, "name" | "region" | "shown">,
  own: string,
  target: string | undefined,
): CheckOutcome | undefined {
  if (target === own) return undefined;
  const restore = deployAgain(shown, "restores the alias");
  if (target === undefined)
    return error(`The alias ${name} in ${region} does not exist. The key of the stack is ${own}.`, restore);
  return error(`The alias ${name} in ${region} points to the key ${target}, not to ${own}.`, restore);
}

export function rotationOutcome(
  { name, region, shown, key }: Omit<KeyAnswers, "wanted">,
  rotated: boolean,
): CheckOutcome {
  if (key === undefined)
    return error(`The key ${name} in ${region} does not exist.`, deployAgain(shown, "creates it"));
  if (rotated) return ok(`KMS rotates the key ${name} in ${region} every year.`);
  return warning(
    `The rotation of the key ${name} in ${region} (${key.arn}) is off.`,
    deployAgain(shown, "turns it on"),
  );
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
