/** Mutations of a statement. Each one changes what the statement allows or denies. */
import { list, statementsOf, type Policy, type Principals, type Statement } from "./policy/statement";

export interface Mutation {
  /** Such as `drop the condition StringEquals aws:SourceArn`. */
  readonly name: string;
  /** Undefined if the mutation drops the statement. */
  readonly statement?: Statement;
}

const EVERYONE: Principals = "*";

/** All mutations of a statement. A list with one value is not shortened, because that drops the statement. */
export function mutationsOf(statement: Statement): Mutation[] {
  const { Effect, Action, Resource, Principal } = statement;
  const mutations: Mutation[] = [
    { name: "drop the statement" },
    { name: "flip the effect", statement: { ...statement, Effect: Effect === "Allow" ? "Deny" : "Allow" } },
  ];
  const actions = list(Action);
  for (const service of new Set(actions.map((action) => action.split(":")[0]!))) {
    const everything = `${service}:*`;
    if (actions.includes(everything)) continue;
    const others = actions.filter((action) => !action.startsWith(`${service}:`));
    mutations.push({
      name: `widen the actions to ${everything}`,
      statement: { ...statement, Action: others.length === 0 ? everything : [...others, everything] },
    });
  }
  if (Resource !== undefined && !list(Resource).includes("*"))
    mutations.push({ name: "widen the resources to *", statement: { ...statement, Resource: "*" } });
  if (Principal !== undefined && Principal !== "*" && !list(Principal.AWS).includes("*"))
    mutations.push({ name: "widen the principals to *", statement: { ...statement, Principal: EVERYONE } });
  if (Principal !== undefined && Principal !== "*")
    for (const name of list(Principal.AWS)) {
      const account = /^(arn:aws:iam::\d{12}):(role|user)\//.exec(name)?.[1];
      if (account === undefined) continue;
      const AWS = list(Principal.AWS).map((one) => (one === name ? `${account}:root` : one));
      mutations.push({
        name: `widen the principal ${name} to its account`,
        statement: { ...statement, Principal: { ...Principal, AWS } },
      });
    }
  for (const [action, rest] of without(actions))
    mutations.push({ name: `drop the action ${action}`, statement: { ...statement, Action: rest } });
  for (const [resource, rest] of without(list(Resource)))
    mutations.push({ name: `drop the resource ${resource}`, statement: { ...statement, Resource: rest } });
  if (Principal !== undefined && Principal !== "*") {
    for (const [type, names] of Object.entries(Principal))
      for (const [name, rest] of without(list(names)))
        mutations.push({
          name: `drop the principal ${name}`,
          statement: { ...statement, Principal: { ...Principal, [type]: rest } },
        });
  }
  return [...mutations, ...conditionMutations(statement)];
}

function conditionMutations(statement: Statement): Mutation[] {
  const conditions = statement.Condition ?? {};
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]): Mutation[] => {
      const { [key]: _, ...otherKeys } = keys;
      const { [operator]: __, ...others } = conditions;
      const condition = `${operator} ${key}`;
      const remaining = Object.keys(otherKeys).length > 0 ? { ...others, [operator]: otherKeys } : others;
      return [
        { name: `drop the condition ${condition}`, statement: { ...statement, Condition: remaining } },
        ...ifExists(statement, operator, key),
        ...without([values].flat().map(String)).map(([value, rest]) => ({
          name: `drop ${value} from the condition ${condition}`,
          statement: { ...statement, Condition: { ...conditions, [operator]: { ...keys, [key]: rest } } },
        })),
      ];
    }),
  );
}

/** A condition with `IfExists` is also met by a request without the key. `Null` has no such form. */
function ifExists(statement: Statement, operator: string, key: string): Mutation[] {
  if (operator === "Null") return [];
  const { [operator]: keys = {}, ...others } = statement.Condition ?? {};
  const { [key]: values, ...rest } = keys;
  const exists = operator.endsWith("IfExists");
  const other = exists ? operator.replace(/IfExists$/, "") : `${operator}IfExists`;
  const remaining = Object.keys(rest).length > 0 ? { ...others, [operator]: rest } : others;
  const Condition = { ...remaining, [other]: { ...(others[other] ?? {}), [key]: values! } };
  return [
    {
      name: `${exists ? "remove IfExists from" : "add IfExists to"} the condition ${operator} ${key}`,
      statement: { ...statement, Condition },
    },
  ];
}

/** Each value of a list of two or more, with the list that lacks it. */
function without(values: readonly string[]): (readonly [string, readonly string[]])[] {
  if (values.length < 2) return [];
  return values.map((value) => [value, values.filter((other) => other !== value)] as const);
}

/** A policy with one statement replaced. */
export function mutate(policy: Policy, index: number, { statement }: Mutation): Policy {
  return {
    ...policy,
    Statement: statementsOf(policy).toSpliced(index, 1, ...(statement ? [statement] : [])),
  };
}
