/** Whether the principals of an environment may use the key of a bucket. S3 accepts a key that they may not use. */
import type { Aws } from "../adapters/aws/aws";
import { readKeyGrants, readKeyPolicy, type KeyGrant } from "../adapters/aws/kms";
import { listed } from "../text/listed";
import { error, notKnown, ok, type CheckOutcome } from "./check";
import { judgeIdentityPolicy, judgeKeyPolicy } from "./key-policy";
import type { KeyUse } from "./key-uses";

/** The policies and grants that decide about a key. */
export interface KeyPolicies {
  readonly key: string;
  readonly account: string;
  readonly policy: string;
  /** Undefined if they are not known. */
  readonly grants: readonly KeyGrant[] | undefined;
  /** The policy of each role of the stack, by its ARN. Other principals have policies that are not read. */
  readonly roles: ReadonlyMap<string, string | undefined>;
}

/** Why a role may not use a key. */
type Reason = "key" | "deny" | "role" | "unclear" | "grants";

interface Finding {
  readonly reason: Reason;
  readonly use: KeyUse;
  readonly actions: readonly string[];
}

/** Reads the policy and the grants of a key. */
export async function readKeyPolicies(
  aws: Aws,
  { region, key }: Pick<KeyUse, "region" | "key">,
  signal: AbortSignal,
): Promise<Pick<KeyPolicies, "policy" | "grants">> {
  const [policy, grants] = await Promise.all([
    readKeyPolicy(aws, region, key, signal),
    readKeyGrants(aws, region, key, signal).catch(() => undefined),
  ]);
  return { policy, grants };
}

export interface KeyFixes {
  /** The fix of the policy of the key. */
  readonly key: (what: string) => string;
  /** The fix of the policy of a role. */
  readonly role: string;
}

/** One sentence for each reason, with the roles and the actions. Ledger: kms-key-policy, kms-replication-permissions */
export function keyAccessOutcome(
  uses: readonly KeyUse[],
  policies: KeyPolicies,
  fixes: KeyFixes,
): CheckOutcome {
  const { key } = policies;
  const findings = uses.flatMap((use) => findingsOf(use, policies));
  const of = (...reasons: Reason[]) => grouped(findings.filter(({ reason }) => reasons.includes(reason)));
  const wrong = of("key", "deny", "role");
  if (wrong.length > 0) {
    const sentences = wrong.map(({ reason, actions, principals }) =>
      sentence(reason, key, actions, principals),
    );
    const inKey = wrong.filter(({ reason }) => reason !== "role");
    const fix =
      inKey.length > 0
        ? fixes.key(
            inKey
              .map(({ actions, principals }) => `${listed(actions)} to ${listed(principals)}`)
              .join(", and "),
          )
        : fixes.role;
    const effects = new Set(wrong.flatMap((one) => one.effects));
    return error([...sentences, ...effects].join(" "), fix);
  }
  const [open] = of("unclear", "grants");
  if (open !== undefined)
    return notKnown(
      open.reason === "grants"
        ? `The policy of the key ${key} does not allow ${listed(open.actions)} to ${listed(open.principals)}. Whether a grant does is not known.`
        : `Whether the policy of the key ${key} allows ${listed(open.actions)} to ${listed(open.principals)} depends on a condition.`,
      open.reason === "grants"
        ? "Allow kms:ListGrants to your role, then run the command again."
        : "Write an object to each Region and look at its replication status.",
    );
  const principals = new Set(uses.map(({ principal }) => principal)).size;
  return ok(
    `The policy of the key ${key} ${principals === 1 ? "lets its principal" : `lets its ${principals} principals`} use the key, or leaves the decision to their own policies.`,
  );
}

function findingsOf(use: KeyUse, policies: KeyPolicies): Finding[] {
  const byReason = new Map<Reason, string[]>();
  for (const action of use.actions) {
    const reason = reasonAgainst(use, action, policies);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), action]);
  }
  return [...byReason].map(([reason, actions]) => ({ reason, actions, use }));
}

function reasonAgainst(use: KeyUse, action: string, policies: KeyPolicies): Reason | undefined {
  const { account, key, grants, roles } = policies;
  const { principal, context } = use;
  const question = { principal, account: accountOf(principal) ?? account, action, context };
  const verdict = judgeKeyPolicy(policies.policy, question);
  if (verdict === "denied") return "deny";
  if (verdict === "unclear") return "unclear";
  if (verdict === "allowed") return undefined;
  if (isGranted(principal, action, grants)) return undefined;
  if (verdict === "no") return grants === undefined ? "grants" : "key";
  if (!roles.has(principal)) return undefined;
  const identity = judgeIdentityPolicy(roles.get(principal) ?? "{}", { ...question, resource: key });
  return identity === "allowed" ? undefined : identity === "unclear" ? "unclear" : "role";
}

/** The account of a role or a user. A principal of another account needs its own policy, and the key policy has to name it or its account. */
export const accountOf = (principal: string): string | undefined =>
  /^arn:[^:]+:iam::(\d{12}):/.exec(principal)?.[1];

/** Whether a grant allows an action. */
export function isGranted(principal: string, action: string, grants: readonly KeyGrant[] = []): boolean {
  const operation = action.replace(/^kms:/, "");
  return grants.some(
    ({ GranteePrincipal, Operations = [] }) =>
      GranteePrincipal === principal && Operations.includes(operation),
  );
}

interface Group {
  readonly reason: Reason;
  readonly actions: readonly string[];
  readonly principals: readonly string[];
  readonly effects: readonly string[];
}

/** Principals with the same reason and the same actions share a sentence. */
function grouped(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = `${finding.reason} ${finding.actions.join(" ")}`;
    groups.set(id, [...(groups.get(id) ?? []), finding]);
  }
  return [...groups.values()].map((all) => ({
    reason: all[0]!.reason,
    actions: all[0]!.actions,
    principals: [...new Set(all.map(({ use }) => use.principal))],
    effects: all.map(({ use }) => use.effect),
  }));
}

function sentence(
  reason: Reason,
  key: string,
  actions: readonly string[],
  principals: readonly string[],
): string {
  const what = `${listed(actions)} to ${listed(principals)}`;
  if (reason === "deny") return `A Deny statement in the policy of the key ${key} denies ${what}.`;
  if (reason === "role")
    return `The policy of the key ${key} lets the policies of the roles decide, and they do not allow ${what}.`;
  return `The policy of the key ${key} does not allow ${what}.`;
}
