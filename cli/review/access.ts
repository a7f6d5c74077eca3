import { LATER, type Condition, type Field, type Policy, type Statement } from "./policy";

/** One way in which a policy lets more through, or less. */
export interface Step {
  readonly sid: string;
  /** What happened to the statement. */
  readonly kind:
    | "statement added"
    | "statement removed"
    | "principal"
    | "action"
    | "resource"
    | "condition removed"
    | "condition loosened"
    | "condition added"
    | "condition tightened";
  readonly effect: string;
  readonly who: readonly string[];
  readonly what: readonly string[];
  readonly where: readonly string[];
  /** The condition's text, or what joined or left. */
  readonly detail: readonly string[];
  /** The statement's conditions. None: nothing stands in the way. */
  readonly conditions: readonly string[];
}

export interface Access {
  readonly gains: readonly Step[];
  readonly losses: readonly Step[];
  /** Part of the new policy is known only after the apply: more may come to light then. */
  readonly uncertain: boolean;
}

/** Does a pattern with * and ? match a text (which may be a pattern itself)? Linear but for the last star. */
export function matches(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let mark = 0;
  while (v < value.length) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++;
      mark = v;
    } else if (p < pattern.length && (pattern[p] === value[v] || (pattern[p] === "?" && value[v] !== "*"))) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

const fold = (field: string, value: string): string =>
  field.endsWith("Action") ? value.toLowerCase() : value;

/** The values that no value of the other side takes in; those known only later are left aside. */
function beyond(field: string, values: readonly string[], others: readonly string[]): string[] {
  const exact = new Set(others.map((other) => fold(field, other)));
  const patterns = [...exact].filter((other) =>
    field.endsWith("Principal") ? other === "*" : field !== "exact" && /[*?]/.test(other),
  );
  return values.filter((value) => {
    const folded = fold(field, value);
    return value !== LATER && !exact.has(folded) && !patterns.some((pattern) => matches(pattern, folded));
  });
}

const has = (values: readonly string[] | undefined): boolean => values?.includes(LATER) ?? false;
const PAIRS = [
  ["Principal", "NotPrincipal", "principal"],
  ["Action", "NotAction", "action"],
  ["Resource", "NotResource", "resource"],
] as const;

/** Describes a condition. */
export const words = ({ operator, ifExists, key, values }: Condition): string =>
  [operator + (ifExists ? "IfExists" : ""), key, "=", values.join(" | ")]
    .join(" ")
    .replaceAll(LATER, "(known after apply)");

const negated = (condition: Condition): boolean => /Not/.test(condition.operator);
const globbed = (condition: Condition): string =>
  /Like$|Arn/i.test(condition.operator) ? "Resource" : "exact";

/** What makes a statement match more requests than before, and what makes it match fewer. */
function movement(before: Statement, after: Statement): { more: Step[]; fewer: Step[]; uncertain: boolean } {
  const more: Step[] = [];
  const fewer: Step[] = [];
  let uncertain = false;
  const step = (
    of: Statement,
    kind: Step["kind"],
    detail: readonly string[],
    swap: Partial<Step> = {},
  ): Step => ({
    ...describe(of, kind),
    detail,
    ...swap,
  });
  for (const [field, not, kind] of PAIRS) {
    const [old, now, oldNot, nowNot] = [
      before.sets.get(field),
      after.sets.get(field),
      before.sets.get(not),
      after.sets.get(not),
    ];
    uncertain ||= has(now) || has(nowNot);
    const swap = (values: readonly string[]): Partial<Step> =>
      kind === "principal" ? { who: values } : kind === "action" ? { what: values } : { where: values };
    if (old && now) {
      const joined = beyond(field, now, old);
      const left = has(now) ? [] : beyond(field, old, now);
      if (joined.length > 0) more.push(step(after, kind, joined, swap(joined)));
      if (left.length > 0) fewer.push(step(before, kind, left, swap(left)));
    } else if (oldNot && nowNot) {
      const joined = beyond(field, nowNot, oldNot);
      const left = has(nowNot) ? [] : beyond(field, oldNot, nowNot);
      if (left.length > 0) more.push(step(after, kind, left, swap(left)));
      if (joined.length > 0) fewer.push(step(before, kind, joined, swap(joined)));
    } else if (old || now || oldNot || nowNot) {
      more.push(step(after, kind, now ?? ["*"]));
      fewer.push(step(before, kind, old ?? ["*"]));
    }
  }
  for (const [id, old] of before.conditions) {
    const now = after.conditions.get(id);
    if (!now) {
      more.push(step(after, "condition removed", [words(old)]));
      continue;
    }
    uncertain ||= has(now.values);
    const mode = globbed(old);
    const joined = beyond(mode, now.values, old.values);
    const left = has(now.values) ? [] : beyond(mode, old.values, now.values);
    const [wider, tighter] = negated(old) ? [left, joined] : [joined, left];
    const loosened = wider.length > 0 || (!old.ifExists && now.ifExists);
    const tightened = tighter.length > 0 || (old.ifExists && !now.ifExists);
    if (loosened) more.push(step(after, "condition loosened", [words(old), words(now)]));
    if (tightened) fewer.push(step(before, "condition tightened", [words(old), words(now)]));
  }
  for (const [id, now] of after.conditions) {
    if (before.conditions.has(id)) continue;
    uncertain ||= has(now.values) || now.key === LATER;
    fewer.push(step(before, "condition added", [words(now)]));
  }
  return { more, fewer, uncertain };
}

function describe(of: Statement, kind: Step["kind"]): Step {
  const not = (field: Field): string[] =>
    (of.sets.get(`Not${field}` as Field) ?? []).map((value) => `everything but ${value}`);
  return {
    sid: of.sid,
    kind,
    effect: of.effect,
    who: of.sets.get("Principal") ?? not("Principal"),
    what: of.sets.get("Action") ?? not("Action"),
    where: of.sets.get("Resource") ?? not("Resource"),
    detail: [],
    conditions: [...of.conditions.values()].map(words),
  };
}

/** Does one statement take in everything that another one matches? */
function covers(wide: Statement, narrow: Statement): boolean {
  const { more } = movement(wide, narrow);
  return wide.effect === narrow.effect && more.length === 0 && !later(narrow);
}

const later = (statement: Statement): boolean =>
  [...statement.sets.values()].some(has) ||
  [...statement.conditions.values()].some((condition) => has(condition.values) || condition.key === LATER);

/** The statement, cut down to what a step is about. */
function only(statement: Statement, step: Step): Statement {
  const sets = new Map(statement.sets);
  if (step.kind === "principal" && sets.has("Principal")) sets.set("Principal", step.who);
  if (step.kind === "action" && sets.has("Action")) sets.set("Action", step.what);
  if (step.kind === "resource" && sets.has("Resource")) sets.set("Resource", step.where);
  return { ...statement, sets };
}

/** Statements of two policies side by side: by content, then by sid, then in order for each effect. */
export function pair(
  before: Policy,
  after: Policy,
): readonly (readonly [Statement | undefined, Statement | undefined])[] {
  const pairs: [Statement | undefined, Statement | undefined][] = [];
  const left = new Set(before.statements);
  const right = new Set(after.statements);
  const match = (key: (statement: Statement) => string | undefined): void => {
    const waiting = new Map<string, Statement[]>();
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
  match((one) => `${one.sid}\n${content(one)}`);
  match((one) => (one.sid === "" ? undefined : `${one.effect} ${one.sid}`));
  match(content);
  match((one) =>
    JSON.stringify([
      one.effect,
      one.sets.get("Principal"),
      one.sets.get("Action"),
      one.sets.get("NotAction"),
    ]),
  );
  match((one) => (one.sid === "" ? one.effect : undefined));
  return [
    ...pairs,
    ...[...left].map((one) => [one, undefined] as const),
    ...[...right].map((other) => [undefined, other] as const),
  ];
}

const content = (statement: Statement): string =>
  JSON.stringify([
    statement.effect,
    [...statement.sets]
      .map(([field, values]) => [field, values.map((value) => fold(field, value)).sort()])
      .sort(),
    [...statement.conditions].map(([id, { ifExists, values }]) => [id, ifExists, [...values].sort()]).sort(),
  ]);

/** AWS takes no policy with so many statements; in one that has more, every change counts. */
const COVERED = 200;

/** Who gains what and who loses what. A grant that another statement gave already, or still gives, is neither. */
export function compareAccess(before: Policy, after: Policy): Access {
  const gains: Step[] = [];
  const losses: Step[] = [];
  let uncertain = !after.whole;
  const gave = (policy: Policy, statement: Statement): boolean =>
    policy.statements.length <= COVERED && policy.statements.some((other) => covers(other, statement));
  for (const [old, now] of pair(before, after)) {
    if (old && now) {
      const moved = movement(old, now);
      uncertain ||= moved.uncertain;
      const more = moved.more.filter((step) => !gave(before, only(now, step)));
      const fewer = moved.fewer.filter((step) => !gave(after, only(old, step)));
      (now.effect === "Deny" ? losses : gains).push(...more);
      (now.effect === "Deny" ? gains : losses).push(...fewer);
    } else if (now) {
      uncertain ||= later(now);
      if (gave(before, now)) continue;
      (now.effect === "Deny" ? losses : gains).push(describe(now, "statement added"));
    } else if (old && !gave(after, old)) {
      (old.effect === "Deny" ? gains : losses).push(describe(old, "statement removed"));
    }
  }
  // A statement that is not known yet may be the one that seems to be gone.
  return after.whole
    ? { gains, losses, uncertain }
    : { gains: gains.filter((step) => step.kind !== "statement removed"), losses: [], uncertain };
}
