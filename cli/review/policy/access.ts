import { conditionText, impliedBy, implies, type PolicyCondition } from "./conditions";
import { globCovers, globsOverlap } from "./glob";
import {
  CARRIER,
  isLater,
  type Field,
  type Named,
  type PolicyDocument,
  type PolicyStatement,
} from "./document";

/**
 * The access that one policy gives and another does not. Each statement is a set of (principal, action, resource), under
 * its conditions. The union of one policy's statements is compared with the union of the other's, so that it does
 * not matter how the statements are written, ordered, split or merged.
 */
export interface AccessStep {
  /**
   * `grant`: allowed, and not allowed before. `condition`: allowed before under a condition that the new statement does
   * not make. `denial`: denied before, and no longer. `exemption`: still denied, but for fewer requests.
   */
  readonly kind: "grant" | "condition" | "denial" | "exemption";
  readonly statement: PolicyStatement;
  readonly who: Named;
  readonly what: Named;
  readonly where: Named;
  /** The conditions before and after, of a `condition` or an `exemption`. */
  readonly conditions: {
    readonly before: readonly PolicyCondition[];
    readonly after: readonly PolicyCondition[];
  };
}

export interface Access {
  readonly gains: readonly AccessStep[];
  readonly losses: readonly AccessStep[];
  /** Statements of the new policy, of which a part is known only after the apply. */
  readonly unknown: readonly PolicyStatement[];
  /** False if more statements become known only after the apply. */
  readonly whole: boolean;
}

const EVERYTHING: Named = { not: false, values: ["*"] };
const NOBODY_ELSE: Named = { not: false, values: [CARRIER] };
/** What a statement names. An identity policy has no principal, and a trust policy no resource. */
export const named = (statement: PolicyStatement, field: Field): Named =>
  statement.sets.get(field) ?? (field === "Principal" ? NOBODY_ELSE : EVERYTHING);

/** A part of a statement, ready to be asked whether it takes in an element of another one. */
class Part {
  private readonly exact: ReadonlySet<string>;
  private readonly patterns: readonly string[];

  constructor(
    private readonly field: Field,
    readonly of: Named,
  ) {
    const values = of.values.map((value) => fold(field, value));
    this.exact = new Set(values);
    this.patterns =
      field === "Principal"
        ? values.filter((value) => value === "*")
        : values.filter((value) => /[*?]/.test(value));
  }

  /** Elements one by one; what a Not names only makes sense as a whole. */
  get elements(): readonly Named[] {
    return this.of.not ? [this.of] : this.of.values.map((value) => ({ not: false, values: [value] }));
  }

  covers(element: Named): boolean {
    if (element.values.some((value) => isUnknown(value))) return false;
    if (!this.of.not) {
      if (element.not) return this.exact.has("*");
      return element.values.every((value) => this.takesIn(fold(this.field, value)));
    }
    if (element.not) {
      const other = new Part(this.field, { not: false, values: element.values });
      return this.of.values.every((value) => other.takesIn(fold(this.field, value)));
    }
    return element.values.every(
      (value) => !this.of.values.some((own) => isUnknown(own) || overlap(this.field, own, value)),
    );
  }

  private takesIn(value: string): boolean {
    return this.exact.has(value) || this.patterns.some((pattern) => globCovers(pattern, value));
  }
}

/** A reference to a new resource is known well enough to be compared with itself; nothing at all is not. */
const isUnknown = (value: string): boolean => isLater(value) && value.length === 1;
const fold = (field: Field, value: string): string => (field === "Action" ? value.toLowerCase() : value);
const overlap = (field: Field, one: string, other: string): boolean =>
  field === "Principal"
    ? one === other || one === "*" || other === "*"
    : globsOverlap(fold(field, one), fold(field, other));

interface Prepared {
  readonly statement: PolicyStatement;
  readonly principals: Part;
  readonly actions: Part;
  readonly resources: Part;
  readonly conditions: string;
  readonly content: string;
}

function prepare(statement: PolicyStatement): Prepared {
  const part = (field: Field): Part => new Part(field, named(statement, field));
  const conditions = statement.conditions
    .map((each) => conditionText({ ...each, key: each.key.toLowerCase(), values: [...each.values].sort() }))
    .sort()
    .join("\n");
  const facts = (["Principal", "Action", "Resource"] as const).map((field) => {
    const { not, values } = named(statement, field);
    return [not, values.map((value) => fold(field, value)).sort()];
  });
  return {
    statement,
    principals: part("Principal"),
    actions: part("Action"),
    resources: part("Resource"),
    conditions,
    content: JSON.stringify([facts, conditions]),
  };
}

/** Nobody's policy has so many; AWS allows about 20 KB. Then a statement is compared as a whole. */
const ATOMS = 20_000;

interface Excess {
  readonly statement: PolicyStatement;
  readonly who: Named;
  readonly what: Named;
  readonly where: Named;
  /** The statement of the other policy that covers this but for its conditions. */
  readonly but?: PolicyStatement;
}

/** The requests that statements of one policy match and no statement of the other matches. */
function excess(mine: readonly PolicyStatement[], theirs: readonly PolicyStatement[]): readonly Excess[] {
  const others = theirs.map(prepare);
  const contents = new Set(others.map((other) => other.content));
  const bySid = new Map(others.map((other) => [other.statement.sid, other]));
  const sids = [mine, theirs].map((all) => new Set(all.map(({ sid }) => sid)));
  /** Is it the same statement, changed? A sid that only one side has can be a new name. */
  const corresponds = (own: PolicyStatement, other: PolicyStatement): boolean =>
    own.sid === other.sid || (!sids[1]?.has(own.sid) && !sids[0]?.has(other.sid));
  /** Whether conditions imply others; statements share them. */
  const implied = new Map<string, Map<string, boolean>>();
  const impliesAll = (own: Prepared, other: Prepared): boolean => {
    const known = implied.get(own.conditions) ?? new Map<string, boolean>();
    implied.set(own.conditions, known);
    const answer =
      known.get(other.conditions) ??
      other.statement.conditions.every((each) => impliedBy(each, own.statement.conditions));
    known.set(other.conditions, answer);
    return answer;
  };
  return mine.flatMap((statement): readonly Excess[] => {
    const own = prepare(statement);
    if (contents.has(own.content) && !own.content.includes('"\\u0000"')) return [];
    const holds = (other: Prepared): boolean => other.conditions === own.conditions || impliesAll(own, other);
    // The statement of the same name is the likeliest to cover.
    const twin = bySid.get(statement.sid);
    const likely = twin && statement.sid !== "" ? [twin, ...others] : others;
    // Nothing is looked up among all the others before somebody is not covered by it.
    const covering = lazily(() => others.filter(holds));
    const first = twin && statement.sid !== "" && holds(twin) ? [twin] : [];
    const size = own.principals.elements.length * own.actions.elements.length * own.resources.elements.length;
    if (size > ATOMS) return [whole(statement)];
    const found = uncovered(own, first, covering);
    return found.map((each) => {
      const but = likely.find(
        (other) =>
          corresponds(statement, other.statement) &&
          other.principals.covers(each.who) &&
          other.actions.covers(each.what) &&
          other.resources.covers(each.where),
      );
      return { ...each, statement, ...(but === undefined ? {} : { but: but.statement }) };
    });
  });
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const whole = (statement: PolicyStatement): Excess => ({
  statement,
  who: named(statement, "Principal"),
  what: named(statement, "Action"),
  where: named(statement, "Resource"),
});

type Cell = Pick<Excess, "who" | "what" | "where">;

/** The elements that no statement covers; those that lack the same are one. */
function uncovered(
  own: Prepared,
  likely: readonly Prepared[],
  covering: () => readonly Prepared[],
): readonly Cell[] {
  const groups = new Map<string, { who: Named[]; what: Named; where: Named }>();
  for (const who of own.principals.elements) {
    const quick = likely.some(
      (other) =>
        other.principals.covers(who) &&
        own.actions.elements.every((what) => other.actions.covers(what)) &&
        own.resources.elements.every((where) => other.resources.covers(where)),
    );
    if (quick) continue;
    const first = covering().filter((other) => other.principals.covers(who));
    const byResources = new Map<string, { what: Named[]; where: Named }>();
    for (const what of own.actions.elements) {
      const second = first.filter((other) => other.actions.covers(what));
      const open = own.resources.elements.filter(
        (where) => !second.some((other) => other.resources.covers(where)),
      );
      if (open.length === 0) continue;
      const where = union(open);
      const key = JSON.stringify(where);
      const known = byResources.get(key);
      if (known) known.what.push(what);
      else byResources.set(key, { what: [what], where });
    }
    for (const { what, where } of byResources.values()) {
      const actions = union(what);
      const key = JSON.stringify([actions, where]);
      const known = groups.get(key);
      if (known) known.who.push(who);
      else groups.set(key, { who: [who], what: actions, where });
    }
  }
  return [...groups.values()].map(({ who, what, where }) => ({ who: union(who), what, where }));
}

/** Elements of one part are all alike: either names, or one Not. */
const union = (elements: readonly Named[]): Named => ({
  not: elements[0]?.not ?? false,
  values: elements.flatMap((element) => element.values),
});

const later = (statement: PolicyStatement): boolean =>
  [...statement.sets.values()].some((set) => set.values.some(isUnknown)) ||
  statement.conditions.some(
    (each) => isUnknown(each.operator) || isUnknown(each.key) || each.values.some(isUnknown),
  );

const only = (policy: PolicyDocument, effect: "Allow" | "Deny"): readonly PolicyStatement[] =>
  policy.statements.filter((statement) => statement.effect === effect);

/** The conditions of one statement that are not made by another one. */
const dropped = (from: PolicyStatement, by: PolicyStatement): readonly PolicyCondition[] =>
  from.conditions.filter((each) => !by.conditions.some((other) => implies(other, each)));

function steps(mine: PolicyDocument, theirs: PolicyDocument, deny: "Allow" | "Deny"): readonly AccessStep[] {
  return excess(only(mine, deny), only(theirs, deny)).map((each): AccessStep => {
    const { statement, but } = each;
    const loose = but && dropped(but, statement);
    if (deny === "Allow") {
      return {
        ...each,
        kind: but ? "condition" : "grant",
        conditions: { before: loose ?? [], after: statement.conditions },
      };
    }
    // A denial of before that the new policy makes only under more conditions.
    return {
      ...each,
      kind: but ? "exemption" : "denial",
      conditions: { before: statement.conditions, after: but ? dropped(but, statement) : [] },
    };
  });
}

/** The access that principals gain and lose from one policy to the next. */
export function compareAccess(before: PolicyDocument, after: PolicyDocument): Access {
  const gains = [...steps(after, before, "Allow"), ...steps(before, after, "Deny")];
  const losses = [...steps(before, after, "Allow"), ...steps(after, before, "Deny")];
  const unknown = after.statements.filter(later);
  const { whole } = after;
  // A statement that is not known yet may be the one that seems to be missing.
  return after.whole
    ? { gains, losses, unknown, whole }
    : { gains: gains.filter((step) => step.statement.effect === "Allow"), losses: [], unknown, whole };
}
