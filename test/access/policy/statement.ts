/** Whether a statement of a policy applies to a request. */
import { conditionsHold, type Conditions } from "./condition";
import { accountOf, type Principal, type Request } from "./request";
import { matches, matchesArn } from "./wildcard";

type List = string | readonly string[];
export type Principals = "*" | Readonly<Record<string, List>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: List;
  readonly NotAction?: List;
  readonly Resource?: List;
  readonly NotResource?: List;
  readonly Condition?: Conditions;
}

export interface Policy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: Statement | readonly Statement[];
}

/**
 * How a statement names the principal. A grant to an `account` also needs an identity policy that allows the request. A
 * permissions boundary limits a grant to a `role`, but not a grant to a user, a session, a service or everyone
 * (`principal`).
 */
export type Naming = "principal" | "role" | "account";

export const list = (value: List | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

export function statementsOf({ Statement }: Policy): readonly Statement[] {
  return [Statement].flat();
}

/** How an applicable statement names the principal. Undefined if the statement does not apply to the request. */
export function applies(statement: Statement, request: Request): Naming | undefined {
  const { action, resource, context } = request;
  const actionOf = (pattern: string) => matches(pattern, action, context, true);
  const resourceOf = (pattern: string) => matchesArn(pattern, resource, context);
  const { Action, NotAction, Resource, NotResource } = statement;
  if (Action !== undefined && !list(Action).some(actionOf)) return undefined;
  if (NotAction !== undefined && list(NotAction).some(actionOf)) return undefined;
  if (Resource !== undefined && !list(Resource).some(resourceOf)) return undefined;
  if (NotResource !== undefined && list(NotResource).some(resourceOf)) return undefined;
  const naming = namingOf(statement, request.principal);
  return naming !== undefined && conditionsHold(statement.Condition, context) ? naming : undefined;
}

function namingOf({ Principal, NotPrincipal }: Statement, principal: Principal): Naming | undefined {
  if (NotPrincipal !== undefined) return exempt(NotPrincipal, principal) ? undefined : "principal";
  // The statement of an identity policy applies to the principal that has the policy.
  if (Principal === undefined) return "principal";
  return named(Principal, principal);
}

/** Source: IAM User Guide, "AWS JSON policy elements: Principal". */
function named(principals: Principals, principal: Principal): Naming | undefined {
  if (principals === "*" || list(principals.AWS).includes("*")) return "principal";
  if (principal.type === "anonymous") return undefined;
  if (principal.type === "service")
    return list(principals.Service).includes(principal.name) ? "principal" : undefined;
  const names = list(principals.AWS);
  if (principal.session !== undefined && names.includes(principal.session)) return "principal";
  if (names.includes(principal.arn)) return principal.type === "role" ? "role" : "principal";
  return names.some((name) => isAccount(name, accountOf(principal.arn))) ? "account" : undefined;
}

function isAccount(name: string, account: string): boolean {
  return name === account || name === `arn:aws:iam::${account}:root`;
}

/**
 * Whether `NotPrincipal` exempts a principal. The list must contain the principal, its role and its account.
 * Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal".
 */
function exempt(principals: Principals, principal: Principal): boolean {
  if (principals === "*") return true;
  if (principal.type === "anonymous") return false;
  if (principal.type === "service") return list(principals.Service).includes(principal.name);
  const names = list(principals.AWS);
  const account = accountOf(principal.arn);
  const chain = [principal.arn, ...(principal.session ? [principal.session] : [])];
  return chain.every((arn) => names.includes(arn)) && names.some((name) => isAccount(name, account));
}
