import { ExitStatus, UserError } from "../errors";
import { Change } from "./change";
import { decode, isDeep, isWide } from "./input";
import { leaves, marks, type RawChange } from "./masking";
import { Secrets } from "./secrets";
import { append } from "./lists";

/** A plan as this command uses it. */
export interface Plan {
  readonly formatVersion: string;
  readonly terraformVersion: string;
  /** The program that made the plan, as its providers' registry tells. */
  readonly tool: "Terraform" | "OpenTofu";
  /** Every resource, those without a change too. */
  readonly changes: readonly Change[];
  /** What Terraform found changed since its last run. */
  readonly drift: readonly Change[];
  readonly outputs: readonly Change[];
  /** What Terraform defers to a later plan. */
  readonly deferred: readonly Change[];
  /** The values of data sources that Terraform has read, by address. */
  readonly read: ReadonlyMap<string, unknown>;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly configuration: unknown;
  /** True if the prior state has a managed resource, that is, if this is not the first plan. */
  readonly hasState: boolean;
  readonly errored: boolean;
  readonly complete: boolean;
  /** Only refreshes the state: an apply changes nothing in AWS. */
  readonly refreshOnly: boolean;
  readonly failedChecks: readonly string[];
  /** The actions (Terraform 1.14) that the apply invokes. */
  readonly invocations: readonly string[];
  readonly secrets: Secrets;
}

/** The newest minor format that this code has been tried with. */
export const NEWEST_KNOWN_MINOR = 2;

const HOW = "create it with: terraform plan -out plan.out && terraform show -json plan.out";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads what `terraform show -json` wrote. Every error is one sentence, and never quotes the input. */
export function readPlan(input: Buffer | string, source: string): Plan {
  const refuse = (problem: string): UserError => new UserError(`${source}: ${problem}`, ExitStatus.usage);
  const json = typeof input === "string" ? parse(input, input, refuse) : parseBytes(input, source, refuse);
  if (!isObject(json)) throw refuse(`this JSON is not a Terraform plan; ${HOW}.`);
  const version = json.format_version;
  if (typeof version === "string" && isObject(json.values) && !("resource_changes" in json)) {
    throw refuse(`this is a Terraform state, not a plan; ${HOW}.`);
  }
  const looksLikePlan = ["resource_changes", "planned_values", "configuration"].some((key) => key in json);
  if (typeof version !== "string" || !looksLikePlan)
    throw refuse(`this JSON is not a Terraform plan; ${HOW}.`);
  const parts = /^(\d{1,9})\.(\d{1,9})$/.exec(version);
  if (!parts) throw refuse(`this JSON is not a Terraform plan; ${HOW}.`);
  if (parts[1] !== "1") {
    throw refuse(`the plan has format ${version}, and mrap review reads format 1 (Terraform 1.1 and newer).`);
  }
  const list = (key: string): readonly unknown[] => {
    const value = json[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw refuse(`the plan is damaged: ${key} is not a list.`);
    return value as unknown[];
  };
  const secrets = new Secrets();
  addVariables(json, secrets);
  const prior = stateOf(isObject(json.prior_state) ? json.prior_state.values : undefined, secrets);
  const later = stateOf(json.planned_values, secrets);
  const resource = (entry: unknown, where: string, deferred?: string): Change => {
    if (!isObject(entry) || typeof entry.address !== "string" || !isRawChange(entry.change)) {
      throw refuse(`the plan is damaged: ${where} has no address or no actions.`);
    }
    const { address } = entry;
    const previous = typeof entry.previous_address === "string" ? entry.previous_address : address;
    const marked = [prior.sensitive.get(previous), later.sensitive.get(address)].filter(
      (mask) => mask !== undefined,
    );
    return new Change(address, entry, entry.change, secrets, marked, deferred);
  };
  const outputs = json.output_changes ?? {};
  if (!isObject(outputs)) throw refuse("the plan is damaged: output_changes is not an object.");
  const changes = list("resource_changes").map((entry, i) => resource(entry, `resource_changes[${i}]`));
  const drift = list("resource_drift").map((entry, i) => resource(entry, `resource_drift[${i}]`));
  const deferred = list("deferred_changes").map((entry, i) => {
    const { reason, resource_change } = isObject(entry) ? entry : {};
    const because = typeof reason === "string" ? reason : "unknown";
    return resource(resource_change, `deferred_changes[${i}]`, because);
  });
  const changedOutputs = Object.entries(outputs).map(([name, change]) => {
    if (!isRawChange(change)) throw refuse("the plan is damaged: an output has no actions.");
    return new Change(name, { mode: "output" }, change, secrets);
  });
  // Every secret is known now.
  for (const each of [changes, drift, deferred]) for (const change of each) change.hideAddress();
  const acts = changes.some((change) => change.action !== "none" && change.action !== "read");
  return {
    formatVersion: version,
    terraformVersion: typeof json.terraform_version === "string" ? json.terraform_version : "unknown",
    tool: list("resource_changes").some(isOpenTofu) ? "OpenTofu" : "Terraform",
    changes,
    drift,
    outputs: changedOutputs,
    deferred,
    read: secrets.none
      ? prior.data
      : new Map([...prior.data].map(([address, values]) => [secrets.address(address), values])),
    variables: new Map(
      Object.entries(isObject(json.variables) ? json.variables : {}).map(([name, variable]) => [
        name,
        isObject(variable) ? variable.value : undefined,
      ]),
    ),
    configuration: json.configuration,
    hasState:
      prior.managed ||
      changes.some((change) => change.managed && !["create", "read"].includes(change.action)),
    errored: json.errored === true,
    complete: json.complete !== false,
    refreshOnly: !acts && isNone(json.resource_changes) && (drift.length > 0 || json.applyable === true),
    failedChecks: list("checks")
      .flatMap(failedCheck)
      .map((address) => secrets.address(address)),
    invocations: [...list("action_invocations"), ...list("deferred_action_invocations")].map((each) =>
      secrets.address(invocation(each)),
    ),
    secrets,
  };
}

const isNone = (value: unknown): boolean => value === undefined || value === null;

const isOpenTofu = (entry: unknown): boolean =>
  isObject(entry) &&
  typeof entry.provider_name === "string" &&
  entry.provider_name.startsWith("registry.opentofu.org/");

const invocation = (entry: unknown): string => {
  const inner = isObject(entry) && isObject(entry.action_invocation) ? entry.action_invocation : entry;
  return isObject(inner) && typeof inner.address === "string" ? inner.address : "an action";
};

/** A plan holds the values of the root module's variables, the sensitive ones too. */
function addVariables(json: Record<string, unknown>, secrets: Secrets): void {
  const given = isObject(json.variables) ? json.variables : {};
  const walk = (module: unknown, values: (name: string) => unknown): void => {
    if (!isObject(module)) return;
    for (const [name, variable] of Object.entries(isObject(module.variables) ? module.variables : {})) {
      if (!isObject(variable) || variable.sensitive !== true) continue;
      for (const each of leaves(values(name), true)) secrets.add(each);
      for (const each of leaves(variable.default, true)) secrets.add(each);
    }
    for (const call of Object.values(isObject(module.module_calls) ? module.module_calls : {})) {
      if (!isObject(call)) continue;
      const expressions = isObject(call.expressions) ? call.expressions : {};
      walk(call.module, (name) => {
        const expression = Object.hasOwn(expressions, name) ? expressions[name] : undefined;
        if (!isObject(expression)) return undefined;
        const passed = passedOn(expression);
        return passed === undefined ? expression.constant_value : values(passed);
      });
    }
  };
  const root = isObject(json.configuration) ? json.configuration.root_module : undefined;
  walk(root, (name) => {
    const variable = Object.hasOwn(given, name) ? given[name] : undefined;
    return isObject(variable) ? variable.value : undefined;
  });
}

/** The variable that a module passes on as it is. */
function passedOn({ references, constant_value: text }: Record<string, unknown>): string | undefined {
  const [name, ...others] = new Set(
    (Array.isArray(references) ? (references as unknown[]) : []).map((each) =>
      typeof each === "string" ? /^var\.([\w-]+)/.exec(each)?.[1] : undefined,
    ),
  );
  return others.length === 0 && (text === undefined || typeof text === "string") ? name : undefined;
}

interface StateValues {
  /** By address: what is marked as sensitive. Values without any mark are left out. */
  readonly sensitive: ReadonlyMap<string, unknown>;
  readonly data: ReadonlyMap<string, unknown>;
  readonly managed: boolean;
}

/** The facts of a state or of the planned values beyond the changes. */
function stateOf(values: unknown, secrets: Secrets): StateValues {
  const sensitive = new Map<string, unknown>();
  const data = new Map<string, unknown>();
  let managed = false;
  const waiting: unknown[] = [isObject(values) ? values.root_module : undefined];
  while (waiting.length > 0) {
    const module = waiting.pop();
    if (!isObject(module)) continue;
    if (Array.isArray(module.child_modules)) append(waiting, module.child_modules as unknown[]);
    for (const resource of Array.isArray(module.resources) ? (module.resources as unknown[]) : []) {
      if (!isObject(resource) || typeof resource.address !== "string") continue;
      if (resource.mode === "data") data.set(resource.address, resource.values);
      else managed = true;
      if (!marks(resource.sensitive_values)) continue;
      sensitive.set(resource.address, resource.sensitive_values);
      for (const each of leaves(resource.values, resource.sensitive_values)) secrets.add(each);
    }
  }
  const outputs = isObject(values) && isObject(values.outputs) ? values.outputs : {};
  for (const output of Object.values(outputs)) {
    if (isObject(output) && output.sensitive === true)
      for (const each of leaves(output.value, true)) secrets.add(each);
  }
  return { sensitive, data, managed };
}

function isRawChange(value: unknown): value is RawChange & Record<string, unknown> {
  return (
    isObject(value) &&
    Array.isArray(value.actions) &&
    value.actions.length > 0 &&
    value.actions.every((word) => typeof word === "string")
  );
}

/** The address of a check or a condition that fails. */
function failedCheck(check: unknown): string[] {
  if (!isObject(check) || (check.status !== "fail" && check.status !== "error")) return [];
  const address = isObject(check.address) ? check.address.to_display : undefined;
  return [typeof address === "string" ? address : "a check"];
}

function parseBytes(input: Buffer, source: string, refuse: (problem: string) => UserError): unknown {
  const text = decode(input, source);
  return parse(text, isWide(input) ? text : input, refuse);
}

/** @param raw the same JSON as bytes, if it is UTF-8 */
function parse(input: string, raw: Buffer | string, refuse: (problem: string) => UserError): unknown {
  if (/^\s*$/.test(input.slice(0, 10_000)) && input.trim() === "")
    throw refuse(`the input is empty; ${HOW}.`);
  if (isDeep(raw)) throw refuse("the JSON is nested too deeply for a Terraform plan.");
  try {
    return JSON.parse(input);
  } catch {
    throw refuse(unparsable(input));
  }
}

/** Why the input is not JSON, judged by its first characters. The engine's own message would quote the input. */
function unparsable(input: string): string {
  const start = input.slice(0, 10_000).trimStart();
  if (start.startsWith("[command]")) {
    return "the first line is the echo of a command: run terraform without the wrapper (terraform_wrapper: false in hashicorp/setup-terraform).";
  }
  if (start.startsWith("{")) {
    if (/^\{"@level"/.test(start)) return `this is the log of terraform plan -json, not a plan; ${HOW}.`;
    return `the JSON is cut off or damaged (${input.length} characters); ${HOW}.`;
  }
  if (start.startsWith("PK")) return `this is the plan file itself; ${HOW}.`;
  return `this is not JSON; ${HOW}.`;
}
