import { extent } from "./attributes";
import { leaves, maskOf, masked, planned, covers, marks, type RawChange } from "./masking";
import { NONE, secretText, type OwnSecrets, type Secrets } from "./secrets";
import type { Value } from "./values";

/** The action on an object. Both orders of a replacement count as one. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "read" | "none" | "other";

interface Sides {
  readonly before: Value;
  readonly after: Value;
}

/** One entry of a plan: a resource, a drifted resource or an output. */
export class Change {
  readonly action: Action;
  readonly type: string;
  readonly name: string;
  readonly managed: boolean;
  private readonly mask: unknown;
  private readonly hasMask: boolean;
  private raw?: Sides;
  private visible?: Sides;
  private secret?: OwnSecrets;
  private difference?: ReturnType<typeof extent>;

  constructor(
    /** As Terraform writes it; it can hold anything, because a `for_each` key can. */
    private place: string,
    private readonly entry: Readonly<Record<string, unknown>>,
    private readonly change: RawChange & Readonly<Record<string, unknown>>,
    private readonly secrets: Secrets,
    /** What the prior state and the planned values mark as sensitive. */
    marked: readonly unknown[] = [],
    private readonly reasonToDefer?: string,
  ) {
    this.action = actionOf(change.actions);
    this.type = this.string("type") ?? "";
    this.name = this.string("name") ?? "";
    this.managed = entry.mode !== "data";
    const mask = maskOf(change, ...marked);
    this.hasMask = marks(mask);
    this.mask = this.hasMask ? mask : undefined;
    if (this.hasMask) for (const value of this.sensitive()) secrets.add(value);
  }

  /** Without the secrets in it, once the whole plan is read. */
  get address(): string {
    return this.place;
  }
  /** Takes the secrets out of its address. Call it once the whole plan is read. */
  hideAddress(): void {
    this.place = this.withoutSecrets(this.place);
  }
  private withoutSecrets(address: string): string {
    if (!this.hasMask && this.secrets.none) return address;
    return address.includes('["') ? this.secrets.address(address, this.own) : address;
  }

  private *sensitive(): Iterable<unknown> {
    yield* leaves(this.change.before, this.mask);
    yield* leaves(this.change.after, this.mask);
  }

  private string(key: string): string | undefined {
    const value = this.entry[key];
    return typeof value === "string" ? value : undefined;
  }

  /** The module instance, or undefined in the root module. */
  get module(): string | undefined {
    const module = this.string("module_address");
    return module === undefined ? undefined : this.withoutSecrets(module);
  }
  get index(): string | number | undefined {
    const { index } = this.entry;
    return typeof index === "string" || typeof index === "number" ? index : undefined;
  }
  get previousAddress(): string | undefined {
    const previous = this.string("previous_address");
    const shown = previous === undefined ? undefined : this.withoutSecrets(previous);
    return shown === this.address ? undefined : shown;
  }
  /** The key of an object that an earlier, failed replacement left behind. */
  get deposed(): string | undefined {
    return this.string("deposed");
  }
  /** Why Terraform defers it to a later plan. */
  get deferred(): string | undefined {
    return this.reasonToDefer === undefined ? undefined : this.secrets.within(this.reasonToDefer);
  }
  /** Terraform's `action_reason`. */
  get reason(): string | undefined {
    return this.string("action_reason");
  }
  /** The plan's own words for the action. */
  get actions(): readonly string[] {
    const { actions } = this.change;
    return this.action === "other" ? actions.map((each) => this.secrets.within(each)) : actions;
  }
  get imported(): boolean {
    return typeof this.change.importing === "object" && this.change.importing !== null;
  }
  get importId(): string | undefined {
    const id = (this.change.importing as { id?: unknown } | null | undefined)?.id;
    return typeof id === "string" ? this.secrets.within(id) : undefined;
  }
  /** The new object is created before the old one is destroyed. */
  get createsFirst(): boolean {
    return this.action === "replace" && this.change.actions[0] === "create";
  }
  /** The old object of a replacement is not destroyed, but only removed from the state. */
  get forgetsOld(): boolean {
    return this.action === "replace" && this.change.actions.includes("forget");
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

  /** The values to judge, sensitive ones included. Show nothing of them but through `shown` or a finding's text. */
  get before(): Value {
    return this.values().before;
  }
  get after(): Value {
    return this.values().after;
  }
  private values(): Sides {
    return (this.raw ??= { before: this.change.before as Value, after: planned(this.change) });
  }

  /** The values to show. Use it once the whole plan is read: a copy can precede the secret that it copies. */
  get shown(): Sides {
    if (!this.visible) {
      const { before, after } = this.hasMask ? masked(this.change, this.mask) : this.values();
      this.visible = this.secrets.hide(before, after, this.own);
    }
    return this.visible;
  }

  /** Whether anything differs, and if so, whether it is nothing but tags. */
  get extent(): ReturnType<typeof extent> {
    return (this.difference ??= extent(this.before, this.after));
  }

  /** True if a part of the new value is known only after the apply. */
  get isOpen(): boolean {
    return marks(this.change.after_unknown);
  }

  /** The texts of its sensitive values. */
  get own(): OwnSecrets {
    if (!this.hasMask) return NONE;
    return (this.secret ??= new Set([...this.sensitive()].flatMap((value) => secretText(value) ?? [])));
  }

  /** Is the value at a path sensitive, in part or as a whole? */
  isSensitive(path: readonly (string | number)[]): boolean {
    return this.hasMask && covers(this.mask, path);
  }

  /** One half of a change that takes an attachment off one object and puts it on another one. */
  half(action: "create" | "delete"): Change {
    const { before, after, after_unknown, ...rest } = this.change;
    const change =
      action === "create"
        ? { ...rest, actions: [action], before: null, after, after_unknown }
        : { ...rest, actions: [action], before, after: null, after_unknown: {} };
    return new Change(this.place, this.entry, change, this.secrets, [this.mask], this.reasonToDefer);
  }
}

function actionOf(actions: readonly string[]): Action {
  if (actions.length === 2) {
    const pair = [...actions].sort().join(" ");
    return pair === "create delete" || pair === "create forget" ? "replace" : "other";
  }
  if (actions.length > 1) return "other";
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
