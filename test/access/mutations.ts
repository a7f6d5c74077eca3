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
  const everything = `${actions[0]!.split(":")[0]}:*`;
  if (!actions.includes(everything))
    mutations.push({
      name: `widen the actions to ${everything}`,
      statement: { ...statement, Action: everything },
    });
  if (Resource !== undefined && !list(Resource).includes("*"))
    mutations.push({ name: "widen the resources to *", statement: { ...statement, Resource: "*" } });
  if (Principal !== undefined && Principal !== "*" && !list(Principal.AWS).includes("*"))
    mutations.push({ name: "widen the principals to *", statement: { ...statement, Principal: EVERYONE } });
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
        ...without([values].flat().map(String)).map(([value, rest]) => ({
          name: `drop ${value} from the condition ${condition}`,
          statement: { ...statement, Condition: { ...conditions, [operator]: { ...keys, [key]: rest } } },
        })),
      ];
    }),
  );
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
