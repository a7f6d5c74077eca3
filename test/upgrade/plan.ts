import { isDeepStrictEqual } from "node:util";
import type { ExpectedChange } from "./expected";

/** The parts of `terraform show -json` that the upgrade test reads. */
export interface Plan {
  readonly resource_changes: readonly PlannedChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

interface PlannedChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>> | boolean;
  };
}

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly label: string;
  readonly actions: readonly string[];
  /** For an update: what the plan shows for each attribute that it changes. */
  readonly attributes: Readonly<Record<string, Difference>>;
}

export interface Difference {
  readonly before: unknown;
  readonly after: unknown;
  /** True if the plan shows "known after apply". */
  readonly unknown: boolean;
}

/** The attributes of the resources after the apply, by address. */
export type Applied = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Computed attributes that follow from the others. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  aws_ssm_document: ["default_version", "document_version", "hash", "latest_version", "parameter"],
};

/** The managed resources that a plan creates, updates, replaces, moves or destroys. */
export function changesOf(plan: Plan): Change[] {
  return plan.resource_changes
    .filter(({ mode, previous_address, change }) => {
      const idle = change.actions.every((action) => action === "no-op" || action === "read");
      return mode === "managed" && (!idle || previous_address !== undefined);
    })
    .map(({ address, type, name, change }) => ({
      address,
      type,
      label: name,
      actions: change.actions,
      attributes: isDeepStrictEqual(change.actions, ["update"]) ? differences(type, change) : {},
    }));
}

/** True if an entry covers the change completely. */
export function isExpected(change: Change, entries: readonly ExpectedChange[], applied: Applied): boolean {
  return entries.some(
    ({ type, label, action, attributes = [], sameValue = false }) =>
      change.type === type &&
      (label?.test(change.label) ?? true) &&
      isDeepStrictEqual(change.actions, [action]) &&
      Object.keys(change.attributes).every((attribute) => attributes.includes(attribute)) &&
      Object.entries(change.attributes).every(
        ([attribute, { before, unknown }]) =>
          !sameValue || (unknown && isDeepStrictEqual(before, applied.get(change.address)?.[attribute])),
      ),
  );
}

/** Outputs that the plan removes or whose value it changes. New outputs are welcome. */
export function outputsLost({ output_changes = {} }: Plan): string[] {
  return Object.entries(output_changes)
    .filter(
      ([, { actions }]) => !isDeepStrictEqual(actions, ["no-op"]) && !isDeepStrictEqual(actions, ["create"]),
    )
    .map(([name]) => name);
}

function differences(
  type: string,
  { before, after, after_unknown }: PlannedChange["change"],
): Record<string, Difference> {
  const unknowns = typeof after_unknown === "object" ? after_unknown : {};
  const names = [...new Set([before, after, unknowns].flatMap((values) => Object.keys(values ?? {})))].sort();
  return Object.fromEntries(
    names
      .filter((name) => !DERIVED[type]?.includes(name))
      .map((name): [string, Difference] => [
        name,
        { before: before?.[name], after: after?.[name], unknown: hasUnknown(unknowns[name]) },
      ])
      .filter(([, { before, after, unknown }]) => unknown || !isDeepStrictEqual(before, after)),
  );
}

function hasUnknown(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Reads `terraform show -json` of a state. */
export function appliedValues(state: State): Applied {
  return new Map(state.values.root_module.resources.map(({ address, values }) => [address, values]));
}

export interface State {
  readonly values: {
    readonly root_module: {
      readonly resources: ReadonlyArray<{
        readonly address: string;
        readonly values: Readonly<Record<string, unknown>>;
      }>;
    };
  };
}
