import { conditionText } from "./conditions";
import { FIELDS, LATER, type PolicyDocument, type PolicyStatement } from "./document";

/** A statement that differs, by sid. */
export interface StatementDifference {
  readonly kind: "added" | "removed" | "changed";
  readonly effect: string;
  readonly sid: string;
  readonly lines: readonly { readonly sign: "+" | "-" | " "; readonly text: string }[];
}

export interface PolicyDifference {
  readonly statements: readonly StatementDifference[];
  /** How many statements are the same on both sides. */
  readonly same: number;
}

/** The structural difference of two policies. */
export function comparePolicies(before: PolicyDocument, after: PolicyDocument): PolicyDifference {
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
  const at = FIELDS.findIndex((field) => fact.startsWith(`${field}: `) || fact.startsWith(`Not${field}: `));
  return at < 0 ? FIELDS.length : at;
};

/** An element that is known only after the apply, in words. */
export function shownElement(value: string): string {
  if (!value.includes(LATER)) return value;
  if (value === LATER) return "(known after apply)";
  const [first = "", ...rest] = value.split(LATER);
  return [
    first,
    ...rest.map((part) => part.replace(/^[^/]*/, (reference) => `(${reference}, known after apply)`)),
  ].join("");
}

/** A policy is compared and shown in several places; the text of a statement is the same in all. */
const texts = new WeakMap<PolicyStatement, readonly string[]>();

/** A statement as text, one fact on each line. */
function facts(statement: PolicyStatement): readonly string[] {
  const known = texts.get(statement);
  if (known) return known;
  const made = written(statement);
  texts.set(statement, made);
  return made;
}

function written(statement: PolicyStatement): readonly string[] {
  return [
    ...new Set([
      ...FIELDS.flatMap((field) => {
        const set = statement.sets.get(field);
        return (set?.values ?? []).map((value) => `${set?.not ? "Not" : ""}${field}: ${shownElement(value)}`);
      }),
      ...statement.conditions.map((each) => `Condition: ${shownElement(conditionText(each))}`),
    ]),
  ];
}

/** The sids that exactly one statement of a policy has. */
function soleSids({ statements }: PolicyDocument): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>([""]);
  for (const { sid } of statements) (seen.has(sid) ? repeated : seen).add(sid);
  return new Set([...seen].filter((sid) => !repeated.has(sid)));
}

type Pair = readonly [PolicyStatement | undefined, PolicyStatement | undefined];

/** Statements of two policies side by side: by content, then by sid, then in order for each effect. */
function pair(before: PolicyDocument, after: PolicyDocument): readonly Pair[] {
  const pairs: Pair[] = [];
  const left = new Set(before.statements);
  const right = new Set(after.statements);
  const match = (key: (statement: PolicyStatement) => string | undefined): void => {
    const waiting = new Map<string, PolicyStatement[]>();
    for (const one of left) {
      const id = key(one);
      if (id === undefined) continue;
      const same = waiting.get(id);
      if (same) same.push(one);
      else waiting.set(id, [one]);
    }
    for (const other of right) {
      const id = key(other);
      const one = id === undefined ? undefined : waiting.get(id)?.shift();
      if (!one) continue;
      left.delete(one);
      right.delete(other);
      pairs.push([one, other]);
    }
  };
  // Most statements have a sid of their own: their contents need not be compared to find the pair.
  const [olds, news] = [before, after].map(soleSids);
  match((one) => (olds?.has(one.sid) && news?.has(one.sid) ? `${one.effect} ${one.sid}` : undefined));
  match((one) => `${one.sid}\n${content(one)}`);
  match((one) => (one.sid === "" ? undefined : `${one.effect} ${one.sid}`));
  match(content);
  match((one) => JSON.stringify([one.effect, one.sets.get("Principal"), one.sets.get("Action")]));
  match((one) => (one.sid === "" ? one.effect : undefined));
  return [
    ...pairs,
    ...[...left].map((one) => [one, undefined] as const),
    ...[...right].map((other) => [undefined, other] as const),
  ];
}

const contents = new WeakMap<PolicyStatement, string>();

const content = (statement: PolicyStatement): string => {
  const known = contents.get(statement);
  if (known !== undefined) return known;
  const made = [
    statement.effect,
    ...facts(statement)
      .map((fact) => (fact.includes("Action: ") ? fact.toLowerCase() : fact))
      .sort(),
  ].join("\n");
  contents.set(statement, made);
  return made;
};
