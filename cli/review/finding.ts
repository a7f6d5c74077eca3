import { sha256 } from "./input";
import type { Change } from "./change";
import type { Context } from "./context";
import type { Severity } from "./severity";
import { HIDDEN } from "./values";
import { valuesOf, type Part, type Text } from "./text";
import { NONE, type OwnSecrets, type Secrets } from "./secrets";

/** One kind of finding: what it is called, why it matters, and what to do instead. */
export interface Family {
  /** The name that `accept:` and gates use. Renaming one breaks their files. */
  readonly id: string;
  /** The severity of its findings, unless one has its own. */
  readonly severity: Severity;
  /** True if some of its findings have the other severity. */
  readonly varies?: true;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
  /** Every place in a plan that the finding is about. */
  find(context: Context): Iterable<Hit>;
}

/** One place that a finding is about. */
export interface Hit {
  readonly address: string;
  /** The attribute that causes it, if there is one. */
  readonly attribute?: string;
  readonly cause: Text;
  readonly severity?: Severity;
  /** The change whose values the cause quotes. */
  readonly change?: Change;
  /** True if the cause quotes parts of a sensitive value. */
  readonly sensitive?: boolean;
}

/** A finding, after the recorded exceptions, with nothing sensitive in it. */
export class Finding implements Hit {
  readonly address: string;
  readonly attribute?: string;
  readonly change?: Change;
  private binding?: string;

  constructor(
    private readonly hit: Hit,
    readonly family: Family,
    readonly severity: Severity,
    readonly cause: Text,
    /** The cause quotes something sensitive. */
    private readonly hidden: boolean,
    /** The reason of the exception that accepts it. */
    readonly accepted?: string,
  ) {
    this.address = hit.address;
    this.attribute = hit.attribute;
    this.change = hit.change;
  }

  /** The hash that an exception binds to; undefined if the cause quotes something sensitive, which no exception can cover. */
  get hash(): string | undefined {
    // A comment about many findings shows few of the hashes.
    return this.hidden ? undefined : (this.binding ??= hashOf(this.hit, this.family, this.severity));
  }

  acceptedFor(reason: string): Finding {
    return new Finding(this.hit, this.family, this.severity, this.cause, this.hidden, reason);
  }
}

const RANK: Readonly<Record<Severity, number>> = { danger: 0, warning: 1 };

/** Dangers before warnings, otherwise in the order given. */
export const byDanger = <T extends { readonly severity: Severity }>(all: readonly T[]): readonly T[] =>
  [...all].sort((one, other) => RANK[one.severity] - RANK[other.severity]);

/** Makes a finding of a hit: bound to its cause, and without anything sensitive. */
export function toFinding(hit: Hit, family: Family, secrets: Secrets): Finding {
  const severity = hit.severity ?? family.severity;
  const cause = redacted(hit, secrets);
  const hidden =
    (cause !== hit.cause && hit.cause.some((part, i) => part !== cause[i])) ||
    hit.address.includes(`["${HIDDEN.label}`);
  return new Finding(hit, family, severity, cause, hidden);
}

/** Binds to the family, the place, the severity and every value; not to the words around them. */
function hashOf(hit: Hit, family: Family, severity: Severity): string {
  const facts = [family.id, hit.address, hit.attribute ?? "", severity, ...valuesOf(hit.cause)];
  return sha256(JSON.stringify(facts)).slice(0, 12);
}

function redacted({ cause, change, sensitive = false }: Hit, secrets: Secrets): Text {
  const own = change?.own ?? NONE;
  if (secrets.none && own.size === 0 && !sensitive) return cause;
  return cause.map((part): Part => {
    if (typeof part === "string" || "more" in part) return part;
    if ("also" in part) return isOpen(part.also, own, secrets) && !sensitive ? part : { also: [] };
    if (part.ours) return part;
    if (sensitive || [...own].some((secret) => isPartOf(part.value, secret))) return { value: HIDDEN.label };
    const value = secrets.within(part.value);
    return value === part.value ? part : { value };
  });
}

/** Is there nothing sensitive in values that are not shown? A hash of a short secret tells it. */
const isOpen = (values: readonly string[], own: OwnSecrets, secrets: Secrets): boolean =>
  values.every(
    (value) =>
      !value.includes(HIDDEN.label) &&
      secrets.within(value) === value &&
      ![...own].some((secret) => isPartOf(value, secret)),
  );

/** Is a secret in a value, or a value in a secret, as a word of its own? */
function isPartOf(value: string, secret: string): boolean {
  if (value === secret || value === JSON.stringify(secret)) return true;
  const inside = (text: string, word: string): boolean => {
    for (let at = text.indexOf(word); word !== "" && at >= 0; at = text.indexOf(word, at + 1)) {
      const [before, after] = [text[at - 1] ?? " ", text[at + word.length] ?? " "];
      if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
    }
    return false;
  };
  return inside(value, secret) || inside(secret, value);
}
