import { ExitStatus, UserError } from "../errors";
import { Secrets } from "./secrets";
import { masked, type RawChange, type Value } from "./values";

/** What happens to an object, with both orders of a replacement as one. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "read" | "none" | "other";

/** One entry of a plan: a resource, a drifted resource or an output. Its values have nothing sensitive in them. */
export class Change {
  readonly action: Action;
  private values?: { readonly before: Value; readonly after: Value };

  constructor(
    /** As Terraform writes it; it may hold anything, because a `for_each` key may. */
    readonly address: string,
    private readonly raw: Readonly<Record<string, unknown>>,
    private readonly change: RawChange & Readonly<Record<string, unknown>>,
    private readonly secrets: Secrets,
  ) {
    secrets.add(change);
    this.action = action(change.actions);
  }

  private string(key: string): string | undefined {
    const value = this.raw[key];
    return typeof value === "string" ? value : undefined;
  }

  get type(): string {
    return this.string("type") ?? "";
  }
  get name(): string {
    return this.string("name") ?? "";
  }
  get managed(): boolean {
    return this.raw.mode !== "data";
  }
  /** The module instance, or undefined in the root module. */
  get module(): string | undefined {
    return this.string("module_address");
  }
  get index(): string | number | undefined {
    const { index } = this.raw;
    return typeof index === "string" || typeof index === "number" ? index : undefined;
  }
  get previousAddress(): string | undefined {
    const previous = this.string("previous_address");
    return previous === this.address ? undefined : previous;
  }
  /** The key of an object that an earlier, failed replacement left behind. */
  get deposed(): string | undefined {
    return this.string("deposed");
  }
  /** Terraform's `action_reason`. */
  get reason(): string | undefined {
    return this.string("action_reason");
  }
  /** The words of the plan for an action that this code does not know. */
  get actions(): readonly string[] {
    return this.change.actions;
  }
  get imported(): boolean {
    return typeof this.change.importing === "object" && this.change.importing !== null;
  }
  get importId(): string | undefined {
    const id = (this.change.importing as { id?: unknown } | null | undefined)?.id;
    return typeof id === "string" ? id : undefined;
  }
  /** The new object is made before the old one goes. */
  get createsFirst(): boolean {
    return this.action === "replace" && this.change.actions[0] === "create";
  }
  /** The attributes that force a replacement. */
  get replacePaths(): readonly (readonly (string | number)[])[] {
    const paths = this.change.replace_paths;
    if (!Array.isArray(paths)) return [];
    return (paths as unknown[]).map((path) =>
      (Array.isArray(path) ? (path as unknown[]) : [path]).map((step) =>
        typeof step === "number" ? step : typeof step === "string" ? step : "?",
      ),
    );
  }
  get before(): Value {
    return this.shown().before;
  }
  get after(): Value {
    return this.shown().after;
  }
  /** Asked for only when the whole plan has been read: an echo may stand before what it echoes. */
  private shown(): { readonly before: Value; readonly after: Value } {
    if (!this.values) {
      const { before, after } = masked(this.change);
      this.values = this.secrets.hide(before, after);
    }
    return this.values;
  }
}

function action(actions: readonly string[]): Action {
  if (actions.length === 2) {
    const pair = [...actions].sort().join(" ");
    return pair === "create delete" || pair === "create forget" ? "replace" : "other";
  }
  const [only] = actions;
  switch (only) {
    case "create":
    case "update":
    case "delete":
    case "forget":
    case "read":
      return only;
    case "no-op":
      return "none";
    default:
      return "other";
  }
}

/** A plan as this command uses it. */
export interface Plan {
  readonly formatVersion: string;
  readonly terraformVersion: string;
  /** Every resource, those without a change too. */
  readonly changes: readonly Change[];
  /** What Terraform found changed since its last run. */
  readonly drift: readonly Change[];
  readonly outputs: readonly Change[];
  /** What Terraform puts off until a later plan, and why. */
  readonly deferred: readonly { readonly change: Change; readonly reason: string }[];
  readonly configuration: unknown;
  /** What the reader must know about the plan itself. */
  readonly errored: boolean;
  readonly complete: boolean;
  readonly failedChecks: readonly string[];
  /** Actions (Terraform 1.14) that the apply invokes. */
  readonly invocations: number;
}

/** The newest minor format this code was tried with. */
export const NEWEST_KNOWN_MINOR = 2;

const HOW = "make it with: terraform plan -out plan.out && terraform show -json plan.out";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads what `terraform show -json` wrote. Every mistake is one sentence; the input's content is never quoted. */
export function readPlan(input: string, source: string): Plan {
  const refuse = (problem: string): UserError => new UserError(`${source}: ${problem}`, ExitStatus.usage);
  const json = parse(input, refuse);
  if (!isObject(json)) throw refuse(`this JSON is no Terraform plan; ${HOW}.`);
  const version = json.format_version;
  if (typeof version === "string" && isObject(json.values) && !("resource_changes" in json)) {
    throw refuse(`this is a Terraform state, not a plan; ${HOW}.`);
  }
  const looksLikePlan = ["resource_changes", "planned_values", "configuration"].some((key) => key in json);
  if (typeof version !== "string" || !looksLikePlan) throw refuse(`this JSON is no Terraform plan; ${HOW}.`);
  const parts = /^(\d{1,9})\.(\d{1,9})$/.exec(version);
  if (!parts) throw refuse(`this JSON is no Terraform plan; ${HOW}.`);
  if (parts[1] !== "1") {
    throw refuse(`the plan has format ${version}, and mrap review reads format 1 (Terraform 1.1 and newer).`);
  }
  const list = (key: string): readonly unknown[] => {
    const value = json[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw refuse(`the plan is damaged: ${key} is no list.`);
    return value as unknown[];
  };
  const secrets = sensitiveVariables(json);
  const resource = (entry: unknown, where: string): Change => {
    if (!isObject(entry) || typeof entry.address !== "string" || !isRawChange(entry.change)) {
      throw refuse(`the plan is damaged: ${where} has no address or no actions.`);
    }
    return new Change(entry.address, entry, entry.change, secrets);
  };
  const outputs = json.output_changes ?? {};
  if (!isObject(outputs)) throw refuse("the plan is damaged: output_changes is no mapping.");
  return {
    formatVersion: version,
    terraformVersion: typeof json.terraform_version === "string" ? json.terraform_version : "unknown",
    changes: list("resource_changes").map((entry, i) => resource(entry, `resource_changes[${i}]`)),
    drift: list("resource_drift").map((entry, i) => resource(entry, `resource_drift[${i}]`)),
    outputs: Object.entries(outputs).map(([name, change]) => {
      if (!isRawChange(change)) throw refuse("the plan is damaged: an output has no actions.");
      return new Change(name, { mode: "output" }, change, secrets);
    }),
    deferred: list("deferred_changes").map((entry, i) => {
      const { reason, resource_change } = isObject(entry) ? entry : {};
      return {
        change: resource(resource_change, `deferred_changes[${i}]`),
        reason: typeof reason === "string" ? reason : "unknown",
      };
    }),
    configuration: json.configuration,
    errored: json.errored === true,
    complete: json.complete !== false,
    failedChecks: list("checks").flatMap(failedCheck),
    invocations: list("action_invocations").length,
  };
}

/** A plan holds the values of the root module's variables, the sensitive ones too. */
function sensitiveVariables(json: Record<string, unknown>): Secrets {
  const secrets = new Secrets();
  const root = isObject(json.configuration) ? json.configuration.root_module : undefined;
  const declared = isObject(root) && isObject(root.variables) ? root.variables : {};
  const given = isObject(json.variables) ? json.variables : {};
  for (const [name, variable] of Object.entries(declared)) {
    const value = given[name];
    if (isObject(variable) && variable.sensitive === true && isObject(value)) secrets.addValue(value.value);
  }
  return secrets;
}

function isRawChange(value: unknown): value is RawChange & Record<string, unknown> {
  return (
    isObject(value) &&
    Array.isArray(value.actions) &&
    value.actions.length > 0 &&
    value.actions.every((word) => typeof word === "string")
  );
}

/** The address of a check or a condition that does not hold. */
function failedCheck(check: unknown): string[] {
  if (!isObject(check) || (check.status !== "fail" && check.status !== "error")) return [];
  const address = isObject(check.address) ? check.address.to_display : undefined;
  return [typeof address === "string" ? address : "a check"];
}

function parse(input: string, refuse: (problem: string) => UserError): unknown {
  if (/^\s*$/.test(input.slice(0, 10_000)) && input.trim() === "")
    throw refuse(`the input is empty; ${HOW}.`);
  try {
    return JSON.parse(input);
  } catch {
    throw refuse(unparsable(input));
  }
}

/** Why the input is no JSON, told from its first and last characters: the engine's own message quotes the input. */
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
  return `this is no JSON; ${HOW}.`;
}
