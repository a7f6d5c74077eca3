/** All mutants of the statements of the synthesized policies, and which ones no case notices. */
import { CASES } from "./cases";
import { mutate, mutationsOf, type Mutation } from "./mutations";
import { requestsOf } from "./paths";
import { authorizeAll, type Check, type Decision } from "./policy/authorize";
import { applies, statementsOf, type Policy, type Statement } from "./policy/statement";
import type { StackPolicies } from "./stack";

/** A mutation of a statement, and the policies that have the statement. One policy in each of several environments. */
export interface Mutant {
  /** The name of the policy. */
  readonly policy: string;
  readonly sid: string;
  readonly mutation: Mutation;
  readonly places: { readonly environment: string; readonly policy: Policy; readonly index: number }[];
}

/** A request with its answer. */
interface Answered {
  readonly checks: readonly Check[];
  /** The checks that depend on the policy. */
  readonly affected: readonly Check[];
  readonly decision: Decision;
}

/** All mutants. A statement that several environments share has its mutants once. */
export function allMutants(environments: readonly StackPolicies[]): Mutant[] {
  const mutants = new Map<string, Mutant>();
  for (const { environment, all } of environments) {
    for (const [name, policy] of all) {
      for (const [index, statement] of statementsOf(policy).entries()) {
        for (const mutation of mutationsOf(statement)) {
          const key = JSON.stringify([name, statement, mutation.name]);
          const mutant = mutants.get(key) ?? { policy: name, sid: statement.Sid ?? "", mutation, places: [] };
          mutant.places.push({ environment, policy, index });
          mutants.set(key, mutant);
        }
      }
    }
  }
  return [...mutants.values()];
}

/** The mutants that change the answer of no case, in no environment. */
export function survivors(environments: readonly StackPolicies[], mutants: readonly Mutant[]): Mutant[] {
  const requests = requestsByPolicy(environments);
  return mutants.filter(({ mutation, places }) =>
    places.every(({ policy, index }) => {
      const original = statementsOf(policy)[index]!;
      const mutated = mutate(policy, index, mutation);
      return (requests.get(policy) ?? []).every(
        ({ checks, affected, decision }) =>
          !affected.some((check) => differs(original, mutation.statement, check)) ||
          authorizeAll(checks.map((check) => replace(check, policy, mutated))) === decision,
      );
    }),
  );
}

/** The requests of all cases, by the policies that they depend on. */
function requestsByPolicy(environments: readonly StackPolicies[]): Map<Policy, Answered[]> {
  const byPolicy = new Map<Policy, Answered[]>();
  for (const policies of environments) {
    const cases = CASES.filter(({ environment }) => environment === policies.environment);
    for (const { checks } of cases.flatMap((one) => requestsOf(policies, one))) {
      const decision = authorizeAll(checks);
      for (const policy of new Set(checks.flatMap(policiesOf))) {
        const all = byPolicy.get(policy) ?? [];
        all.push({
          checks,
          decision,
          affected: checks.filter((check) => policiesOf(check).includes(policy)),
        });
        byPolicy.set(policy, all);
      }
    }
  }
  return byPolicy;
}

function policiesOf({ policies: { identity = [], resource, endpoint } }: Check): Policy[] {
  return [...identity, resource, endpoint].filter((one) => one !== undefined);
}

/** Whether a mutation can change a check. A quick test that saves most evaluations. */
function differs(original: Statement, mutated: Statement | undefined, { request }: Check): boolean {
  const before = applies(original, request);
  const after = mutated && applies(mutated, request);
  return before !== after || (after !== undefined && original.Effect !== mutated!.Effect);
}

function replace(check: Check, policy: Policy, mutated: Policy): Check {
  const of = (one: Policy | undefined) => (one === policy ? mutated : one);
  const { identity = [], resource, endpoint } = check.policies;
  return {
    ...check,
    policies: {
      ...check.policies,
      identity: identity.map((one) => of(one)!),
      resource: of(resource),
      endpoint: of(endpoint),
    },
  };
}
