/** What is wrong with one value, in the user's own terms. */
export interface Mistake {
  /** Goes on with the sentence that the key's path begins: "is not an AWS Region". */
  readonly message: string;
  /** The value as the user wrote it. @default the value at the path */
  readonly got?: string;
  /** The values that would do. */
  readonly allowed?: string;
  /** What to change. */
  readonly fix?: string;
}

/** A mistake and the key that it is about. */
export interface PlacedMistake extends Mistake {
  readonly path: readonly PropertyKey[];
  /** True if the key itself is wrong or missing, and not its value. */
  readonly aboutKey?: boolean;
}

/** What a text must be like. */
export interface Rule {
  /** The allowed values, for a reader. */
  readonly allowed: string;
  /** The rule as far as a regular expression can say it; editors check it through the JSON Schema. */
  readonly pattern: RegExp;
  /** All the allowed values, where they can be listed. */
  readonly values?: readonly string[];
  /** The whole rule. */
  readonly check: (value: string) => Mistake | undefined;
}

/** A rule that its pattern says whole. */
export function patternRule(pattern: RegExp, what: string, allowed: string, fix: string): Rule {
  return {
    allowed,
    pattern,
    check: (value) => (pattern.test(value) ? undefined : { message: `is not ${what}`, fix }),
  };
}
