/**
 * The decision on a request for one resource.
 * Sources: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic"; AWS PrivateLink Guide,
 * "Control access to VPC endpoints using endpoint policies"; AWS KMS Developer Guide, "Key policies in AWS KMS".
 */
import { accountOf, type Request } from "./request";
import { applies, statementsOf, type Naming, type Policy } from "./statement";

export type Decision = "allow" | "explicit deny" | "implicit deny";

/** The policies that apply to a request for one resource. */
export interface Policies {
  /** The policies of the principal. @default none */
  readonly identity?: readonly Policy[];
  /** The policy of the resource. @default none */
  readonly resource?: Policy;
  /** The account of the resource. */
  readonly resourceAccount: string;
  /** The policy of the VPC endpoint that the request uses. @default the request uses no endpoint, or one that allows all */
  readonly endpoint?: Policy;
  /** The principal's permissions boundary. @default none */
  readonly boundary?: Policy;
  /** The service control policies of the principal's account. @default none */
  readonly serviceControl?: readonly Policy[];
  /**
   * True for a KMS key and for the trust policy of a role: in the same account, an identity policy counts only if the
   * resource's policy allows the account. @default false
   */
  readonly resourcePolicyDecides?: boolean;
}

/** One decision: a request for one resource, with the policies that apply. */
export interface Check {
  readonly policies: Policies;
  readonly request: Request;
}

/** The decision on a request that needs several checks. All must allow it. */
export function authorizeAll(checks: readonly Check[]): Decision {
  const decisions = checks.map(({ policies, request }) => authorize(policies, request));
  if (decisions.includes("explicit deny")) return "explicit deny";
  return decisions.length > 0 && decisions.every((one) => one === "allow") ? "allow" : "implicit deny";
}

export function authorize(policies: Policies, request: Request): Decision {
  const { identity = [], resource, endpoint, boundary, serviceControl = [] } = policies;
  const limits = [endpoint, boundary, ...serviceControl].filter((one) => one !== undefined);
  const all = [...identity, ...limits, ...(resource ? [resource] : [])];
  if (all.some((policy) => effect(policy, request) === "deny")) return "explicit deny";

  const allowed = (policy: Policy | undefined) =>
    policy === undefined || grant(policy, request) !== undefined;
  if (!allowed(endpoint) || !serviceControl.every(allowed)) return "implicit deny";
  return isGranted(policies, request, allowed(boundary)) ? "allow" : "implicit deny";
}

function isGranted(policies: Policies, request: Request, withinBoundary: boolean): boolean {
  const { identity = [], resource, resourceAccount, resourcePolicyDecides = false } = policies;
  const { principal } = request;
  const byResource = resource && grant(resource, request);
  if (principal.type === "anonymous" || principal.type === "service") return byResource === "principal";
  const byIdentity = withinBoundary && identity.some((policy) => grant(policy, request) !== undefined);
  if (accountOf(principal.arn) !== resourceAccount) return byIdentity && byResource !== undefined;
  if (byResource === "principal" || (byResource === "role" && withinBoundary)) return true;
  if (principal.type === "root" && !resourcePolicyDecides) return true;
  if (resourcePolicyDecides && byResource === undefined) return false;
  return byIdentity;
}

/** The strongest grant counts. */
const STRENGTH: Readonly<Record<Naming, number>> = { account: 0, role: 1, principal: 2 };

function effect(policy: Policy, request: Request): "deny" | Naming | undefined {
  let naming: Naming | undefined;
  for (const statement of statementsOf(policy)) {
    const found = applies(statement, request);
    if (found === undefined) continue;
    if (statement.Effect === "Deny") return "deny";
    if (naming === undefined || STRENGTH[found] > STRENGTH[naming]) naming = found;
  }
  return naming;
}

/** How a policy names the principal that it allows. Undefined if it does not allow the request. */
function grant(policy: Policy, request: Request): Naming | undefined {
  const found = effect(policy, request);
  return found === "deny" ? undefined : found;
}
