/** A plan that switches many environments to KMS keys: copies of a real plan, each in a module with names of its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const SCENARIO = join(
  __dirname,
  "..",
  "test",
  "cli",
  "review",
  "scenarios",
  "encryption-switched-to-kms",
  "plan.json.gz",
);

type Json = Record<string, unknown>;
interface Entry extends Json {
  readonly address: string;
}
interface Plan extends Json {
  readonly resource_changes: readonly Entry[];
  readonly resource_drift: readonly Entry[];
  readonly configuration: { readonly root_module: { readonly resources: readonly Json[] } };
  readonly planned_values: { readonly root_module: { readonly resources: readonly Entry[] } };
  readonly prior_state: {
    readonly values: { readonly root_module: { readonly resources: readonly Entry[] } };
  };
}

/** Each environment has two replicating buckets. */
export function switchedEnvironments(count: number): string {
  const text = gunzipSync(readFileSync(SCENARIO)).toString();
  const copies = Array.from({ length: count }, (_, i) => copy(text, i));
  const { format_version, terraform_version, configuration } = JSON.parse(text) as Plan;
  const modules = (resources: (plan: Plan) => readonly Entry[]): Json => ({
    root_module: {
      child_modules: copies.map((plan, i) => ({
        address: `module.e${i}`,
        resources: resources(plan).map((each) => moved(each, i)),
      })),
    },
  });
  const changes = (entries: (plan: Plan) => readonly Entry[]): Json[] =>
    copies.flatMap((plan, i) =>
      entries(plan).map((each) => ({ ...moved(each, i), module_address: `module.e${i}` })),
    );
  const calls = copies.map((plan, i) => {
    const { resources } = plan.configuration.root_module;
    return [`e${i}`, { source: "./environment", module: { resources } }] as const;
  });
  return JSON.stringify({
    format_version,
    terraform_version,
    planned_values: modules((plan) => plan.planned_values.root_module.resources),
    resource_drift: changes((plan) => plan.resource_drift),
    resource_changes: changes((plan) => plan.resource_changes),
    prior_state: {
      format_version: "1.0",
      values: modules((plan) => plan.prior_state.values.root_module.resources),
    },
    configuration: { ...configuration, root_module: { module_calls: Object.fromEntries(calls) } },
  });
}

const moved = (entry: Entry, i: number): Entry => ({ ...entry, address: `module.e${i}.${entry.address}` });

/** The plan with other bucket names, role names and key IDs. */
function copy(text: string, i: number): Plan {
  const digits = i.toString(16).padStart(4, "0");
  const renamed = text
    .replaceAll("orders", `orders${i}x`)
    .replace(/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8})[0-9a-f]{4}/g, `$1${digits}`);
  return JSON.parse(renamed) as Plan;
}
