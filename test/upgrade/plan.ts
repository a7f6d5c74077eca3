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
  /** For an update: attributes whose value changes or is known after apply. */
  readonly attributes: readonly string[];
}

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
      attributes: isDeepStrictEqual(change.actions, ["update"]) ? changedAttributes(change) : [],
    }));
}

/** True if an entry covers the change completely. */
export function isExpected(change: Change, entries: readonly ExpectedChange[]): boolean {
  return entries.some(
    ({ type, label, action, attributes = [] }) =>
      change.type === type &&
      (label?.test(change.label) ?? true) &&
      isDeepStrictEqual(change.actions, [action]) &&
      change.attributes.every((attribute) => attributes.includes(attribute)),
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

function changedAttributes({ before, after, after_unknown }: PlannedChange["change"]): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const unknown = typeof after_unknown === "object" ? Object.keys(after_unknown) : [];
  for (const name of unknown)
    if (hasUnknown((after_unknown as Record<string, unknown>)[name])) names.add(name);
  return [...names]
    .filter(
      (name) =>
        !isDeepStrictEqual(before?.[name], after?.[name]) ||
        (typeof after_unknown === "object" && hasUnknown(after_unknown[name])),
    )
    .sort();
}

function hasUnknown(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
