import { readPlan, type Plan } from "../../../cli/review/plan";
import { review, type Options, type Review } from "../../../cli/review/review";

export interface Resource {
  readonly address?: string;
  readonly type?: string;
  readonly name?: string;
  readonly mode?: "managed" | "data";
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly unknown?: unknown;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
  readonly replacePaths?: unknown;
  readonly importing?: unknown;
  /** What else the entry holds beside its change. */
  readonly also?: Readonly<Record<string, unknown>>;
}

/** An entry of resource_changes, an update unless it says otherwise. */
export function resource(given: Resource): Record<string, unknown> {
  const { type = "terraform_data", name = "this", mode = "managed" } = given;
  const change: Record<string, unknown> = {
    actions: given.actions ?? ["update"],
    before: given.before ?? null,
    after: given.after ?? null,
    after_unknown: given.unknown ?? {},
    before_sensitive: given.beforeSensitive ?? {},
    after_sensitive: given.afterSensitive ?? {},
  };
  if (given.replacePaths !== undefined) change.replace_paths = given.replacePaths;
  if (given.importing !== undefined) change.importing = given.importing;
  return {
    address: given.address ?? `${type}.${name}`,
    mode,
    type,
    name,
    provider_name: "x",
    change,
    ...given.also,
  };
}

export const planText = (resources: readonly Resource[], also: Record<string, unknown> = {}): string =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: resources.map(resource),
    ...also,
  });

export const planOf = (resources: readonly Resource[], also: Record<string, unknown> = {}): Plan =>
  readPlan(planText(resources, also), "plan.json");

const HASH: Pick<Options, "hash" | "hashOf"> = { hash: "0".repeat(64), hashOf: "the plan's JSON" };

export const reviewOf = (
  resources: readonly Resource[],
  also: Record<string, unknown> = {},
  options: Partial<Options> = {},
): Review => review(planOf(resources, also), { ...HASH, ...options });

/** The findings' names with their addresses and causes, as plain text. */
export const found = (result: Review): string[] =>
  result.findings.map(({ family, address }) => `${family.id} ${address}`);
