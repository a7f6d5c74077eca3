import type { AwsCredentialIdentity } from "@smithy/types";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { findRole } from "../../adapters/aws/iam";
import { asRole } from "../../adapters/aws/assume-role";
import type { Aws } from "../../adapters/aws/aws";
import { explain, kindOf } from "../../adapters/aws/errors";
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
            ledger: [],
            call: { action: "sts:AssumeRole", resource: assumeRole },
            async run({ account }, signal) {
              const elsewhere = assumeRole.split(":")[4] !== account;
              // AWS denies it alike if the role does not exist and if its trust policy does not name the caller.
              const exists = elsewhere ? undefined : await roleExists(aws, assumeRole, signal);
              const denied = exists === false ? undefined : await whyNotAssumed(aws, assumeRole);
              return assumeRoleOutcome(assumeRole, account, { exists, denied });
            },
          }),
        ]
      : []),
  ];
}

/** Undefined if the caller may not ask. */
async function roleExists(aws: Aws, arn: string, signal: AbortSignal): Promise<boolean | undefined> {
  const found = findRole(aws, arn.split("/").at(-1)!, signal).then((one) => one === arn);
  return found.catch((problem: unknown) => {
    if (kindOf(problem) === "denied") return undefined;
    throw problem;
  });
}

/** Gets credentials of the role, which changes nothing. @returns why AWS gives none */
async function whyNotAssumed(aws: Aws, arn: string): Promise<string | undefined> {
  const role = asRole(aws, arn);
  try {
    await role.credentials();
    return undefined;
  } catch (problem) {
    if (!(problem instanceof UserError)) throw problem;
    if (["unreachable", "server", "foreign"].includes(kindOf(problem.cause))) throw problem.cause;
    return problem.message;
  } finally {
    role.close();
  }
}

interface RoleAnswers {
  /** Undefined if it is not known. */
  readonly exists: boolean | undefined;
  /** Why the caller gets no credentials of the role. */
  readonly denied: string | undefined;
}

export function assumeRoleOutcome(
  role: string,
  account: string,
  { exists, denied }: RoleAnswers,
): CheckOutcome {
  if (exists === false)
    return error(
      `Terraform's providers assume ${role}, which does not exist.`,
      "Correct assumeRole in the environment file, or create the role.",
    );
  if (denied !== undefined)
    return error(
      `Terraform's providers assume ${role}, and the caller cannot. ${denied}`,
      "Allow sts:AssumeRole on the role to the caller, and name the caller in the trust policy of the role.",
    );
  if (role.split(":")[4] !== account)
    return notKnown(
      `The caller can assume ${role}, which is in another account. The other checks describe the account ${account}.`,
      "Run the command with credentials of that role to check its account.",
    );
  return ok(`The caller can assume ${role}. The other checks are made with the caller's permissions.`);
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
