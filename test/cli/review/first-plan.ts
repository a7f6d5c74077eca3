import { readPlan } from "../../../cli/review/plan";
import { review } from "../../../cli/review/review";

/** Checks the review of a plan that creates an environment: every change is judged, and none is a danger. */
export function firstPlanHasNoDanger(plan: string, name: string): void {
  const { findings, notJudged } = review(readPlan(plan, name), { hash: "0", hashOf: "the plan's JSON" });
  const dangers = findings.filter(({ severity }) => severity === "danger");
  expect(dangers.map(({ family, address }) => `${family.id} ${address}`)).toEqual([]);
  expect(findings.map(({ family }) => family.id)).toEqual(["everything-created"]);
  expect(notJudged).toEqual([]);
}
