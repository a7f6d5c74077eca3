import type { AwsCredentialIdentity } from "@smithy/types";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { findRole } from "../../adapters/aws/iam";
import { explain } from "../../adapters/aws/errors";
import { UserError } from "../../errors";
import { Unreachable } from "../../live/unreadable";
import { awsCheck, CREDENTIALS, type Examination } from "../examination";

/** Credentials that expire earlier are likely to expire during a deploy, in milliseconds. */
const DEPLOY_MS = 60 * 60 * 1000;

const call = { action: "sts:GetCallerIdentity", resource: "the caller" };

/** The credentials, their account and their expiry. */
export function callerChecks(examination: Examination): Check[] {
  const { aws, environment } = examination;
  const { assumeRole } = environment;
  return [
    {
      id: CREDENTIALS,
      title: "Credentials",
      required: true,
      ledger: ["sts-identity"],
      call,
      async run() {
        try {
          const { account, arn } = await examination.identity();
          return ok(`The credentials belong to ${arn} in the account ${account}.`);
        } catch (problem) {
          return credentialsOutcome(problem);
        }
      },
    },
    awsCheck(examination, {
      id: "credentials-expiry",
      title: "Expiry of the credentials",
      ledger: [],
      call,
      run: async () => expiryOutcome(await aws.credentials(), new Date()),
    }),
    ...(assumeRole
      ? [
          awsCheck(examination, {
            id: "assume-role",
            title: "Role of the providers",
            ledger: ["iam-arn"],
            call: { action: "iam:GetRole", resource: assumeRole },
            async run({ account }, signal) {
              if (assumeRole.split(":")[4] !== account)
                return notKnown(
                  `Terraform's providers assume ${assumeRole}, which is in another account than the caller. The other checks describe the account ${account}.`,
                  "Run the command with credentials of that role to check its account.",
                );
              const found = await findRole(aws, assumeRole.split("/").at(-1)!, signal);
              if (found !== assumeRole)
                return error(
                  `Terraform's providers assume ${assumeRole}, which does not exist.`,
                  "Correct assumeRole in the environment file, or create the role.",
                );
              return ok(
                `The role ${assumeRole} exists. The other checks are made with the caller's permissions.`,
              );
            },
          }),
        ]
      : []),
  ];
}

export function credentialsOutcome(problem: unknown): CheckOutcome {
  const text = problem instanceof Error ? problem.message : String(problem);
  if (problem instanceof Unreachable || !(problem instanceof UserError))
    return notKnown(
      problem instanceof UserError ? text : explain(problem, call),
      "Check the connection to AWS, then run the command again.",
    );
  return error(text, "Sign in, or name a profile with --profile. Then run the command again.");
}

export function expiryOutcome({ expiration }: AwsCredentialIdentity, now: Date): CheckOutcome {
  if (expiration === undefined) return ok("The credentials name no time at which they expire.");
  const at = expiration.toISOString();
  return expiration.getTime() - now.getTime() >= DEPLOY_MS
    ? ok(`The credentials expire at ${at}.`)
    : warning(
        `The credentials expire at ${at}, in ${minutes(expiration, now)}. A deploy may take longer.`,
        "Sign in again before the deploy.",
      );
}

function minutes(expiration: Date, now: Date): string {
  const count = Math.max(0, Math.round((expiration.getTime() - now.getTime()) / 60_000));
  return `${count} minute${count === 1 ? "" : "s"}`;
}
