/** Values of a plan. A mark stands for a value that is known only after the apply, or that must not be shown. */

/** A placeholder for a value. Two marks are equal only when they are the same object. */
class Mark {
  constructor(
    readonly label: string,
    private readonly id: string,
  ) {}
  /** Differs for each mark: what compares values as text must tell them apart. */
  toJSON(): string {
    return `${this.label} ${this.id}`;
  }
}

/** The value is computed during the apply. */
export const UNKNOWN = new Mark("(known after apply)", "unknown");
/** A sensitive value that the plan does not change. */
export const HIDDEN = new Mark("(sensitive value)", "same");
/** A sensitive value that the plan changes: before … */
export const HIDDEN_BEFORE = new Mark("(sensitive value)", "before");
/** … and after. */
export const HIDDEN_AFTER = new Mark("(sensitive value, changed)", "after");

export type Mapping = { readonly [key: string]: Value };
export type Value = undefined | null | boolean | number | string | Mark | readonly Value[] | Mapping;

export const isMark = (value: unknown): value is Mark => value instanceof Mark;
export const isHidden = (value: unknown): boolean => isMark(value) && value !== UNKNOWN;
export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Mark);

/** Deep equality of plain JSON values and marks; null, absent and empty count as the same nothing. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isNothing(left)) return isNothing(right);
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (isMark(left) || isMark(right)) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!equal(left[i], right[i])) return false;
    return true;
  }
  if (Array.isArray(right)) return false;
  const one = left as Mapping;
  const other = right as Mapping;
  for (const key of Object.keys(one)) if (!equal(one[key], own(other, key))) return false;
  for (const key of Object.keys(other)) if (!Object.hasOwn(one, key) && !isNothing(other[key])) return false;
  return true;
}

/** Null, absent, an empty list or an empty map. Terraform distinguishes them; a review does not. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isMark(value)) return false;
  for (const _ in value) return false;
  return true;
}

/**
 * An own property. Objects inherit only functions and `__proto__`. A plan has no functions, so most keys need no second
 * look.
 */
export const own = (value: Mapping, key: string): Value => {
  const found = value[key];
  if (typeof found !== "function" && key !== "__proto__") return found;
  return Object.hasOwn(value, key) ? found : undefined;
};

/** The value at a path, through blocks (lists of one) as well as through mappings. */
export function at(value: Value, ...path: readonly (string | number)[]): Value {
  let current = value;
  for (const step of path) {
    // A step by name passes through a block, which is a list of one.
    while (Array.isArray(current) && typeof step !== "number") current = (current as readonly Value[])[0];
    if (typeof current !== "object" || current === null) return undefined;
    if (current instanceof Mark) return current;
    if (isList(current)) current = current[Number(step)];
    else current = own(current, String(step));
  }
  return current;
}

/** A list's elements; none if the value is not a list. */
export const elements = (value: Value): readonly Value[] => (isList(value) ? value : []);

/** A string, or undefined if it is hidden, unknown or something else. */
export const text = (value: Value): string | undefined => (typeof value === "string" ? value : undefined);

/** The steps to a value, by name or by index. */
export type Path = readonly (string | number)[];

/** The places in a value that are known only after the apply. */
export function* unknownPaths(value: Value, path: Path): Iterable<Path> {
  if (value === UNKNOWN) yield path;
  else if (isList(value)) for (const [i, each] of value.entries()) yield* unknownPaths(each, [...path, i]);
  else if (isMapping(value))
    for (const [name, each] of Object.entries(value)) yield* unknownPaths(each, [...path, name]);
}
