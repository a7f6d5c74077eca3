import { matchesWildcards } from "../text/wildcards";

/** Whether a policy lets an AWS service do something. `unclear` if a condition decides that is not understood here. */
export type Grant = "yes" | "no" | "unclear";

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface GrantQuestion {
  /** Such as `cloudwatch.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  readonly account: string;
  /** The Region of the resource. */
  readonly region: string;
}

/** Judges the policy of a topic or of a key. The resource is the one that the policy belongs to. */
export function grants(policy: string, question: GrantQuestion): Grant {
  const matching = statementsOf(policy).filter(
    (one) => names(one, question.service) && covers(one, question.action),
  );
  const denials = matching.filter(({ Effect }) => Effect === "Deny");
  if (denials.some(({ Condition }) => Condition === undefined)) return "no";
  const allowed = matching.filter(({ Effect }) => Effect === "Allow").map((one) => holds(one, question));
  if (!allowed.includes("yes")) return allowed.includes("unclear") ? "unclear" : "no";
  return denials.some((one) => !onlyWithoutTls(one)) ? "unclear" : "yes";
}

function statementsOf(policy: string): readonly Statement[] {
  const { Statement } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
  return Statement === undefined ? [] : [Statement].flat();
}

function names({ Principal }: Statement, service: string): boolean {
  if (Principal === "*") return true;
  if (typeof Principal !== "object" || Principal === null) return false;
  const { Service, AWS } = Principal as { Service?: string | string[]; AWS?: string | string[] };
  return (
    [Service ?? []].flat().some((one) => one === service || one === "*") || [AWS ?? []].flat().includes("*")
  );
}

function covers({ Action, NotAction }: Statement, action: string): boolean {
  if (Action === undefined) return NotAction !== undefined;
  return [Action].flat().some((pattern) => matchesWildcards(pattern, action, true));
}

/** Whether the conditions of an Allow statement hold for the service. */
function holds({ Condition = {} }: Statement, { service, account, region }: GrantQuestion): Grant {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: [values].flat(),
    })),
  );
  if (conditions.length === 0) return "yes";
  // EventBridge sends no keys for these conditions. Ledger: events-sns-condition
  if (service === "events.amazonaws.com") return "no";
  const kinds = conditions.map(({ operator, key, values }): Grant => {
    if (!/^(String|Arn)(Equals|Like)(IfExists)?$/.test(operator)) return "unclear";
    if (key === "aws:sourceaccount" || key === "aws:sourceowner")
      return values.some((one) => one === account || one === "*") ? "yes" : "no";
    if (key !== "aws:sourcearn") return "unclear";
    const start = `arn:aws:cloudwatch:${region}:${account}:alarm:`;
    return values.some((one) => one === "*" || mayStartWith(one, start)) ? "yes" : "no";
  });
  if (kinds.includes("no")) return "no";
  return kinds.includes("unclear") ? "unclear" : "yes";
}

/** Whether a pattern fits a text that begins so. The parts of both are separated by colons. */
function mayStartWith(pattern: string, start: string): boolean {
  const [parts, wanted] = [pattern.split(":"), start.split(":")];
  return wanted.slice(0, 6).every((one, index) => {
    const part = parts[index];
    return part === undefined ? pattern.endsWith("*") : part === one || part === "*";
  });
}

/** `aws:SecureTransport` is false: AWS services use TLS. */
function onlyWithoutTls({ Condition = {} }: Statement): boolean {
  const keys = Object.values(Condition).flatMap((one) => Object.entries(one));
  return (
    keys.length === 1 &&
    keys[0]![0].toLowerCase() === "aws:securetransport" &&
    [keys[0]![1]].flat().every((one) => String(one) === "false")
  );
}
