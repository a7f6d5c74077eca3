/** Functions for lists of any length. `push(...list)` and `Math.max(...list)` fail with about 100,000 elements. */

export function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}

/** -Infinity for an empty list. */
export const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), -Infinity);

/** Infinity for an empty list. */
export const smallest = (numbers: readonly number[]): number =>
  numbers.reduce((least, each) => Math.min(least, each), Infinity);
