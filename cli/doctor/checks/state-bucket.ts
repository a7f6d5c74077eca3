import { explain, details } from "../../adapters/aws/errors";
import { describeKey } from "../../adapters/aws/kms";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { keyOutcome } from "../../checks/key-state";
import { bucketOwner, type NameOwner } from "../../live/bucket-owner";
import { partsOf, type StateBucket } from "../../live/state-bucket-parts";
import { listed } from "../../text/listed";
import { awsCheck, type Examination } from "../examination";

/** The bucket for Terraform's state and its key. The lock file is a question of permissions. */
export function stateBucketChecks(examination: Examination): Check[] {
  const { aws, environment, id } = examination;
  const { state } = environment;
  if (state === "local" || !("bucket" in state)) return [];
  const arn = `arn:aws:s3:::${state.bucket}`;
  const { kmsKey } = state;
  return [
    awsCheck(examination, {
      id: "state-bucket",
      subject: state.region,
      title: "State bucket",
      ledger: ["bucket-name-owner", "state-lock"],
      call: { action: "s3:ListBucket", resource: arn },
      run: async ({ account }, signal) =>
        stateBucketOutcome(state, id, await bucketOwner(aws, account, state.bucket, state.region, signal)),
    }),
    awsCheck(examination, {
      id: "state-bucket-protection",
      subject: state.region,
      title: "Protection of the state bucket",
      ledger: [],
      call: { action: "s3:GetBucketVersioning", resource: arn },
      consequenceOf: [`state-bucket ${state.region}`],
      run: async ({ account }) => protectionOutcome(state, id, await readParts(examination, state, account)),
    }),
    ...(kmsKey
      ? [
          awsCheck(examination, {
            id: "state-key",
            subject: state.region,
            title: "Key of the state",
            ledger: ["kms-key-arn", "kms-key-region", "kms-key-states"],
            call: { action: "kms:DescribeKey", resource: kmsKey },
            run: async (_, signal) =>
              keyOutcome(kmsKey, await describeKey(aws, state.region, kmsKey, signal)),
          }),
        ]
      : []),
  ];
}

export function stateBucketOutcome(
  { bucket, region }: StateBucket,
  id: string,
  owner: NameOwner,
): CheckOutcome {
  switch (owner) {
    case "ours":
      return ok(`The state bucket ${bucket} exists in ${region}, and the account owns it.`);
    case "free":
      return error(`The state bucket ${bucket} does not exist.`, `Run mrap state create ${id}.`);
    case "elsewhere":
      return error(
        `The state bucket ${bucket} exists in another Region than ${region}.`,
        "Set state.region to the Region of the bucket, or choose another name for state.bucket.",
      );
    case "taken":
      return error(
        `The state bucket ${bucket} belongs to another account, or your role lacks s3:ListBucket on it.`,
        "Choose another name for state.bucket, or use the credentials of its owner.",
      );
  }
}

/** The properties of the bucket: there, missing, or not known because of the reason. */
export interface Parts {
  readonly there: readonly string[];
  readonly missing: readonly string[];
  readonly unknown: ReadonlyArray<{ readonly is: string; readonly why: string }>;
  /** The bucket itself is missing. */
  readonly noBucket?: boolean;
}

async function readParts({ aws }: Examination, state: StateBucket, account: string): Promise<Parts> {
  const arn = `arn:aws:s3:::${state.bucket}`;
  const parts = partsOf(await aws.s3(state.region), state, arn, account);
  const found = await Promise.all(
    parts.map(async (part) => {
      const { is, reads } = part;
      try {
        return { is, there: await part.isThere() };
      } catch (problem) {
        const why = explain(problem, { action: reads, resource: arn });
        return { is, why, noBucket: details(problem).code === "NoSuchBucket" };
      }
    }),
  );
  return {
    there: found.filter(({ there }) => there === true).map(({ is }) => is),
    missing: found.filter(({ there }) => there === false).map(({ is }) => is),
    unknown: found.flatMap(({ is, why }) => (why === undefined ? [] : [{ is, why }])),
    noBucket: found.some(({ noBucket }) => noBucket === true),
  };
}

export function protectionOutcome(
  { bucket }: StateBucket,
  id: string,
  { missing, unknown, noBucket }: Parts,
): CheckOutcome {
  const fix = `Run mrap state create ${id}, which adds only what is missing.`;
  if (noBucket) return notKnown(`The state bucket ${bucket} does not exist.`, `Run mrap state create ${id}.`);
  if (missing.length > 0) return warning(`The state bucket ${bucket} lacks: ${missing.join("; ")}.`, fix);
  const [first] = unknown;
  if (first !== undefined)
    return notKnown(
      `Not known of the state bucket ${bucket}: ${unknown.map(({ is }) => is).join("; ")}. ${first.why}`,
      "Use credentials that can read the configuration of the bucket.",
    );
  return ok(
    `The state bucket ${bucket} has ${listed(["versioning", "encryption", "Block Public Access", "disabled ACLs", "its policy", "its lifecycle rule"])}.`,
  );
}
