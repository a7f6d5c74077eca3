/**
 * Values of a plan, made safe to look at: what Terraform marks as sensitive is taken out before anything else
 * sees the value, and what is known only after the apply is marked. Nothing downstream can reveal what is not there.
 */

/** What stands in a value's place. Two marks are equal only when they are the same object. */
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
/** A sensitive value which the plan leaves as it is. */
export const HIDDEN = new Mark("(sensitive value)", "same");
/** A sensitive value which the plan changes: before … */
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

/** Is anything at all true in a mask? */
function marks(mask: unknown): boolean {
  if (mask === true) return true;
  if (typeof mask !== "object" || mask === null) return false;
  for (const entry of Object.values(mask)) if (marks(entry)) return true;
  return false;
}

/** The plain values that a mask hides. */
export function* leaves(value: unknown, mask: unknown): Iterable<unknown> {
  if (!mask || value === null || value === undefined) return;
  if (typeof value !== "object") {
    if (marks(mask)) yield value;
  } else if (mask === true || Array.isArray(value) !== Array.isArray(mask)) {
    if (marks(mask)) for (const each of Object.values(value)) yield* leaves(each, true);
  } else {
    for (const [key, each] of Object.entries(mask)) {
      if (Object.hasOwn(value, key)) yield* leaves((value as Record<string, unknown>)[key], each);
    }
  }
}

/** One mask that hides what either hides; the elements of a list share theirs, because a set has no order. */
function united(masks: readonly unknown[]): unknown {
  let result: Record<string, unknown[]> | undefined;
  let elements: unknown[] | undefined;
  for (const mask of masks) {
    if (mask === true) return true;
    if (Array.isArray(mask)) {
      elements ??= [];
      for (const entry of mask) if (marks(entry)) elements.push(entry);
    } else if (typeof mask === "object" && mask !== null) {
      for (const [key, entry] of Object.entries(mask)) {
        if (!marks(entry)) continue;
        result ??= Object.create(null) as Record<string, unknown[]>;
        (result[key] ??= []).push(entry);
      }
    }
  }
  const list = elements && elements.length > 0 ? [united(elements)] : undefined;
  const map = result && Object.entries(result).map(([key, entries]) => [key, united(entries)] as const);
  // A list in one and a map in the other: no telling which element is meant.
  if (list && map) return true;
  return list ?? (map && Object.fromEntries(map)) ?? false;
}

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

/** Null, absent, an empty list or map, or a list of nothing but those: Terraform tells them apart, people do not. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== "object" || isMark(value)) return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

const own = (value: Mapping, key: string): Value => (Object.hasOwn(value, key) ? value[key] : undefined);

/** Takes the sensitive parts out of a value and of what it is compared with, in step. */
function hide(before: unknown, after: unknown, mask: unknown): [unknown, unknown] {
  if (!mask || !marks(mask)) return [before, after];
  const whole = (): [unknown, unknown] => {
    const same = equal(before, after);
    const stand = (value: unknown, mark: Mark): unknown =>
      value === null || value === undefined ? value : same ? HIDDEN : mark;
    return [stand(before, HIDDEN_BEFORE), stand(after, HIDDEN_AFTER)];
  };
  if (mask === true) return whole();
  const shape = Array.isArray(mask) ? Array.isArray : isMapping;
  const fits = (value: unknown): boolean => value === null || value === undefined || shape(value);
  if (!fits(before) || !fits(after)) return whole();
  if (Array.isArray(mask)) {
    const [one, other] = [before as unknown[] | null, after as unknown[] | null];
    const pairs = Array.from({ length: Math.max(one?.length ?? 0, other?.length ?? 0) }, (_, i) =>
      hide(one?.[i], other?.[i], mask[0]),
    );
    return [
      one && pairs.slice(0, one.length).map((pair) => pair[0]),
      other && pairs.slice(0, other.length).map((pair) => pair[1]),
    ];
  }
  const pairs = new Map<string, [unknown, unknown]>();
  const [one, other] = [before as Mapping | null, after as Mapping | null];
  for (const [key, entry] of Object.entries(mask)) {
    pairs.set(key, hide(one && own(one, key), other && own(other, key), entry));
  }
  const rebuilt = (value: Mapping | null | undefined, side: 0 | 1): unknown =>
    value &&
    Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const pair = pairs.get(key);
        return [key, pair ? pair[side] : entry];
      }),
    );
  return [rebuilt(one, 0), rebuilt(other, 1)];
}

/** Puts the mark wherever Terraform does not know the value yet. */
function reveal(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return UNKNOWN;
  if (isMark(value) || !marks(unknown)) return value;
  if (Array.isArray(unknown)) {
    const list = Array.isArray(value) ? (value as unknown[]) : [];
    return Array.from({ length: Math.max(list.length, unknown.length) }, (_, i) =>
      reveal(list[i], unknown[i]),
    );
  }
  const mapping = isMapping(value) ? value : {};
  const entries = new Map<string, unknown>(Object.entries(mapping));
  for (const [key, entry] of Object.entries(unknown as object)) {
    if (marks(entry)) entries.set(key, reveal(own(mapping, key), entry));
  }
  return Object.fromEntries(entries);
}

/** The change of a resource or an output, as Terraform writes it. */
export interface RawChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** Both sides of a change without anything sensitive. What is sensitive on one side is hidden on both. */
export function masked(change: RawChange): { readonly before: Value; readonly after: Value } {
  const mask = united([change.before_sensitive, change.after_sensitive]);
  const [before, after] = hide(change.before, change.after, mask);
  return { before: before as Value, after: reveal(after, change.after_unknown) as Value };
}

/** The value at a path, through blocks (lists of one) as well as through mappings. */
export function at(value: Value, ...path: readonly (string | number)[]): Value {
  let current = value;
  for (const step of path) {
    if (isMark(current)) return current;
    if (isList(current)) current = typeof step === "number" ? current[step] : at(current[0], step);
    else if (isMapping(current)) current = own(current, String(step));
    else return undefined;
  }
  return current;
}

/** A list's elements; none where the value is no list. */
export const elements = (value: Value): readonly Value[] => (isList(value) ? value : []);

/** A string, or undefined where it is hidden, unknown or something else. */
export const text = (value: Value): string | undefined => (typeof value === "string" ? value : undefined);
