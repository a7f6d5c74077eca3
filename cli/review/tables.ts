/** Tables of the changes of a plan. A plan can have thousands of buckets, and each one asks about the others. */
import type { Context } from "./context";

/** A table that is computed once for each plan, when a finding first asks for it. */
export function table<T>(make: (context: Context) => T): (context: Context) => T {
  const made = new WeakMap<Context, { readonly value: T }>();
  return (context) => {
    let known = made.get(context);
    if (!known) made.set(context, (known = { value: make(context) }));
    return known.value;
  };
}

/** The first item of each key. */
export function firstBy<K, T>(all: Iterable<T>, keysOf: (item: T) => Iterable<K>): ReadonlyMap<K, T> {
  const found = new Map<K, T>();
  for (const item of all) for (const key of keysOf(item)) if (!found.has(key)) found.set(key, item);
  return found;
}

/** All items of each key in their order, each item once. */
export function allBy<K, T>(
  all: Iterable<T>,
  keysOf: (item: T) => Iterable<K>,
): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of all)
    for (const key of new Set(keysOf(item))) {
      const same = found.get(key);
      if (same) same.push(item);
      else found.set(key, [item]);
    }
  return found;
}
