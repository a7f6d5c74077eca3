/** Evaluates the conditions of a policy statement for the requests of S3 replication, as far as their context is known. */
import type { ExistingStatement } from "../../constructs/existing-bucket";
import { matchesWildcards } from "../text/wildcards";

/** The values of the context keys, in lowercase. A key with undefined is not in the context. A missing key is not known. */
export type Known = ReadonlyMap<string, string | undefined>;

/** The context of a request that S3 sends with a replication role. It does not go through an access point. */
export function knownOf(role: string, account: string): Known {
  return new Map([
    ["aws:securetransport", "true"],
    ["aws:principalarn", role],
    ["aws:principalaccount", account],
    ["aws:principalisawsservice", "false"],
    ["aws:principaltype", "AssumedRole"],
    ["s3:dataaccesspointarn", undefined],
    ["s3:dataaccesspointaccount", undefined],
    ["s3:accesspointnetworkorigin", undefined],
  ]);
}

export interface ConditionResult {
  /** Undefined if it depends on a key that is not known. */
  readonly applies: boolean | undefined;
  /** The keys that are not known. */
  readonly unknown: readonly string[];
}

/** Whether all conditions of a statement hold. */
export function resultOf(condition: ExistingStatement["Condition"], known: Known): ConditionResult {
  const unknown: string[] = [];
  for (const [operator, keys] of Object.entries(condition ?? {}))
    for (const [key, written] of Object.entries(keys)) {
      const result = holds(operator, key.toLowerCase(), [written].flat().map(String), known);
      if (result === false) return { applies: false, unknown: [] };
      if (result === undefined) unknown.push(key);
    }
  return { applies: unknown.length > 0 ? undefined : true, unknown };
}

function holds(written: string, key: string, values: readonly string[], known: Known): boolean | undefined {
  if (!known.has(key) || written.includes(":")) return undefined;
  const actual = known.get(key);
  const operator = written.replace(/IfExists$/, "");
  if (operator === "Null")
    return values.some((value) => (value.toLowerCase() === "true") === (actual === undefined));
  const comparison = COMPARISONS[operator.replace(/Not/, "")];
  if (comparison === undefined || values.some((value) => value.includes("${"))) return undefined;
  const negated = /Not/.test(operator);
  // A negated comparison with a missing key holds.
  if (actual === undefined) return negated || written !== operator;
  return values.some((value) => comparison(value, actual)) !== negated;
}

const equal = (one: string, other: string): boolean => one === other;
const equalIgnoringCase = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const COMPARISONS: Readonly<Record<string, (written: string, actual: string) => boolean>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: matchesWildcards,
  ArnEquals: matchesWildcards,
  ArnLike: matchesWildcards,
  Bool: equalIgnoringCase,
};
