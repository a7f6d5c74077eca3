/**
 * Judges the policy of a KMS key for a principal of the account of the key. Ledger: kms-key-policy
 */
import type { JsonObject } from "../synthesized/configuration";
import { matchesWildcards } from "../text/wildcards";

/**
 * `allowed`: the key policy names the principal. `identity`: the key policy lets the identity policies of the account decide.
 * `no`: the key policy does not allow it. `denied`: a Deny statement applies. `unclear`: a condition decides that is not
 * understood here.
 */
export type KeyVerdict = "allowed" | "identity" | "no" | "denied" | "unclear";

export interface KeyQuestion {
  /** The ARN of a role, a user or an account, or an AWS service such as `cloudfront.amazonaws.com`. */
  readonly principal: string;
  /** The account of the principal. */
  readonly account: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** The keys that S3 sends, such as `kms:ViaService`. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether the identity policy of a principal allows an action on a key. Any Deny statement wins. */
export function judgeIdentityPolicy(
  policy: string,
  question: KeyQuestion & { readonly resource: string },
): KeyVerdict {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
  const asked = [Statement]
    .flat()
    .filter((one) => coversAction(one, question.action) && coversResource(one, question.resource))
    .map(({ Effect, Condition }) => ({ Effect, truth: holds(Condition, question) }));
  const has = (effect: string, truth: Truth) =>
    asked.some((one) => one.Effect === effect && one.truth === truth);
  if (has("Deny", "yes")) return "denied";
  if (has("Allow", "yes")) return has("Deny", "unclear") ? "unclear" : "allowed";
  return has("Allow", "unclear") ? "unclear" : "no";
}

type OneOrMore = string | readonly string[];

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, JsonObject>>;
}

type Truth = "yes" | "no" | "unclear";

export function judgeKeyPolicy(policy: string, question: KeyQuestion): KeyVerdict {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
  const asked = [Statement].flat().filter((one) => coversAction(one, question.action));
  const denials = asked
    .filter(({ Effect }) => Effect === "Deny")
    .map((one) => both(namesForDeny(one, question), holds(one.Condition, question)));
  if (denials.includes("yes")) return "denied";
  const allows = asked
    .filter(({ Effect }) => Effect === "Allow")
    .map((one) => ({ names: namesForAllow(one, question), holds: holds(one.Condition, question) }));
  const of = (names: Named, truth: Truth) => allows.some((one) => one.names === names && one.holds === truth);
  const found: KeyVerdict = of("principal", "yes") ? "allowed" : of("account", "yes") ? "identity" : "no";
  if (found !== "no") return denials.includes("unclear") ? "unclear" : found;
  return of("principal", "unclear") || of("account", "unclear") ? "unclear" : "no";
}

type Named = "principal" | "account" | "none";

function namesForAllow({ Principal }: Statement, { principal, account }: KeyQuestion): Named {
  if (isService(principal)) return serviceNames(Principal).includes(principal) ? "principal" : "none";
  const names = awsNames(Principal);
  if (names.includes("*") || names.includes(principal)) return "principal";
  return names.some((one) => isAccount(one, account)) ? "account" : "none";
}

/** A Deny statement for the account applies to all its principals. */
function namesForDeny({ Principal, NotPrincipal }: Statement, question: KeyQuestion): Truth {
  const { principal, account } = question;
  const includes = (value: unknown): boolean =>
    isService(principal)
      ? serviceNames(value).includes(principal) || value === "*"
      : awsNames(value).some((one) => one === "*" || one === principal || isAccount(one, account));
  if (Principal !== undefined) return includes(Principal) ? "yes" : "no";
  if (NotPrincipal === undefined) return "no";
  // AWS needs both the account and the principal in NotPrincipal, and documents exceptions.
  return includes(NotPrincipal) ? "unclear" : "yes";
}

function awsNames(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [(value as { AWS?: OneOrMore }).AWS ?? []].flat();
}

function serviceNames(value: unknown): readonly string[] {
  if (value === "*") return ["*"];
  if (typeof value !== "object" || value === null) return [];
  return [(value as { Service?: OneOrMore }).Service ?? []].flat();
}

const isService = (principal: string): boolean => !principal.startsWith("arn:");

const isAccount = (name: string, account: string): boolean =>
  name === account || new RegExp(`^arn:aws[a-z-]*:iam::${account}:root$`).test(name);

function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  const among = (patterns: OneOrMore): boolean =>
    [patterns].flat().some((one) => matchesWildcards(one, action, true));
  if (Action !== undefined) return among(Action);
  return NotAction !== undefined && !among(NotAction);
}

function coversResource({ Resource, NotResource }: Statement, resource: string): boolean {
  const among = (patterns: OneOrMore): boolean =>
    [patterns].flat().some((one) => matchesWildcards(one, resource, false));
  if (Resource !== undefined) return among(Resource);
  return NotResource !== undefined && !among(NotResource);
}

function holds(conditions: Statement["Condition"] = {}, question: KeyQuestion): Truth {
  const { principal, account, context } = question;
  const known = new Map(
    Object.entries({
      ...(!isService(principal) && {
        "aws:PrincipalArn": principal,
        "aws:PrincipalAccount": account,
        "kms:CallerAccount": account,
      }),
      "aws:PrincipalIsAWSService": String(isService(principal)),
      "aws:SecureTransport": "true",
      ...context,
    }).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return Object.entries(conditions)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) =>
        condition(
          operator,
          known.get(key.toLowerCase()),
          (Array.isArray(wanted) ? wanted : [wanted]).map(String),
        ),
      ),
    )
    .reduce(both, "yes");
}

/** A key that is not known here may be in the request all the same. */
function condition(operator: string, value: string | undefined, wanted: readonly string[]): Truth {
  if (value === undefined) return "unclear";
  const name = operator.replace(/^ForAnyValue:|^ForAllValues:/, "").replace(/IfExists$/, "");
  const [, kind, not, test] =
    /^(String|Arn|Bool|Null)(Not)?(Equals|Like|EqualsIgnoreCase)?$/.exec(name) ?? [];
  if (kind === undefined) return "unclear";
  const truth = (found: boolean): Truth => (found === (not === undefined) ? "yes" : "no");
  if (kind === "Null") return wanted.some((one) => one.toLowerCase() === "false") ? "yes" : "no";
  const ignoreCase = kind === "Bool" || test === "EqualsIgnoreCase";
  const exact = test === "Equals" && kind === "String";
  return truth(wanted.some((one) => (exact ? one === value : matchesWildcards(one, value, ignoreCase))));
}

function both(one: Truth, other: Truth): Truth {
  if (one === "no" || other === "no") return "no";
  return one === "unclear" || other === "unclear" ? "unclear" : "yes";
}
