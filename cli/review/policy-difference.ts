import { pair, words } from "./access";
import { FIELDS, LATER, type Policy, type Statement } from "./policy";

/** A statement that differs, by sid. */
export interface StatementDifference {
  readonly kind: "added" | "removed" | "changed";
  readonly effect: string;
  readonly sid: string;
  readonly lines: readonly { readonly sign: "+" | "-" | " "; readonly text: string }[];
}

export interface PolicyDifference {
  readonly statements: readonly StatementDifference[];
  /** How many statements stay as they are. */
  readonly same: number;
}

/** The structural difference of two policies. */
export function comparePolicies(before: Policy, after: Policy): PolicyDifference {
  const statements: StatementDifference[] = [];
  let same = 0;
  for (const [old, now] of pair(before, after)) {
    const [one, other] = [old ? facts(old) : [], now ? facts(now) : []];
    const [had, has] = [new Set(one), new Set(other)];
    const removed = one.filter((fact) => !has.has(fact)).map((fact) => ({ sign: "-" as const, text: fact }));
    const added = other.filter((fact) => !had.has(fact)).map((fact) => ({ sign: "+" as const, text: fact }));
    const statement = now ?? old;
    if (!statement || removed.length + added.length === 0) {
      same++;
      continue;
    }
    statements.push({
      kind: !old ? "added" : !now ? "removed" : "changed",
      effect: statement.effect,
      sid: statement.sid,
      lines: [...removed, ...added].sort((a, b) => order(a.text) - order(b.text)),
    });
  }
  return { statements, same };
}

const order = (fact: string): number => {
  const at = FIELDS.findIndex((field) => fact.startsWith(`${field}: `));
  return at < 0 ? FIELDS.length : at;
};

/** What a statement says, one fact a line. */
function facts(statement: Statement): string[] {
  const known = (value: string): string => (value === LATER ? "(known after apply)" : value);
  return [
    ...new Set([
      ...FIELDS.flatMap((field) =>
        (statement.sets.get(field) ?? []).map((value) => `${field}: ${known(value)}`),
      ),
      ...[...statement.conditions.values()].map((condition) => `Condition: ${words(condition)}`),
    ]),
  ];
}
