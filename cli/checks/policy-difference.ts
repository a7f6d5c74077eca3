import type { Json } from "../synthesized/configuration";
import type { PolicyStatement } from "./policy-document";

/**
 * One clause about how a policy differs from the expected one, such as `the statement OnlyOverTls is missing`. Undefined if
 * both say the same. The order of statements and lists does not matter, and one value equals a list of one.
 */
export function policyDifference(expected: string, seen: string | undefined): string | undefined {
  if (seen === undefined || seen === "") return "there is no policy";
  const wanted = statements(expected);
  const found = statements(seen);
  if (found === undefined || wanted === undefined) return "it is not a JSON policy";
  const changed = [...wanted].filter(([sid, text]) => found.has(sid) && found.get(sid) !== text);
  const clauses = [
    ...clause(
      [...wanted.keys()].filter((sid) => !found.has(sid)),
      "missing",
    ),
    ...clause(
      changed.map(([sid]) => sid),
      "changed",
    ),
    ...clause(
      [...found.keys()].filter((sid) => !wanted.has(sid)),
      "not in the stack",
    ),
  ];
  return clauses.length === 0 ? undefined : clauses.join(", and ");
}

function clause(sids: readonly string[], what: string): string[] {
  if (sids.length === 0) return [];
  return [
    `the ${sids.length === 1 ? "statement" : "statements"} ${sids.join(", ")} ${sids.length === 1 ? "is" : "are"} ${what}`,
  ];
}

/** The statements in one form, by sid. A statement without a sid has its number. */
function statements(policy: string): Map<string, string> | undefined {
  try {
    const { Statement = [] } = JSON.parse(policy) as { Statement?: PolicyStatement | PolicyStatement[] };
    const list = ([] as PolicyStatement[]).concat(Statement);
    return new Map(
      list.map(({ Sid, ...rest }, index) => [
        Sid || `number ${index + 1}`,
        JSON.stringify(canonical(rest as unknown as Json)),
      ]),
    );
  } catch {
    return undefined;
  }
}

/** Sorted keys and lists, one value as a list, and an account as its root user, as IAM stores it. */
function canonical(value: Json): Json {
  if (Array.isArray(value))
    return [
      ...new Set(value.map((one) => account(typeof one === "string" ? one : JSON.stringify(one)))),
    ].sort();
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      entries.map(([key, one]): [string, Json] => {
        if (key === "Effect") return [key, one];
        // "*" and {"AWS": "*"} are the same principal.
        if (key === "Principal" && (one === "*" || isAnyone(one))) return [key, "*"];
        return [
          key,
          typeof one === "string" || typeof one === "boolean" ? [account(String(one))] : canonical(one),
        ];
      }),
    );
  }
  return value;
}

function isAnyone(value: Json): boolean {
  return JSON.stringify(value) === '{"AWS":"*"}' || JSON.stringify(value) === '{"AWS":["*"]}';
}

function account(text: string): string {
  return /^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text;
}
