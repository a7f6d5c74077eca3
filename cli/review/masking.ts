import {
  HIDDEN,
  HIDDEN_AFTER,
  HIDDEN_BEFORE,
  UNKNOWN,
  equal,
  isMapping,
  isMark,
  own,
  type Mapping,
  type Value,
} from "./values";

/**
 * The values that Terraform marks as sensitive. Findings judge the values themselves; only what is shown passes through here. Without
 * that, a mark would hide a danger.
 */

/** Is anything true in a mask? */
export function marks(mask: unknown): boolean {
  if (mask === true) return true;
  if (typeof mask !== "object" || mask === null) return false;
  for (const entry of Object.values(mask)) if (marks(entry)) return true;
  return false;
}

/** The plain values that a mask covers. */
export function* leaves(value: unknown, mask: unknown): Iterable<unknown> {
  if (!mask || value === null || value === undefined) return;
  if (typeof value !== "object") {
    if (marks(mask)) yield value;
  } else if (mask === true || Array.isArray(value) !== Array.isArray(mask)) {
    if (marks(mask)) for (const each of Object.values(value)) yield* leaves(each, true);
  } else if (Array.isArray(mask)) {
    // The elements of a set have no order, so each mark counts for all of them.
    const marked = mask.filter(marks);
    for (const each of value as unknown[]) for (const one of marked) yield* leaves(each, one);
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

/** Takes the sensitive parts out of a value and of what it is compared with, in step. */
function hide(before: unknown, after: unknown, mask: unknown): [unknown, unknown] {
  if (!mask || !marks(mask)) return [before, after];
  const whole = (): [unknown, unknown] => {
    const same = equal(before, after);
    const stand = (value: unknown, mark: Value): unknown =>
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

/** One mask for both sides of a change: a value that is sensitive on one side is hidden on both. */
export const maskOf = (change: RawChange, ...more: readonly unknown[]): unknown =>
  united([change.before_sensitive, change.after_sensitive, ...more]);

/** The new values as they are, with a mark wherever Terraform does not know one yet. */
export const planned = (change: RawChange): Value => reveal(change.after, change.after_unknown) as Value;

/** Both sides of a change without anything sensitive, to be shown. */
export function masked(change: RawChange, mask: unknown): { readonly before: Value; readonly after: Value } {
  const [before, after] = hide(change.before, change.after, mask);
  return { before: before as Value, after: reveal(after, change.after_unknown) as Value };
}

/** Does a mask cover the value at a path, a part of it, or the whole that it belongs to? */
export function covers(mask: unknown, path: readonly (string | number)[]): boolean {
  const [step, ...rest] = path;
  if (mask === true || step === undefined) return marks(mask);
  // The elements of a list share a mask, and a block of one has no index in a path.
  if (Array.isArray(mask)) return mask.some((each) => covers(each, typeof step === "number" ? rest : path));
  if (typeof mask !== "object" || mask === null) return false;
  return Object.hasOwn(mask, step) && covers((mask as Record<string, unknown>)[step], rest);
}
