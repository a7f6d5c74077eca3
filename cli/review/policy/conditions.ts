import { globCovers } from "./glob";
import { largest, smallest } from "../lists";

/** One operator with one key, as a statement requires it. */
export interface PolicyCondition {
  /** As written, with its set qualifier and without `IfExists`. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

export function condition(operator: string, key: string, values: readonly string[]): PolicyCondition {
  const base = operator.replace(/IfExists$/i, "");
  const isSwitch = /(^|:)(bool|null)$/i.test(base);
  return {
    operator: base,
    ifExists: base !== operator,
    key,
    // IAM ignores the case of true and false.
    values: isSwitch ? values.map((value) => value.toLowerCase()) : values,
  };
}

/** A condition's text in IAM's words. */
export const conditionText = ({ operator, ifExists, key, values }: PolicyCondition): string =>
  `${operator}${ifExists ? "IfExists" : ""} ${key} = ${values.join(" | ")}`;

interface Parsed {
  /** "", "foranyvalue" or "forallvalues". */
  readonly qualifier: string;
  readonly name: string;
  readonly negated: boolean;
  /** What it compares; undefined for Bool, Null and BinaryEquals. */
  readonly kind: "text" | "address" | "number" | "date" | undefined;
}

/** IAM ignores the case of operators and keys. */
export const parseOperator = once(readOperator);
function readOperator(operator: string): Parsed {
  const [, qualifier = "", name = ""] =
    /^(?:(forallvalues|foranyvalue):)?(.*)$/.exec(operator.toLowerCase()) ?? [];
  return { qualifier, name, negated: name.includes("not"), kind: kindOf(name) };
}

/** Does every request that meets all of `tight` also meet `loose`? In case of doubt: no. */
export const impliedBy = (loose: PolicyCondition, tight: readonly PolicyCondition[]): boolean =>
  tight.some((one) => implies(one, loose));

/** Does every request that meets one condition meet the other? In case of doubt: no. */
export function implies(one: PolicyCondition, other: PolicyCondition): boolean {
  if (one.key !== other.key && one.key.toLowerCase() !== other.key.toLowerCase()) return false;
  if (one.ifExists && !other.ifExists) return false;
  const [a, b] = [parseOperator(one.operator), parseOperator(other.operator)];
  if (a.qualifier !== b.qualifier) return false;
  const [left, right] = [one.values, other.values];
  if (a.name === b.name && sameValues(left, right)) return true;
  const { kind } = a;
  if (kind === undefined || kind !== b.kind) return false;
  switch (kind) {
    case "text": {
      if (a.negated !== b.negated) return false;
      const covers = covering(b.name, a.name);
      // A negated condition is met by fewer requests the more values it has.
      return a.negated
        ? right.every((value) => left.some((wide) => covering(a.name, b.name)(wide, value)))
        : left.every((value) => right.some((wide) => covers(wide, value)));
    }
    case "address":
      if (a.negated !== b.negated) return false;
      return a.negated
        ? right.every((value) => isCovered(left, value))
        : left.every((value) => isCovered(right, value));
    case "number":
    case "date":
      return orderImplies(a.name, left, b.name, right, kind);
  }
}

const sameValues = (left: readonly string[], right: readonly string[]): boolean => {
  if (left.length === 1 && right.length === 1) return left[0] === right[0];
  const known = new Set(right);
  return left.length === right.length && left.every((value) => known.has(value));
};

function kindOf(name: string): Parsed["kind"] {
  if (/^(string|arn)/.test(name)) return "text";
  if (/^(not)?ipaddress$/.test(name)) return "address";
  if (name.startsWith("numeric")) return "number";
  return name.startsWith("date") ? "date" : undefined;
}

/** How a value of one operator takes in a value of another one. */
function covering(wide: string, narrow: string): (wide: string, value: string) => boolean {
  const pattern = (name: string): boolean => /like$|^arn/.test(name);
  const loose = /ignorecase$/.test(wide);
  return (one, other) => {
    const [left, right] = loose ? [one.toLowerCase(), other.toLowerCase()] : [one, other];
    if (/ignorecase$/.test(narrow) && !loose) return false;
    if (pattern(wide)) return pattern(narrow) || !/[*?]/.test(right) ? globCovers(left, right) : left === "*";
    return left === right && !(pattern(narrow) && /[*?]/.test(right));
  };
}

/** `< 5` implies `< 9` and `<= 9`. */
function orderImplies(
  one: string,
  left: readonly string[],
  other: string,
  right: readonly string[],
  kind: "number" | "date",
): boolean {
  const read = (text: string): number =>
    kind === "number" || /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  const [a, b] = [one, other].map((name) => name.replace(/^(numeric|date)/, ""));
  const [x, y] = [left.map(read), right.map(read)];
  if ([...x, ...y].some(Number.isNaN) || x.length === 0 || y.length === 0) return false;
  const below = (name: string | undefined): boolean => name?.startsWith("lessthan") ?? false;
  const above = (name: string | undefined): boolean => name?.startsWith("greaterthan") ?? false;
  const strict = (name: string | undefined): boolean => !(name?.endsWith("equals") ?? false);
  if (below(a) && below(b)) {
    const [most, limit] = [largest(x), largest(y)];
    return most < limit || (most === limit && (strict(a) || !strict(b)));
  }
  if (above(a) && above(b)) {
    const [least, limit] = [smallest(x), smallest(y)];
    return least > limit || (least === limit && (strict(a) || !strict(b)));
  }
  if (a === "equals" && below(b)) {
    const limit = largest(y);
    return x.every((value) => value < limit || (!strict(b) && value === limit));
  }
  if (a === "equals" && above(b)) {
    const limit = smallest(y);
    return x.every((value) => value > limit || (!strict(b) && value === limit));
  }
  if (a === "equals" && b === "equals") return x.every((value) => y.includes(value));
  return a === "notequals" && b === "notequals" && y.every((value) => x.includes(value));
}

interface Range {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

/** Policies repeat the same few operators and addresses: each text is parsed once. */
function once<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size > 50_000) known.clear();
    const parsed = parse(text);
    known.set(text, parsed);
    return parsed;
  };
}

/** Reads an address or a CIDR block. */
export const parseRange = once(readRange);
function readRange(text: string): Range | undefined {
  const [address = "", prefix] = text.split("/");
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  const family = v4 ? 4 : 6;
  const size = v4 ? 32 : 128;
  const length = prefix === undefined ? size : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  if (!(length <= size)) return undefined;
  const bits = v4
    ? v4.slice(1).reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
    : /^[0-9a-f:.]+$/i.test(address)
      ? groups(address)
      : undefined;
  return bits === undefined ? undefined : { family, bits, length };
}

function groups(address: string): bigint | undefined {
  const halves = address.split("::");
  if (halves.length > 2 || (halves.length === 1 && address.split(":").length !== 8)) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (missing < 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
    : undefined;
}

/** Do several blocks together contain another one? */
export function rangesCover(wide: readonly string[], narrow: string): boolean {
  const range = parseRange(narrow);
  if (!range) return false;
  const size = range.family === 4 ? 32 : 128;
  const blocks = wide
    .flatMap((each) => parseRange(each) ?? [])
    .filter((each) => each.family === range.family);
  const contains = (one: Range, other: Range): boolean =>
    one.length <= other.length &&
    one.bits >> BigInt(size - one.length) === other.bits >> BigInt(size - one.length);
  const covered = (part: Range, candidates: readonly Range[]): boolean => {
    if (candidates.some((each) => contains(each, part))) return true;
    const inner = candidates.filter((each) => contains(part, each));
    if (inner.length < 2 || part.length >= size) return false;
    const length = part.length + 1;
    const high = part.bits | (1n << BigInt(size - length));
    return covered({ ...part, length }, inner) && covered({ ...part, length, bits: high }, inner);
  };
  return covered(range, blocks);
}

/** Does one of several blocks contain another one, or all of them together? */
const isCovered = (wide: readonly string[], narrow: string): boolean =>
  wide.some((each) => rangeCovers(each, narrow)) || (wide.length > 1 && rangesCover(wide, narrow));

/** Does one block of addresses contain another? */
export function rangeCovers(wide: string, narrow: string): boolean {
  const [one, other] = [parseRange(wide), parseRange(narrow)];
  if (!one || !other || one.family !== other.family || one.length > other.length) return false;
  const shift = BigInt((one.family === 4 ? 32 : 128) - one.length);
  return one.bits >> shift === other.bits >> shift;
}
