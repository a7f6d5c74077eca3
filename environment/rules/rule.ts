/** An error in one value, in the user's terms. */
export interface Mistake {
  /** Continues the sentence that starts with the path of the key: "is not an AWS Region". */
  readonly message: string;
  /** The value as the user wrote it. @default the value at the path */
  readonly got?: string;
  /** The allowed values, in words. */
  readonly allowed?: string;
  /** What to change. */
  readonly fix?: string;
}

/** A mistake and the key that it concerns. */
export interface PlacedMistake extends Mistake {
  readonly path: readonly PropertyKey[];
  /** True if the key itself is wrong or missing, and not its value. */
  readonly aboutKey?: boolean;
}

/** The rule for a string. */
export interface Rule {
  /** The allowed values, in words. */
  readonly allowed: string;
  /** The rule, as far as a regular expression can express it. Editors check it through the JSON Schema. */
  readonly pattern: RegExp;
  /** All allowed values, if they can be listed. */
  readonly values?: readonly string[];
  /** The complete rule. */
  readonly check: (value: string) => Mistake | undefined;
}

/** A rule that its pattern expresses completely. */
export function patternRule(pattern: RegExp, what: string, allowed: string, fix: string): Rule {
  return {
    allowed,
    pattern,
    check: (value) => (pattern.test(value) ? undefined : { message: `is not ${what}`, fix }),
  };
}
