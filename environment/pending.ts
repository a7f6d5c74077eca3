/** Keys of the contract that nothing is built for yet. Delivering a feature means deleting its rows. */

/** A key that is known, and refused as soon as it asks for something. */
export interface Pending {
  /** The key; `*` stands for any key. */
  readonly path: readonly string[];
  /** The values that ask for nothing. */
  readonly accepted: readonly unknown[];
  /** What the key would ask for. */
  readonly feature: string;
  /** What to leave out or to write instead. */
  readonly fix: string;
}

export const PENDING: readonly Pending[] = [
  {
    path: ["encryption", "type"],
    accepted: ["s3"],
    feature: "encryption with KMS keys",
    fix: "leave out encryption: the buckets are encrypted with S3-managed keys",
  },
  {
    path: ["encryption", "keys"],
    accepted: [{}],
    feature: "encryption with KMS keys of your own",
    fix: "leave out encryption: the buckets are encrypted with S3-managed keys",
  },
  {
    path: ["regions", "*", "adopt"],
    accepted: [false],
    feature: "taking over a bucket that exists",
    fix: "leave out adopt, and name a bucket that does not exist",
  },
  {
    path: ["regions", "*", "account"],
    accepted: [null],
    feature: "a bucket in another account",
    fix: "leave out account, and name a bucket to be made in the account of the access point",
  },
  {
    path: ["regions", "*", "role"],
    accepted: [null],
    feature: "a role of its own for one Region",
    fix: "leave out role, and name the role for all Regions in assumeRole",
  },
];
