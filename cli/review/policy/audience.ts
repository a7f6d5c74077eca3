import { parseOperator, parseRange, type PolicyCondition } from "./conditions";
import { CARRIER, LATER, isLater, type Named } from "./document";

/** The accounts that a plan names. */
export interface Accounts {
  /** The accounts that Terraform's providers work in. Empty if the plan does not tell. */
  readonly own: ReadonlySet<string>;
  /** Other accounts in which the plan has resources or providers. */
  readonly named: ReadonlySet<string>;
  /** The organizations that policies name today, or that a data source tells. Absent or empty if the plan does not tell. */
  readonly organizations?: ReadonlySet<string>;
}

/** How far away whoever is meant stands; the larger, the more dangerous. */
export const REACH = [
  "carrier",
  "service",
  "own",
  "endpoint",
  "named",
  "organization",
  "unknown",
  "foreign",
  "anyone",
] as const;
export type Reach = (typeof REACH)[number];

/** Somebody to whom a statement speaks. */
export interface Audience {
  readonly who: string;
  readonly reach: Reach;
}

export const further = (one: Reach, other: Reach): boolean => REACH.indexOf(one) > REACH.indexOf(other);

/** Reaches that are a danger unless somebody has accepted them. */
export const isDangerous = (reach: Reach): boolean => REACH.indexOf(reach) >= REACH.indexOf("unknown");

/** To whom a statement speaks, once its conditions are taken into account. The most dangerous one comes first. */
export function audiences(
  who: Named,
  conditions: readonly PolicyCondition[],
  accounts: Accounts,
): readonly Audience[] {
  const limit = narrowest(conditions, accounts);
  const bounded = (one: Audience): Audience => {
    // A service acts for the account that its conditions name.
    const acts = one.reach === "service" && limit === "foreign";
    const isBound = limit && further(one.reach, limit) && one.reach !== "unknown";
    return acts || isBound ? { ...one, reach: limit } : one;
  };
  const all = who.not
    ? [bounded({ who: `everyone except ${who.values.join(", ")}`, reach: "anyone" })]
    : who.values.map((value) => bounded({ who: value, reach: reachOf(value, accounts) }));
  return [...all].sort((a, b) => REACH.indexOf(b.reach) - REACH.indexOf(a.reach));
}

/** Where a principal belongs to, by its name alone. */
export function reachOf(principal: string, accounts: Accounts): Reach {
  if (principal === CARRIER) return "carrier";
  if (principal === "*") return "anyone";
  if (principal === LATER) return "unknown";
  // A reference to a resource of this plan: it is created in an account of this plan.
  if (isLater(principal)) return /^aws_[\w.[\]"]+$/.test(principal.replace(LATER, "")) ? "own" : "unknown";
  if (principal.startsWith("Service ")) return "service";
  // Everyone can sign in at a public identity provider; a claim in the conditions can limit that.
  if (/^Federated (?!arn:[^:]*:iam::\d*:saml-provider\/)/.test(principal)) return "anyone";
  const account = accountOf(principal);
  return account === undefined ? "unknown" : reachOfAccount(account, accounts);
}

function reachOfAccount(account: string, accounts: Accounts): Reach {
  if (accounts.own.has(account)) return "own";
  if (accounts.named.has(account)) return "named";
  return accounts.own.size === 0 ? "unknown" : "foreign";
}

/** The account in an ARN. A wildcard there stands for every account. */
export function accountOf(arn: string): string | undefined {
  const account = /^(?:Federated |CanonicalUser )?arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(arn)?.[1];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** Keys that say who calls. */
const CALLERS = new Set([
  "aws:principalaccount",
  "aws:sourceaccount",
  "kms:calleraccount",
  "kms:callerarn",
  "aws:principalarn",
  "aws:sourcearn",
  "aws:sourceowner",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "aws:userarn",
  "aws:vpceaccount",
]);
const ORGANIZATIONS = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
]);
/** Conditions that compare the caller with the resource: both belong to the same account or organization. */
const SAME: ReadonlyMap<string, readonly [value: string, reach: Reach]> = new Map([
  ["aws:principalaccount", ["${aws:resourceaccount}", "own"]],
  ["aws:resourceaccount", ["${aws:principalaccount}", "own"]],
  ["aws:principalorgid", ["${aws:resourceorgid}", "organization"]],
  ["aws:resourceorgid", ["${aws:principalorgid}", "organization"]],
]);
const PLACES = new Set(["aws:sourcevpce", "aws:sourcevpc"]);
/** Not `aws:VpcSourceIp`: everyone can have a VPC with the same private addresses. */
const ADDRESSES = new Set(["aws:sourceip"]);
/** The claims of an identity provider that tell one of its users, or one project, from the others. */
const CLAIMS =
  /:(sub|repository|repository_owner|repository_id|job_workflow_ref|project_path|namespace_path|email)$|^(cognito-identity\.amazonaws\.com|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com):(aud|oaud|app_id)$/;

/** Does a claim name one user, project or organization? A pattern for the organization matches those of strangers. */
const isOnes = (value: string, key: string, exact: boolean): boolean => {
  if (value === "" || /^(repo:|project_path:)?[*?]/.test(value)) return false;
  const prefix = /^(repo:|project_path:)/.exec(value)?.[0] ?? "";
  const isProject = prefix !== "" || !/:(sub|email|aud|oaud|app_id)$/.test(key);
  return exact || !isProject || !/[*?]/.test(value.slice(prefix.length).split("/")[0] ?? "");
};

/** How far the conditions let a statement reach at most; undefined if none of them holds anybody off. */
function narrowest(conditions: readonly PolicyCondition[], accounts: Accounts): Reach | undefined {
  let best: Reach | undefined;
  for (const each of conditions) {
    const limit = limitOf(each, accounts);
    if (limit !== undefined && (best === undefined || further(best, limit))) best = limit;
  }
  return best;
}

/** A condition that also holds without its key, or that only names who is kept out, holds nobody off. */
function limitOf(
  { operator, ifExists, key, values }: PolicyCondition,
  accounts: Accounts,
): Reach | undefined {
  const { qualifier, name, negated } = parseOperator(operator);
  if (ifExists || negated || qualifier === "forallvalues" || values.length === 0) return undefined;
  const id = key.toLowerCase();
  const worst = (reaches: readonly (Reach | undefined)[]): Reach | undefined =>
    reaches.includes(undefined)
      ? undefined
      : reaches.reduce((one, other) => (further(other ?? "anyone", one ?? "anyone") ? other : one));
  const exact = !/like$|^arn/.test(name);
  if (ADDRESSES.has(id)) return name === "ipaddress" && areNarrow(values) ? "endpoint" : undefined;
  // Null only asks whether the key is there, and Bool compares no names.
  if (!/^(string|arn)/.test(name)) return undefined;
  const [same, reach] = SAME.get(id) ?? [];
  if (same !== undefined && values.every((value) => value.toLowerCase() === same)) return reach;
  if (CLAIMS.test(id)) return values.every((value) => isOnes(value, id, exact)) ? "own" : undefined;
  if (CALLERS.has(id)) {
    return worst(
      values.map((value) => {
        if (/^\d{12}$/.test(value)) return reachOfAccount(value, accounts);
        if (isLater(value)) return value === LATER ? "unknown" : reachOf(value, accounts);
        const account = accountOf(value);
        if (account !== undefined) return reachOfAccount(account, accounts);
        // A bucket's ARN names no account, but only one bucket.
        return id === "aws:sourcearn" && /^arn:[^:]*:s3:::[^*?]+$/.test(value) ? "own" : undefined;
      }),
    );
  }
  if (ORGANIZATIONS.has(id)) {
    if (!values.every((value) => isLater(value) || /^o-[a-z0-9]{1,32}(\/|$)/.test(value))) return undefined;
    const { organizations = new Set<string>() } = accounts;
    const isForeign = (value: string): boolean =>
      organizations.size > 0 && !isLater(value) && !organizations.has(value.replace(/\/.*$/, ""));
    return values.some(isForeign) ? "foreign" : "organization";
  }
  if (PLACES.has(id))
    return values.every((value) => value !== "" && (exact || !/[*?]/.test(value))) ? "endpoint" : undefined;
  return undefined;
}

/** Half of the internet is the internet, also if it is written as many blocks. */
function areNarrow(blocks: readonly string[]): boolean {
  let share = 0;
  for (const block of blocks) {
    const range = parseRange(block);
    if (range === undefined || range.length < (range.family === 4 ? 8 : 32)) return false;
    share += 2 ** -range.length;
  }
  return share < 1 / 8;
}
