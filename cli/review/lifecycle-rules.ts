import { at, elements, isList, isMapping, isMark, isNothing, text, type Value } from "./values";

/** Is anything in a value known only after the apply? */
const hasMark = (value: Value): boolean =>
  isMark(value) ||
  (isList(value) ? value.some(hasMark) : isMapping(value) && Object.values(value).some(hasMark));

/** By default, S3 moves only objects of 128 KB or more to another storage class. */
const SMALLEST_MOVED = 128 * 1024;

/** Which objects a rule is about. */
export class Scope {
  private constructor(
    private readonly prefix: string,
    private readonly tags: ReadonlyMap<string, string>,
    private readonly larger: number,
    private readonly smaller: number,
    /** A part is known only after the apply. */
    readonly open: boolean,
  ) {}

  /** Reads the filter of a lifecycle or of a replication rule. */
  static of(rule: Value): Scope {
    const filter = at(rule, "filter");
    const and = at(filter, "and");
    const first = (...values: readonly Value[]): Value =>
      values.find((value) => !isNothing(value) && value !== "");
    const prefix = first(at(filter, "prefix"), at(and, "prefix"), at(rule, "prefix"));
    const tags = new Map<string, string>();
    const tag = at(filter, "tag");
    for (const one of isList(tag) ? tag : isNothing(tag) ? [] : [tag])
      if (!isMark(one)) tags.set(text(at(one, "key")) ?? "", text(at(one, "value")) ?? "");
    for (const many of [at(and, "tags"), at(rule, "tags")])
      if (isMapping(many))
        for (const [key, value] of Object.entries(many)) if (!isMark(value)) tags.set(key, text(value) ?? "");
    const size = (name: string): number => {
      const value = first(at(filter, name), at(and, name));
      return Number(value ?? 0) || 0;
    };
    const open = [filter, at(rule, "prefix"), at(rule, "tags")].some(hasMark);
    return new Scope(
      text(prefix) ?? "",
      tags,
      size("object_size_greater_than"),
      size("object_size_less_than") || Infinity,
      open,
    );
  }

  /** The same without the objects that S3 never moves by default, unless the filter is about sizes. */
  withoutSmall(): Scope {
    if (this.larger > 0 || this.smaller < Infinity) return this;
    return new Scope(this.prefix, this.tags, SMALLEST_MOVED - 1, Infinity, this.open);
  }

  /** Does this scope include everything in the other one? */
  covers(other: Scope): boolean {
    if (this.open || other.open) return false;
    return (
      other.prefix.startsWith(this.prefix) &&
      [...this.tags].every(([key, value]) => other.tags.get(key) === value) &&
      this.larger <= other.larger &&
      this.smaller >= other.smaller
    );
  }

  /** Can an object be in both scopes? */
  overlaps(other: Scope): boolean {
    const prefix = this.prefix.startsWith(other.prefix) || other.prefix.startsWith(this.prefix);
    const tags = [...this.tags].every(([key, value]) => (other.tags.get(key) ?? value) === value);
    return this.open || other.open || (prefix && tags);
  }

  get hasTags(): boolean {
    return this.tags.size > 0;
  }

  get words(): string {
    const parts = [
      ...(this.prefix === "" ? [] : [`prefix ${this.prefix}`]),
      ...[...this.tags].map(([key, value]) => `tag ${key}=${value}`),
      ...(this.larger > 0 ? [`larger than ${this.larger} bytes`] : []),
      ...(this.smaller < Infinity ? [`smaller than ${this.smaller} bytes`] : []),
      ...(this.open ? ["a filter that is known only after the apply"] : []),
    ];
    return parts.length === 0 ? "every object" : parts.join(", ");
  }
}

export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Days until current objects are deleted; beyond DATES it is a date. */
  readonly expires: number | undefined;
  readonly noncurrent: number | undefined;
  /** How many noncurrent versions are kept in any case. */
  readonly keeps: number;
  readonly archives: number | undefined;
  readonly scope: Scope;
  /** The objects that the rule can move to an archive. */
  readonly archiveScope: Scope;
}

/** A date as a number: later than any number of days. */
export const DATES = 10_000_000;
/** A number of days that is known only after the apply: it may be earlier than any other. */
export const LATER_DAYS = -1;

const ARCHIVES = new Set(["GLACIER", "DEEP_ARCHIVE"]);
const days = (value: Value, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const found = at(value, name);
    if (typeof found === "number" && found > 0) return found;
  }
  return undefined;
};

/** When an expiration or a transition acts. */
const when = (block: Value): number | undefined => {
  const known = days(block, "days");
  if (known !== undefined) return known;
  if (isMark(at(block, "days")) || isMark(at(block, "date"))) return LATER_DAYS;
  const date = text(at(block, "date"));
  return date ? DATES + Date.parse(date) / 86_400_000 : undefined;
};

/** The rules of a lifecycle configuration, or those inside of a bucket in older code. */
export function rulesOf(value: Value, field: "rule" | "lifecycle_rule"): readonly LifecycleRule[] {
  const movesSmall = at(value, "transition_default_minimum_object_size") === "varies_by_storage_class";
  return elements(at(value, field)).map((rule) => {
    const [expiration, noncurrent] = [at(rule, "expiration"), at(rule, "noncurrent_version_expiration")];
    const transitions = elements(at(rule, "transition")).filter((each) =>
      ARCHIVES.has(text(at(each, "storage_class")) ?? ""),
    );
    const status = at(rule, "status");
    const scope = Scope.of(rule);
    return {
      id: text(at(rule, "id")) ?? "?",
      // A status that is not known yet counts as enabled: the worse of the two.
      enabled: field === "rule" ? status !== "Disabled" : at(rule, "enabled") !== false,
      expires: when(expiration),
      noncurrent:
        days(noncurrent, "noncurrent_days", "days") ??
        (isMark(at(noncurrent, "noncurrent_days")) ? LATER_DAYS : undefined),
      keeps: Number(at(noncurrent, "newer_noncurrent_versions") ?? 0) || 0,
      archives:
        transitions.length === 0 ? undefined : Math.min(...transitions.map((each) => when(each) ?? 0)),
      scope,
      archiveScope: movesSmall ? scope : scope.withoutSmall(),
    };
  });
}
