import { conditionText, impliedBy, implies, type PolicyCondition } from "./conditions";
import { globCovers, globsOverlap } from "./glob";
import {
  CARRIER,
  FIELDS,
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
  private names?: ReadonlySet<string>;
  private wild?: readonly string[];
  private single?: readonly Named[];

  constructor(
    private readonly field: Field,
    readonly of: Named,
  ) {}

  get exact(): ReadonlySet<string> {
    return (this.names ??= new Set(this.of.values.map((value) => fold(this.field, value))));
  }

  private get patterns(): readonly string[] {
    return (this.wild ??= [...this.exact].filter((value) =>
      this.field === "Principal" ? value === "*" : /[*?]/.test(value),
    ));
  }

  /** Elements one by one; what a Not names only makes sense as a whole. */
  get elements(): readonly Named[] {
    return (this.single ??= this.of.not
      ? [this.of]
      : this.of.values.map((value) => ({ not: false, values: [value] })));
  }

  /** True if it can take in an element that it does not name. */
  get isOpen(): boolean {
    return this.of.not || this.patterns.length > 0;
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

const prepared = new WeakMap<PolicyStatement, Prepared>();

/** A statement is compared in both directions, with many others: what does not depend on them is computed once. */
function prepare(statement: PolicyStatement): Prepared {
  const known = prepared.get(statement);
  if (known) return known;
  const made = prepareAnew(statement);
  prepared.set(statement, made);
  return made;
}

function prepareAnew(statement: PolicyStatement): Prepared {
  const part = (field: Field): Part => new Part(field, named(statement, field));
  const conditions = statement.conditions
    .map((each) => conditionText({ ...each, key: each.key.toLowerCase(), values: [...each.values].sort() }))
    .sort()
    .join("\n");
  const facts = FIELDS.map((field) => {
    const { not, values } = named(statement, field);
    if (values.length === 1) return [not, fold(field, values[0] ?? "")];
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

/** The statements of a policy, by the principals that they name: few statements speak to one principal. */
class Index {
  private readonly byPrincipal = new Map<string, number[]>();
  private readonly open: number[] = [];

  constructor(private readonly all: readonly Prepared[]) {
    all.forEach(({ principals }, i) => {
      if (principals.isOpen) this.open.push(i);
      else
        for (const principal of principals.exact) {
          const same = this.byPrincipal.get(principal);
          if (same) same.push(i);
          else this.byPrincipal.set(principal, [i]);
        }
    });
  }

  /** The statements that speak to everybody in an element, in the policy's order. */
  speakingTo(who: Named): { readonly key: string; readonly statements: readonly Prepared[] } {
    const [first] = who.values;
    const named = (who.not || first === undefined ? undefined : this.byPrincipal.get(first)) ?? [];
    const near = this.open.length === 0 ? named : [...named, ...this.open].sort((a, b) => a - b);
    const places = near.filter((place) => this.all[place]?.principals.covers(who));
    return { key: places.join(), statements: places.flatMap((place) => this.all[place] ?? []) };
  }
}

/** The requests that statements of one policy match and no statement of the other matches. */
function excess(mine: readonly PolicyStatement[], theirs: readonly PolicyStatement[]): readonly Excess[] {
  if (mine.length === 0) return [];
  const others = theirs.map(prepare);
  const contents = new Set(others.map((other) => other.content));
  const bySid = new Map(others.map((other) => [other.statement.sid, other]));
  const sids = [mine, theirs].map((all) => new Set(all.map(({ sid }) => sid)));
  /** Is it the same statement, changed? A sid that only one side has can be a new name. */
  const corresponds = (own: PolicyStatement, other: PolicyStatement): boolean =>
    own.sid === other.sid || (!sids[1]?.has(own.sid) && !sids[0]?.has(other.sid));
  /** Whether conditions imply others; statements share them. */
  const implied = new Map<string, Map<string, boolean>>();
  const holds = (own: Prepared, other: Prepared): boolean => {
    if (own.conditions === other.conditions) return true;
    let known = implied.get(own.conditions);
    if (!known) implied.set(own.conditions, (known = new Map<string, boolean>()));
    const answer =
      known.get(other.conditions) ??
      other.statement.conditions.every((each) => impliedBy(each, own.statement.conditions));
    known.set(other.conditions, answer);
    return answer;
  };
  // Nothing is looked up among all the others before a statement is not the same as another one.
  const index = lazily(() => new Index(others));
  return mine.flatMap((statement): readonly Excess[] => {
    const own = prepare(statement);
    if (contents.has(own.content) && !own.content.includes('"\\u0000"')) return [];
    // The statement of the same name is the likeliest to cover.
    const twin = statement.sid === "" ? undefined : bySid.get(statement.sid);
    const size = own.principals.elements.length * own.actions.elements.length * own.resources.elements.length;
    if (size > ATOMS) return [whole(statement)];
    const found = uncovered(own, twin, index, holds);
    return found.map((each) => {
      const covers = (other: Prepared): boolean =>
        corresponds(statement, other.statement) &&
        other.actions.covers(each.what) &&
        other.resources.covers(each.where);
      const but =
        twin && twin.principals.covers(each.who) && covers(twin)
          ? twin
          : index().speakingTo(each.who).statements.find(covers);
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

type Open = Pick<Excess, "what" | "where">;

/** The actions and resources that statements, which all speak to one principal, do not cover. */
function leftOpen(
  own: Prepared,
  statements: readonly Prepared[],
  holds: (own: Prepared, other: Prepared) => boolean,
): ReadonlyMap<string, Open> {
  const [actions, resources] = [own.actions.elements, own.resources.elements];
  const byResources = new Map<string, { what: Named[]; where: Named }>();
  for (const what of actions) {
    const second = statements.filter((other) => other.actions.covers(what));
    const open = resources.filter(
      (where) => !second.some((other) => other.resources.covers(where) && holds(own, other)),
    );
    if (open.length === 0) continue;
    // Mostly, all of them or none are covered.
    const all = open.length === resources.length;
    const where = all ? own.resources.of : union(open);
    const key = all ? "" : JSON.stringify(where);
    const known = byResources.get(key);
    if (known) known.what.push(what);
    else byResources.set(key, { what: [what], where });
  }
  const found = new Map<string, Open>();
  for (const [key, { what, where }] of byResources) {
    const all = what.length === actions.length;
    const named = all ? own.actions.of : union(what);
    found.set(`${all ? "" : JSON.stringify(named)}\n${key}`, { what: named, where });
  }
  return found;
}

/** The elements that no statement covers; those that lack the same are one. */
function uncovered(
  own: Prepared,
  twin: Prepared | undefined,
  index: () => Index,
  holds: (own: Prepared, other: Prepared) => boolean,
): readonly Cell[] {
  const groups = new Map<string, { who: Named[]; what: Named; where: Named }>();
  const twinCovers =
    twin !== undefined &&
    holds(own, twin) &&
    own.actions.elements.every((what) => twin.actions.covers(what)) &&
    own.resources.elements.every((where) => twin.resources.covers(where));
  /** The same statements often speak to several principals: what they leave open is then the same. */
  const seen = new Map<string, ReadonlyMap<string, Open>>();
  for (const who of own.principals.elements) {
    if (twinCovers && twin.principals.covers(who)) continue;
    const { key: speakers, statements } = index().speakingTo(who);
    const left = seen.get(speakers) ?? leftOpen(own, statements, holds);
    seen.set(speakers, left);
    for (const [key, { what, where }] of left) {
      const known = groups.get(key);
      if (known) known.who.push(who);
      else groups.set(key, { who: [who], what, where });
    }
  }
  return [...groups.values()].map(({ who, what, where }) => ({
    who: who.length === own.principals.elements.length ? own.principals.of : union(who),
    what,
    where,
  }));
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
  const { whole } = after;
  // A statement that is not known yet may be the one that seems to be missing.
  const gains = lazily(() => [
    ...steps(after, before, "Allow"),
    ...(whole ? steps(before, after, "Deny") : []),
  ]);
  // Few findings ask for the losses.
  const losses = lazily(() =>
    whole ? [...steps(before, after, "Allow"), ...steps(after, before, "Deny")] : [],
  );
  return {
    get gains() {
      return gains();
    },
    get losses() {
      return losses();
    },
    unknown: after.statements.filter(later),
    whole,
  };
}
