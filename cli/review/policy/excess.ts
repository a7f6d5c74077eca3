import { lazily } from "../lazily";
import { impliedBy } from "./conditions";
import type { Named, PolicyStatement } from "./document";
import { named } from "./part";
import { prepare, type Prepared } from "./prepared";

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
export function excess(
  mine: readonly PolicyStatement[],
  theirs: readonly PolicyStatement[],
): readonly Excess[] {
  if (mine.length === 0) return [];
  if (theirs.length === 0) return mine.map(whole);
  const others = theirs.map(prepare);
  const shapes = new Set(others.map((other) => other.shape));
  const contents = lazily(() => new Set(others.map((other) => other.content)));
  const bySid = new Map(others.map((other) => [other.statement.sid, other]));
  const sids = lazily(() => [mine, theirs].map((all) => new Set(all.map(({ sid }) => sid))));
  /** Is it the same statement, changed? A sid that only one side has can be a new name. */
  const corresponds = (own: PolicyStatement, other: PolicyStatement): boolean =>
    own.sid === other.sid || (!sids()[1]?.has(own.sid) && !sids()[0]?.has(other.sid));
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
    if (shapes.has(own.shape) && contents().has(own.content) && !own.content.includes('"\\u0000"')) return [];
    // The statement of the same name is the likeliest to cover.
    const twin = statement.sid === "" ? undefined : bySid.get(statement.sid);
    const size = own.principals.count * own.actions.count * own.resources.count;
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
  const rest = twinCovers ? own.principals.outside(twin.principals) : own.principals.elements;
  for (const who of rest) {
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
    who: who.length === own.principals.count ? own.principals.of : union(who),
    what,
    where,
  }));
}

/** Elements of one part are all alike: either names, or one Not. */
const union = (elements: readonly Named[]): Named => ({
  not: elements[0]?.not ?? false,
  values: elements.flatMap((element) => element.values),
});
