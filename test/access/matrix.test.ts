/**
 * The access matrix: what each principal may do on each path. Each answer is written by hand from the named page of AWS. The
 * policies are those of the synthesized stacks. One file, because the stacks take most of the time.
 */
import { CASES, TABLES } from "./cases";
import { ENVIRONMENTS } from "./environments";
import { EQUIVALENT, isEquivalent } from "./equivalent";
import { allMutants, survivors, type Mutant } from "./mutants";
import { requestsOf } from "./paths";
import { authorizeAll, type Decision } from "./policy/authorize";
import { stackPolicies, type StackPolicies } from "./stack";
import { KMS_STATEMENTS, sidsOf, STATEMENTS } from "./statements";
import { titleOf, type Answer } from "./table";

const DECISIONS: Readonly<Record<Answer, Decision>> = {
  allow: "allow",
  deny: "explicit deny",
  none: "implicit deny",
};

let policies: Record<string, StackPolicies>;
beforeAll(() => {
  policies = Object.fromEntries(Object.keys(ENVIRONMENTS).map((name) => [name, stackPolicies(name)]));
});

describe.each(Object.entries(TABLES))("%s", (_, cases) => {
  const sources = [...new Set(cases.map(({ source }) => source))];
  test.each(sources)("%s", (source) => {
    const wrong = cases
      .filter((one) => one.source === source)
      .flatMap((one) =>
        requestsOf(policies[one.environment]!, one)
          .map(({ place, checks }) => ({ place, decision: authorizeAll(checks) }))
          .filter(({ decision }) => decision !== DECISIONS[one.answer])
          .map(({ place, decision }) => `${titleOf(one)} [${place}]: ${decision}, not ${one.answer}`),
      );
    expect(wrong).toEqual([]);
  });
});

test("there are more than 800 requests, each with a page of AWS", () => {
  const distinct = new Set(CASES.map((one) => titleOf({ ...one, environment: "" })));
  expect(distinct.size).toBeGreaterThan(800);
  expect(new Set(CASES.map(titleOf)).size).toBe(CASES.length);
  expect(CASES.filter(({ source }) => !/^(\w+ (UG|DG)|SAR), [^:]+/.test(source))).toEqual([]);
});

describe("statements", () => {
  test("the statements of an environment with all options are listed", () => {
    expect(sidsOf(policies.restricted!)).toEqual(STATEMENTS);
  });

  test("the additional statements of an environment with KMS keys are listed", () => {
    const sids = sidsOf(policies.kms!);
    for (const [name, additional] of Object.entries(KMS_STATEMENTS))
      expect(sids[name]!.filter((sid) => !STATEMENTS[name]?.includes(sid))).toEqual(additional);
  });

  test.each(Object.keys(ENVIRONMENTS))("%s has no other policies and no other statements", (environment) => {
    for (const [name, sids] of Object.entries(sidsOf(policies[environment]!)))
      expect([...(STATEMENTS[name] ?? []), ...(KMS_STATEMENTS[name] ?? [])]).toEqual(
        expect.arrayContaining(sids),
      );
  });
});

describe("mutations", () => {
  let surviving: Mutant[];
  beforeAll(() => {
    const environments = Object.values(policies);
    surviving = survivors(environments, allMutants(environments));
  });
  const nameOf = ({ policy, sid, mutation }: Mutant): string => `${policy}, ${sid}: ${mutation.name}`;

  test("each mutation of a statement changes the answer of a case, or is equivalent for a listed reason", () => {
    const unexplained = surviving.filter((mutant) => !EQUIVALENT.some((one) => isEquivalent(one, mutant)));
    expect(unexplained.map(nameOf)).toEqual([]);
  });

  test("each reason for an equivalent mutation is needed", () => {
    expect(EQUIVALENT.filter((one) => !surviving.some((mutant) => isEquivalent(one, mutant)))).toEqual([]);
  });
});
