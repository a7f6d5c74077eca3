import type { Context } from "./context";
import type { Text } from "./text";

export type Severity = "danger" | "warning";

/** One kind of finding: what it is called, why it matters, and what to do instead. */
export interface Family {
  /** The name that `accept:` and gates use. Renaming one breaks their files. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
  /** Every place in a plan where it holds. */
  find(context: Context): Iterable<Hit>;
}

/** One place where a finding holds. */
export interface Hit {
  readonly address: string;
  /** The attribute that causes it, where one does. */
  readonly attribute?: string;
  readonly cause: Text;
}

/** A finding, after the recorded exceptions. */
export interface Finding extends Hit {
  readonly family: Family;
  /** The reason of the exception that lowers it. */
  readonly accepted?: string;
}

const RANK: Readonly<Record<Severity, number>> = { danger: 0, warning: 1 };

/** Dangers before warnings, otherwise in the order given. */
export const byDanger = (families: readonly Family[]): readonly Family[] =>
  [...families].sort((one, other) => RANK[one.severity] - RANK[other.severity]);
