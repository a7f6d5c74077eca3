/**
 * Keys of the contract that are not built yet. When you build a feature, delete its rows. A test checks that every other
 * key changes the stack.
 */

/** A known key that is rejected if its value requests something. */
export interface Pending {
  /** The key. `*` stands for any key. */
  readonly path: readonly string[];
  /** The values that request nothing. */
  readonly accepted: readonly unknown[];
  /** What the key would do. */
  readonly feature: string;
  /** What to remove, or what to write instead. */
  readonly fix: string;
}

const OF_A_REGION: readonly Pending[] = [
  {
    path: ["account"],
    accepted: [null],
    feature: "a bucket in another account",
    fix: "remove account: the bucket is created in the account of the access point",
  },
  {
    path: ["role"],
    accepted: [null],
    feature: "a separate role for one Region",
    fix: "remove role, and name one role for all Regions in assumeRole",
  },
];

export const PENDING: readonly Pending[] = [
  ...[["regions"], ["previous", "regions"]].flatMap((regions) =>
    OF_A_REGION.map((row) => ({ ...row, path: [...regions, "*", ...row.path] })),
  ),
  {
    path: ["previous", "regions", "*", "adopt"],
    accepted: [false],
    feature: "importing a bucket of the previous access point",
    fix: "remove adopt, and choose the name of a bucket that does not exist",
  },
];

/** Whether the key at a path is pending. */
export function isPending(path: readonly PropertyKey[]): boolean {
  return PENDING.some(
    (row) =>
      row.path.length === path.length &&
      row.path.every((step, index) => step === "*" || step === String(path[index])),
  );
}
