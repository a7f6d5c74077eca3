import { explain } from "../../adapters/aws/errors";
import { jsonApi } from "../../adapters/aws/json-api";
import { unlessMissing } from "../../adapters/aws/missing";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { bucketOwner, type NameOwner } from "../../live/bucket-owner";
import { partsOf } from "../../live/state-bucket-parts";
import type { VerifyContext } from "../context";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "argument" | "environment">;

/** The bucket of Terraform's state is protected, and its key can be used. */
export function stateBucketChecks({ aws, account, partition, argument, environment }: Context): Check[] {
  const { state } = environment;
  if (state === "local" || !("bucket" in state)) return [];
  const { bucket, region, kmsKey } = state;
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    {
      id: "state-bucket",
      title: "State bucket",
      required: true,
      ledger: [],
      call: { action: "s3:ListBucket", resource: arn },
      async run(signal) {
        return ownerOutcome(
          bucket,
          region,
          argument,
          await bucketOwner(aws, account, bucket, region, signal),
        );
      },
    },
    {
      id: "state-bucket-protection",
      title: "Protection of the state bucket",
      required: true,
      ledger: ["settings-stored", "policy-form"],
      call: { action: "s3:GetBucketVersioning", resource: arn },
      consequenceOf: ["state-bucket"],
      async run() {
        const parts = partsOf(await aws.s3(region), state, arn, account);
        const answers = await Promise.all(
          parts.map(async (part): Promise<PartAnswer> => {
            const { is, reads: action } = part;
            try {
              return { is, there: await part.isThere() };
            } catch (problem) {
              return { is, why: explain(problem, { action, resource: arn }) };
            }
          }),
        );
        return protectionOutcome(bucket, argument, answers);
      },
    },
    ...(kmsKey
      ? [
          {
            id: "state-key",
            title: "Key of the state",
            required: true,
            ledger: ["kms-key-states"],
            call: { action: "kms:DescribeKey", resource: kmsKey },
            async run(signal: AbortSignal) {
              const answer = await unlessMissing(
                jsonApi<{ KeyMetadata: { KeyState: string } }>(
                  aws,
                  "kms",
                  region,
                  "DescribeKey",
                  { KeyId: kmsKey },
                  signal,
                ),
              );
              return stateKeyOutcome(kmsKey, answer?.KeyMetadata.KeyState);
            },
          },
        ]
      : []),
  ];
}

export function ownerOutcome(
  bucket: string,
  region: string,
  argument: string,
  owner: NameOwner,
): CheckOutcome {
  switch (owner) {
    case "ours":
      return ok(`The state bucket ${bucket} exists in ${region}, and the account owns it.`);
    case "free":
      return error(
        `The state bucket ${bucket} does not exist: Terraform does not know what it deployed.`,
        `Run mrap state create ${argument}, then restore the state.`,
      );
    case "elsewhere":
    case "taken":
      return notKnown(
        `S3 does not show the state bucket ${bucket}: it is not in ${region}, it belongs to another account, or your role lacks s3:ListBucket on it.`,
        "Check state.bucket and state.region, and use credentials that can list the bucket.",
      );
  }
}

/** Whether a property of the bucket is there, or why this is not known. */
export interface PartAnswer {
  readonly is: string;
  readonly there?: boolean;
  readonly why?: string;
}

export function protectionOutcome(
  bucket: string,
  argument: string,
  answers: readonly PartAnswer[],
): CheckOutcome {
  const missing = answers.filter(({ there }) => there === false).map(({ is }) => is);
  if (missing.length > 0)
    return error(
      `The state bucket ${bucket} lacks: ${missing.join("; ")}.`,
      `Run mrap state create ${argument}, which adds only what is missing.`,
    );
  const unknown = answers.filter(({ why }) => why !== undefined);
  const [first] = unknown;
  if (first !== undefined)
    return notKnown(
      `Not known of the state bucket ${bucket}: ${unknown.map(({ is }) => is).join("; ")}. ${first.why}`,
      "Use credentials that can read the configuration of the bucket.",
    );
  return ok(`The state bucket ${bucket} has all ${answers.length} protections that mrap state create sets.`);
}

export function stateKeyOutcome(key: string, state: string | undefined): CheckOutcome {
  if (state === "Enabled") return ok(`The key of the state ${key} is enabled.`);
  const text =
    state === undefined
      ? `The key of the state ${key} does not exist.`
      : `The key of the state ${key} is ${state}.`;
  return error(
    `${text} Terraform cannot read its state.`,
    state === "PendingDeletion"
      ? "Cancel the deletion of the key, then enable it."
      : "Enable the key, or use the key with which the state is encrypted.",
  );
}
