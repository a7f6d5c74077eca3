/** Whether a version meets all constraints, such as `>= 5.100.0, < 7.0.0`. A pre-release counts as its release. */
export function isWithin(version: string, constraints: string): boolean {
  return [...constraints.matchAll(/(>=|<)\s*([\d.]+)/g)].every(([, operator, bound]) =>
    operator === ">=" ? compare(version, bound!) >= 0 : compare(version, bound!) < 0,
  );
}

export function isAtLeast(version: string, other: string): boolean {
  return compare(version, other) >= 0;
}

function compare(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return version
    .replace(/[-+].*$/, "")
    .split(".")
    .map(Number);
}
