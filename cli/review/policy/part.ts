import { globCovers, globsOverlap } from "./glob";
import { CARRIER, LATER, type Field, type Named, type PolicyStatement } from "./document";

const EVERYTHING: Named = { not: false, values: ["*"] };
const NOBODY_ELSE: Named = { not: false, values: [CARRIER] };
/** What a statement names. An identity policy has no principal, and a trust policy no resource. */
export const named = (statement: PolicyStatement, field: Field): Named =>
  statement.sets.get(field) ?? (field === "Principal" ? NOBODY_ELSE : EVERYTHING);

const single = (value: string): Named => ({ not: false, values: [value] });

/** A part of a statement, ready to be asked whether it takes in an element of another one. */
export class Part {
  private names?: ReadonlySet<string>;
  private wild?: readonly string[];
  private single?: readonly Named[];

  constructor(
    private readonly field: Field,
    readonly of: Named,
  ) {}

  get exact(): ReadonlySet<string> {
    return (this.names ??= new Set(this.of.values.map((value) => fold(this.field, value))));
  }

  private get patterns(): readonly string[] {
    return (this.wild ??= [...this.exact].filter((value) =>
      this.field === "Principal" ? value === "*" : /[*?]/.test(value),
    ));
  }

  /** Elements one by one; what a Not names only makes sense as a whole. */
  get elements(): readonly Named[] {
    return (this.single ??= this.of.not ? [this.of] : this.of.values.map(single));
  }

  /** How many elements there are. */
  get count(): number {
    return this.of.not ? 1 : this.of.values.length;
  }

  /** The same for parts that name the same elements, in whatever order. */
  get shape(): string {
    let length = 0;
    for (const value of this.of.values) length += value.length;
    return `${this.of.not ? "not " : ""}${this.of.values.length} ${length}`;
  }

  /** The elements that another part does not cover. */
  outside(other: Part): readonly Named[] {
    if (this.of.not) return other.covers(this.of) ? [] : [this.of];
    return this.of.values.filter((value) => !other.includes(value)).map(single);
  }

  /** True if it can take in an element that it does not name. */
  get isOpen(): boolean {
    return this.of.not || this.patterns.length > 0;
  }

  covers(element: Named): boolean {
    if (!element.not) return element.values.every((value) => this.includes(value));
    if (element.values.some(isUnknown)) return false;
    if (!this.of.not) return this.exact.has("*");
    const other = new Part(this.field, { not: false, values: element.values });
    return this.of.values.every((value) => other.takesIn(fold(this.field, value)));
  }

  /** Does it take in what is named with a single value? */
  private includes(value: string): boolean {
    if (isUnknown(value)) return false;
    if (!this.of.not) return this.takesIn(fold(this.field, value));
    return !this.of.values.some((own) => isUnknown(own) || overlap(this.field, own, value));
  }

  private takesIn(value: string): boolean {
    return this.exact.has(value) || this.patterns.some((pattern) => globCovers(pattern, value));
  }
}

/** A reference to a new resource is known well enough to be compared with itself; nothing at all is not. */
export const isUnknown = (value: string): boolean => value === LATER;
export const fold = (field: Field, value: string): string =>
  field === "Action" ? value.toLowerCase() : value;
const overlap = (field: Field, one: string, other: string): boolean =>
  field === "Principal"
    ? one === other || one === "*" || other === "*"
    : globsOverlap(fold(field, one), fold(field, other));
