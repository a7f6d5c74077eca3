/**
 * What the first plan of the current code shows for an environment that the baseline deployed. Every line is also a row
 * in docs/upgrading.md. Add a line only if the change is worth it to everyone who runs the baseline.
 */
export interface ExpectedChange {
  /** The resource type. */
  readonly type: string;
  /** The labels of the resources. @default every resource of the type */
  readonly label?: RegExp;
  /** A replacement or a deletion is never expected. */
  readonly action: "create" | "update";
  /** For an update: all attributes that change. */
  readonly attributes?: readonly string[];
  /** Why the change is worth a diff for the user. */
  readonly reason: string;
}

export const EXPECTED_CHANGES: readonly ExpectedChange[] = [];
