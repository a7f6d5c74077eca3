import { conditionText, type PolicyCondition } from "./conditions";
import { FIELDS, LATER, type Field, type Named, type PolicyDocument, type PolicyStatement } from "./document";

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
    const [removed, added] = [lacking(old, now), lacking(now, old)];
    const statement = now ?? old;
    if (!statement || removed.length + added.length === 0) {
      same++;
      continue;
    }
    const lines = [
      ...removed.map((text) => ({ sign: "-" as const, text })),
      ...added.map((text) => ({ sign: "+" as const, text })),
    ];
    statements.push({
      kind: !old ? "added" : !now ? "removed" : "changed",
      effect: statement.effect,
      sid: statement.sid,
      lines:
        removed.length > 0 && added.length > 0 ? lines.sort((a, b) => order(a.text) - order(b.text)) : lines,
    });
  }
  return { statements, same };
}

/** The facts of one statement that another one does not have. Most statements have most facts in common. */
function lacking(one: PolicyStatement | undefined, other: PolicyStatement | undefined): readonly string[] {
  if (!one) return [];
  if (!other) return facts(one);
  const found = new Set<string>();
  for (const field of FIELDS) {
    const [mine, theirs] = [one.sets.get(field), other.sets.get(field)];
    if (!mine || isSame(mine, theirs)) continue;
    const known = theirs?.not === mine.not ? new Set(theirs.values) : undefined;
    for (const value of mine.values) if (!known?.has(value)) found.add(factOf(field, mine, value));
  }
  if (one.conditions.length > 0 && !areEqual(one.conditions, other.conditions)) {
    const known = new Set(other.conditions.map(conditionFact));
    for (const each of one.conditions) {
      const fact = conditionFact(each);
      if (!known.has(fact)) found.add(fact);
    }
  }
  return [...found];
}

const isSame = (mine: Named, theirs: Named | undefined): boolean =>
  theirs?.not === mine.not && areAlike(mine.values, theirs.values);

const areAlike = (mine: readonly string[], theirs: readonly string[]): boolean =>
  mine.length === theirs.length && mine.every((value, i) => value === theirs[i]);

const areEqual = (mine: readonly PolicyCondition[], theirs: readonly PolicyCondition[]): boolean =>
  mine.length === theirs.length &&
  mine.every((one, i) => {
    const other = theirs[i];
    return (
      one.operator === other?.operator &&
      one.ifExists === other.ifExists &&
      one.key === other.key &&
      areAlike(one.values, other.values)
    );
  });

const factOf = (field: Field, { not }: Named, value: string): string =>
  `${not ? "Not" : ""}${field}: ${shownElement(value)}`;
const conditionFact = (each: PolicyCondition): string => `Condition: ${shownElement(conditionText(each))}`;

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
      ...[...statement.sets].flatMap(([field, set]) => set.values.map((value) => factOf(field, set, value))),
      ...statement.conditions.map(conditionFact),
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
    if (left.size === 0 || right.size === 0) return;
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
