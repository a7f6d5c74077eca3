import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readPlan } from "../../../cli/review/plan";
import { review, type Review } from "../../../cli/review/review";
import { SCENARIOS } from "./scenario";

/** A recorded plan of the real Terraform. */
export function recordedPlan(scenario: string, file: string): any {
  const plan = JSON.parse(gunzipSync(readFileSync(join(SCENARIOS, scenario, file))).toString("utf8"));
  // The planned values repeat the changes, and take a third of the time to read.
  plan.planned_values = {};
  return plan;
}

/** A plan of the real Terraform, in which nothing changes but what a case edits. */
const REAL = ((): any => {
  const plan = recordedPlan("alarm-weakened", "harmless.json.gz");
  for (const { change } of plan.resource_changes) {
    if (change.actions[0] !== "update") continue;
    change.actions = ["no-op"];
    change.after = structuredClone(change.before);
    change.after_unknown = {};
  }
  return plan;
})();

export interface Editor {
  readonly plan: any;
  /** The entry of a resource. */
  get(address: string): any;
  /** Turns a resource into an update. */
  update(address: string, edit: (after: any, change: any) => void): void;
  remove(address: string): void;
  replace(address: string, edit?: (after: any, change: any) => void): void;
  /** Adds a resource, created unless its change says otherwise. */
  add(type: string, change: object, name?: string): void;
  /** The expressions of a resource in the configuration. */
  configured(address: string): any;
}

function editor(plan: any): Editor {
  const get = (address: string): any => {
    const entry = plan.resource_changes.find((each: any) => each.address === address);
    if (!entry) throw new Error(`there is no ${address} in the plan`);
    return entry;
  };
  return {
    plan,
    get,
    update: (address, edit) => {
      const { change } = get(address);
      change.actions = ["update"];
      edit(change.after, change);
    },
    remove: (address) => Object.assign(get(address).change, { actions: ["delete"], after: null }),
    replace: (address, edit = () => undefined) => {
      const { change } = get(address);
      change.actions = ["delete", "create"];
      edit(change.after, change);
    },
    add: (type, change, name = "added") =>
      plan.resource_changes.push({
        address: `${type}.${name}`,
        mode: "managed",
        type,
        name,
        change: { actions: ["create"], before: null, after: null, after_unknown: {}, ...change },
      }),
    configured: (address) =>
      plan.configuration.root_module.resources.find((each: any) => each.address === address)?.expressions,
  };
}

/** Edits a policy document. */
export function policy(after: any, edit: (statements: any[]) => any[] | void, key = "policy"): void {
  const document = JSON.parse(after[key]);
  document.Statement = edit(document.Statement) ?? document.Statement;
  after[key] = JSON.stringify(document);
}

/** The review of an edited plan. */
export function edited(edit: (plan: Editor) => void, real: any = REAL): Review {
  const plan = structuredClone(real);
  edit(editor(plan));
  return review(readPlan(JSON.stringify(plan), "plan.json"), { hash: "0", hashOf: "the plan's JSON" });
}

/** The same in short: the verdict, the findings (such as "danger bucket-deleted") and their causes. */
export function judged(
  edit: (plan: Editor) => void,
  real: any = REAL,
): {
  verdict: string;
  findings: string[];
  causes: string[];
} {
  const result = edited(edit, real);
  return {
    verdict: result.verdict,
    findings: result.findings.map(({ severity, family }) => `${severity} ${family.id}`),
    causes: result.findings.map(({ cause }) =>
      cause.map((part) => (typeof part === "string" ? part : "value" in part ? part.value : "")).join(""),
    ),
  };
}

export type Edit = readonly [name: string, findings: string, edit: (plan: Editor) => void];

/** Each edit must have all the findings in its second column, separated by commas. */
export function dangers(edits: readonly Edit[]): void {
  test.each(edits.map((each) => [...each]))("%s: %s", (_, findings, edit) => {
    const result = judged(edit);
    for (const each of findings.split(", ")) expect(result.findings).toContain(each);
  });
}

/** None of these edits may have a finding. */
export function harmless(edits: readonly (readonly [name: string, edit: (plan: Editor) => void])[]): void {
  test.each(edits.map((each) => [...each]))("%s: no finding", (_, edit) => {
    const result = judged(edit);
    expect([result.causes, result.verdict]).toEqual([[], expect.stringMatching(/^(harmless|no changes)$/)]);
  });
}
