import { kindOf } from "../../adapters/aws/errors";
import { simulate, type Decision } from "../../adapters/aws/iam";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { isUnresolved } from "../../checks/expected";
import { accountOf, isGranted, readKeyPolicies, type KeyPolicies } from "../../checks/key-access";
import { judgeKeyPolicy, type KeyVerdict } from "../../checks/key-policy";
import { accessKeyUses, principalArn, type KeyUse } from "../../checks/key-uses";
import { once } from "../../checks/once";
import { listed } from "../../text/listed";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";
import { bucketKeyChecksByRegion, keysByRegion } from "./bucket-keys";
import { missingPrincipal, type Part } from "./permissions";

type Context = Pick<VerifyContext, "aws" | "account" | "environment" | "expected" | "members" | "shown">;
type Policies = Pick<KeyPolicies, "policy" | "grants">;

/** How long KMS may take to return the policy of a key, in milliseconds. */
const POLICY_TIMEOUT_MS = 20_000;

/** The answers of AWS about one action on one key. */
export interface KeyAnswer {
  readonly key: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** What the policy of the key says. Undefined if it cannot be read. */
  readonly verdict: KeyVerdict | undefined;
  /** What IAM simulates for the policies of the principal. Undefined if it cannot. */
  readonly decision: Decision | undefined;
}

/**
 * Readers and writers may use the keys of the buckets through S3: the policy of the key allows them, or lets their own
 * policies decide, which IAM simulates. Ledger: kms-object-permissions, kms-key-policy, iam-simulation
 */
export function keyPermissionChecks(context: Context): Check[] {
  const { aws, environment } = context;
  const keys = keysByRegion(context);
  const uses = [...keys].flatMap(([region, key]) => accessKeyUses(environment, region, key));
  const writers = environment.access.writers.map(principalArn);
  const principals = new Set(uses.map(({ principal }) => principal).filter((one) => one.startsWith("arn:")));
  const checksOf = bucketKeyChecksByRegion(context);
  // Principals share the policies of the keys.
  const policies = new Map(
    [...keys].map(([region, key]) => [
      region,
      once(() => readKeyPolicies(aws, { region, key }, AbortSignal.timeout(POLICY_TIMEOUT_MS))),
    ]),
  );
  return [...principals].map((principal): Check => {
    const part = writers.includes(principal) ? "writer" : "reader";
    const own = uses.filter((one) => one.principal === principal && !isUnresolved(one.key));
    return {
      id: "key-permissions",
      subject: principal,
      title: part === "reader" ? "Keys of a reader" : "Keys of a writer",
      required: false,
      ledger: ["iam-simulation"],
      call: { action: "iam:SimulatePrincipalPolicy", resource: principal },
      consequenceOf: [`permissions ${principal}`, ...own.flatMap(({ region }) => checksOf.get(region) ?? [])],
      async run(signal) {
        try {
          const answers = await Promise.all(
            own.map((use) => answersFor(use, context, policies.get(use.region)!, signal)),
          );
          const existing = own.some(({ region }) => environment.encryption?.keys?.[region] !== undefined);
          return keyPermissionsOutcome(principal, part, answers.flat(), (what) =>
            existing
              ? `Allow ${what} in the policy of the key ("Existing keys" in docs/encryption.md).`
              : deployAgain(context.shown, "restores the policy of the key"),
          );
        } catch (problem) {
          return missingPrincipal(problem, principal, part);
        }
      },
    };
  });
}

async function answersFor(
  use: KeyUse,
  { aws, account }: Context,
  policies: () => Promise<Policies>,
  signal: AbortSignal,
): Promise<KeyAnswer[]> {
  const { key, principal, actions } = use;
  const isEntity = accountOf(principal) === account && /:(role|user)\//.test(principal);
  const [found, decisions] = await Promise.all([
    policies().catch((problem: unknown) => {
      if (kindOf(problem) !== "denied") throw problem;
      return undefined;
    }),
    isEntity ? simulate(aws, principal, actions, [key], use.context, signal) : undefined,
  ]);
  return actions.map((action) => ({
    key,
    action,
    verdict: found && verdictOf(use, action, account, found),
    // The decision about the action as a whole, and those about its resources.
    decision: decisions
      ?.filter((one) => one.action === action)
      .sort((one, other) => Number(one.decision === "allowed") - Number(other.decision === "allowed"))[0],
  }));
}

function verdictOf(
  { principal, context }: KeyUse,
  action: string,
  account: string,
  { policy, grants }: Policies,
): KeyVerdict {
  const question = { principal, account: accountOf(principal) ?? account, action, context };
  const verdict = judgeKeyPolicy(policy, question);
  if (verdict !== "no" && verdict !== "identity") return verdict;
  if (isGranted(principal, action, grants)) return "allowed";
  return verdict === "no" && grants === undefined ? "unclear" : verdict;
}

/** One sentence about the first reason that keeps a principal from the keys. */
export function keyPermissionsOutcome(
  principal: string,
  part: Part,
  answers: readonly KeyAnswer[],
  fixKey: (what: string) => string,
): CheckOutcome {
  const of = (holds: (answer: KeyAnswer) => boolean): string | undefined => {
    const found = answers.filter(holds);
    if (found.length === 0) return undefined;
    const distinct = (field: "action" | "key") => listed([...new Set(found.map((one) => one[field]))]);
    const keys = new Set(found.map(({ key }) => key)).size;
    return `${distinct("action")} on the ${keys === 1 ? "key" : "keys"} ${distinct("key")}`;
  };
  const organization = of(({ decision }) => decision?.byOrganization === false);
  if (organization)
    return error(
      `A service control policy denies ${organization} to ${principal}.`,
      "Ask the administrators of your organization to allow these actions.",
    );
  const denied = of(({ decision }) => decision?.decision === "explicitDeny");
  if (denied)
    return error(
      `A policy of ${principal} denies ${denied}.`,
      "Remove the Deny statement from the policies or the permissions boundary.",
    );
  const byKey = of(({ verdict }) => verdict === "denied" || verdict === "no");
  if (byKey)
    return error(
      `The policy of the key does not allow ${byKey} to ${principal}.`,
      fixKey(`${byKey} to ${principal}`),
    );
  const lacking = of(
    ({ verdict, decision }) =>
      verdict === "identity" &&
      decision !== undefined &&
      decision.decision !== "allowed" &&
      !depends(decision),
  );
  if (lacking)
    return error(
      `The policies of ${principal} do not allow ${lacking}, and the policy of the key lets them decide.`,
      `Attach the policy of the output ${part}_policy (terraform output -raw ${part}_policy) to it.`,
    );
  return (
    openOutcome(principal, answers, of) ??
    ok(
      `${principal} may use the keys of the buckets through S3${part === "writer" ? " to read and write" : " to read"}.`,
    )
  );
}

/** Condition keys of KMS that no simulation can know decide. Those of S3 are never in a request to KMS. */
const depends = ({ decision, missingKeys = [] }: Decision): boolean =>
  decision !== "allowed" && missingKeys.some((key) => !/^s3:/i.test(key));

/** The outcome if something keeps the answer from being known. */
function openOutcome(
  principal: string,
  answers: readonly KeyAnswer[],
  of: (holds: (answer: KeyAnswer) => boolean) => string | undefined,
): CheckOutcome | undefined {
  const unread = of(({ verdict }) => verdict === undefined);
  if (unread) {
    const simulated = answers.every(
      ({ verdict, decision }) => verdict !== undefined || decision?.decision === "allowed",
    );
    return notKnown(
      `Whether ${principal} may use ${unread} is not known: your role may not read the policy of the key. The policies of ${principal} ${simulated ? "allow it" : "do not show that it may"}.`,
      "Allow kms:GetKeyPolicy to your role, then run the command again.",
    );
  }
  const conditional = of(
    ({ verdict, decision }) =>
      verdict === "unclear" || (verdict === "identity" && decision !== undefined && depends(decision)),
  );
  if (conditional)
    return notKnown(
      `Whether ${principal} may use ${conditional} depends on a condition that only a request meets.`,
      "Send a request as this principal.",
    );
  const elsewhere = of(({ decision }) => decision === undefined);
  if (elsewhere)
    return notKnown(
      `The policies of the keys allow ${principal}. Whether its own policies allow ${elsewhere} is not known: IAM does not simulate the policies of another account, or of a whole account.`,
      "Run iam:SimulatePrincipalPolicy in that account for a role.",
    );
  return undefined;
}
