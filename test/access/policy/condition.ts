/**
 * Condition operators.
 * Sources: IAM User Guide, "Condition operators" and "Conditions with multiple context keys or values".
 */
import { BlockList, isIPv6 } from "node:net";
import { equals, matches, matchesArn } from "./wildcard";
import type { Context } from "./request";

type Scalar = string | number | boolean;
/** Values by key, by operator. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Scalar | readonly Scalar[]>>>>;

type Compare = (expected: string, actual: string, context: Context) => boolean;

const numbers =
  (compare: (actual: number, expected: number) => boolean): Compare =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));
const dates =
  (compare: (actual: number, expected: number) => boolean): Compare =>
  (expected, actual) =>
    compare(milliseconds(actual), milliseconds(expected));

const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (expected, actual, context) => equals(expected, actual, context),
  StringEqualsIgnoreCase: (expected, actual, context) => equals(expected, actual, context, true),
  StringLike: (expected, actual, context) => matches(expected, actual, context),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (expected, actual, context) => equals(expected, actual, context, true),
  BinaryEquals: (expected, actual) => expected === actual,
  IpAddress: inBlock,
  NumericEquals: numbers((a, b) => a === b),
  NumericLessThan: numbers((a, b) => a < b),
  NumericLessThanEquals: numbers((a, b) => a <= b),
  NumericGreaterThan: numbers((a, b) => a > b),
  NumericGreaterThanEquals: numbers((a, b) => a >= b),
  DateEquals: dates((a, b) => a === b),
  DateLessThan: dates((a, b) => a < b),
  DateLessThanEquals: dates((a, b) => a <= b),
  DateGreaterThan: dates((a, b) => a > b),
  DateGreaterThanEquals: dates((a, b) => a >= b),
};

/** The negated operators, with the operator that each one negates. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NotIpAddress: "IpAddress",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
};

/** Whether all conditions of a statement are true. */
export function conditionsHold(conditions: Conditions | undefined, context: Context): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      holds(operator, [values].flat().map(String), context.values(key), context),
    ),
  );
}

function holds(
  name: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
  context: Context,
): boolean {
  const [, set, base, ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(name)!;
  if (base === "Null") return expected.includes(String(actual === undefined));
  const negated = NEGATED[base!] !== undefined;
  const compare = OPERATORS[NEGATED[base!] ?? base!];
  if (compare === undefined) throw new Error(`${name} is not a condition operator.`);
  // A single value matches if it equals any value of the policy. A negated operator needs a value that equals none.
  const matchesOne = (value: string): boolean =>
    expected.some((one) => compare(one, value, context)) !== negated;

  if (actual === undefined || actual.length === 0) {
    if (ifExists || set === "ForAllValues:") return true;
    return set === undefined && negated;
  }
  return set === "ForAllValues:" ? actual.every(matchesOne) : actual.some(matchesOne);
}

function milliseconds(date: string): number {
  return /^\d+$/.test(date) ? Number(date) * 1000 : Date.parse(date);
}

function inBlock(block: string, address: string): boolean {
  const family = (text: string) => (isIPv6(text) ? "ipv6" : "ipv4");
  const [network, prefix] = block.split("/");
  const list = new BlockList();
  list.addSubnet(network!, Number(prefix ?? (isIPv6(network!) ? 128 : 32)), family(network!));
  return list.check(address, family(address));
}
