import type { Plan } from "./plan";
import { accountOf, type Accounts } from "./policy/audience";
import type { Configuration } from "./configuration";
import { POLICY_KINDS } from "./policy-changes";
import { at, isList, isMapping, type Value } from "./values";

/**
 * The accounts of a plan. Terraform's own are those of `aws_caller_identity`, or else those of the resources that exist
 * already. A policy or a variable does not count, because it is the thing to judge.
 */
export function accountsOf(plan: Plan, configuration: Configuration): Accounts {
  const own = new Set<string>();
  const named = new Set<string>();
  const add = (to: Set<string>, account: unknown): void => {
    if (typeof account === "string" && /^\d{12}$/.test(account)) to.add(account);
  };
  for (const [address, values] of plan.read) {
    if (/(^|\.)data\.aws_caller_identity\./.test(address)) add(own, at(values as Value, "account_id"));
  }
  const existing = new Set<string>();
  for (const change of plan.changes) {
    if (change.managed && change.type.startsWith("aws_")) {
      const arn = at(change.before, "arn");
      if (typeof arn === "string") add(existing, accountOf(arn));
    } else if (change.type === "aws_caller_identity") add(own, at(change.after, "account_id"));
  }
  for (const provider of Object.values(configuration.providers)) {
    for (const text of constants(at(provider, "expressions", "assume_role"))) add(named, accountOf(text));
    for (const text of constants(at(provider, "expressions", "allowed_account_ids"))) add(named, text);
  }
  if (own.size === 0) for (const account of existing.size > 0 ? existing : named) own.add(account);
  for (const account of existing) named.add(account);
  for (const account of own) named.delete(account);
  return { own, named, organizations: organizationsOf(plan) };
}

/** The organizations in the conditions of policies before the plan, and those of `aws_organizations_organization`. */
function organizationsOf(plan: Plan): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [address, values] of plan.read) {
    const id = /(^|\.)data\.aws_organizations_organization\./.test(address) && at(values as Value, "id");
    if (typeof id === "string") found.add(id);
  }
  for (const { managed, type, before } of plan.changes)
    for (const { path } of managed ? (POLICY_KINDS.get(type) ?? []) : []) {
      const policy = at(before, ...path);
      if (typeof policy !== "string" || !/:(Principal|Source|Vpce|Resource)Org/i.test(policy)) continue;
      for (const [, id = ""] of policy.matchAll(/"(o-[a-z0-9]{1,32})["/]/g)) found.add(id);
    }
  return found;
}

function constants(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(constants);
  return isMapping(value) ? Object.values(value).flatMap(constants) : [];
}
