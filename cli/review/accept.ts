import { distance } from "fastest-levenshtein";
import { isScalar, parseDocument, visit } from "yaml";
import { ExitStatus, UserError } from "../errors";
import type { Finding } from "./finding";
import { lazily } from "./lazily";
import { allBy } from "./tables";
import { shorten, visible } from "./text";

/** A recorded exception: one finding, at one address, for one cause, is accepted. */
export interface Exception {
  readonly address: string;
  readonly finding: string;
  readonly reason: string;
  /** The hash that the comment shows beside the finding. Without it, an exception accepts nothing. */
  readonly cause?: string;
  /** The last day on which it holds, as YYYY-MM-DD in UTC. */
  readonly expires?: string;
  /** Only in the review of that name. */
  readonly environment?: string;
}

/** An exception that accepts nothing, and why. */
export interface Idle extends Exception {
  readonly problem: "stale" | "expired" | "no cause" | "another cause";
}

const KEYS = ["address", "finding", "cause", "reason", "expires", "environment"] as const;
const FORM = "accept: must be a list of entries with address, finding, cause and reason";

/** Reads an exceptions file. Every error is one sentence. */
export function readExceptions(
  yaml: string,
  source: string,
  findings: readonly string[],
): readonly Exception[] {
  const refuse = (problem: string): UserError =>
    new UserError(
      `${visible(source)}: ${problem.replace(/[.?]$/, "")}${problem.endsWith("?") ? "?" : "."}`,
      ExitStatus.usage,
    );
  let document: ReturnType<typeof parseDocument>;
  try {
    // A warning about a key would be a second sentence.
    document = parseDocument(yaml, { uniqueKeys: true, logLevel: "error" });
  } catch {
    throw refuse("it is nested too deeply");
  }
  const [error] = document.errors;
  if (error)
    throw refuse(
      `line ${error.linePos?.[0].line ?? 1} is not YAML (${error.code.toLowerCase().replaceAll("_", " ")})`,
    );
  visit(document, {
    Pair: (_, { key, value }) => {
      // Some hashes look like numbers.
      if (isScalar(key) && key.value === "cause" && isScalar(value) && typeof value.value === "number")
        value.value = value.source ?? "";
    },
  });
  let root: unknown;
  try {
    root = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw refuse("aliases are not allowed; write each entry out");
  }
  if (root === null) return [];
  if (!isRecord(root) || Object.keys(root).some((key) => key !== "accept")) throw refuse(FORM);
  const list = root.accept ?? [];
  if (!Array.isArray(list)) throw refuse(FORM);
  return list.map((entry: unknown, i) => {
    const where = `entry ${i + 1} of accept`;
    if (!isRecord(entry)) throw refuse(`${where} is not a mapping with address, finding, cause and reason`);
    for (const name of Object.keys(entry)) {
      if (!KEYS.some((known) => known === name))
        throw refuse(`${where} has the unknown key ${quoted(name)}; the keys are ${KEYS.join(", ")}`);
    }
    const string = (name: (typeof KEYS)[number]): string => {
      const value = entry[name];
      if (typeof value !== "string" || value.trim() === "")
        throw refuse(`${where} needs ${/^[ae]/.test(name) ? "an" : "a"} ${name}, as text`);
      return value.trim();
    };
    const finding = string("finding");
    if (!findings.includes(finding)) {
      const nearest = [...findings].sort(
        (one, other) => distance(one, finding) - distance(other, finding),
      )[0];
      throw refuse(
        `${where} names the unknown finding ${quoted(finding)}. Did you mean ${JSON.stringify(nearest)}?`,
      );
    }
    const optional = (name: "cause" | "expires" | "environment"): string | undefined =>
      entry[name] === undefined ? undefined : string(name);
    const [cause, expires] = [optional("cause"), optional("expires")];
    if (cause !== undefined && !/^[0-9a-f]{12}$/.test(cause))
      throw refuse(
        `${where} has the cause ${quoted(cause)}; it must be the 12 hexadecimal digits that the comment shows`,
      );
    if (expires !== undefined && !isDate(expires))
      throw refuse(`${where} expires on ${quoted(expires)}; it must be a date such as 2027-01-31`);
    const environment = optional("environment");
    return { address: string("address"), finding, reason: string("reason"), cause, expires, environment };
  });
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** A value of the file in an error: no control character of it reaches a terminal. */
const quoted = (value: string): string => visible(JSON.stringify(shorten(value, 100)));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Marks the findings that an exception accepts; an exception accepts no more than its cause. */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  environment: string | undefined,
  now: Date,
): { readonly findings: readonly Finding[]; readonly stale: readonly Idle[] } {
  const mine = exceptions.filter(
    (each) => each.environment === undefined || each.environment === environment,
  );
  const today = now.toISOString().slice(0, 10);
  const isValid = ({ cause, expires }: Exception): boolean =>
    cause !== undefined && (expires === undefined || expires >= today);
  const id = (finding: string, address: string, cause: string | undefined): string =>
    JSON.stringify([finding, address, cause]);
  const valid = allBy(mine.filter(isValid), (each) => [id(each.finding, each.address, each.cause)]);
  const places = lazily(() => new Set(findings.map((each) => id(each.family.id, each.address, undefined))));
  const used = new Set<Exception>();
  const accepted = findings.map((finding) => {
    const same =
      valid.size === 0 || finding.hash === undefined
        ? undefined
        : valid.get(id(finding.family.id, finding.address, finding.hash));
    const [exception] = same ?? [];
    if (!same || !exception) return finding;
    for (const each of same) used.add(each);
    return finding.acceptedFor(exception.reason);
  });
  const stale = mine
    .filter((each) => !used.has(each))
    .map((each): Idle => {
      const here = places().has(id(each.finding, each.address, undefined));
      const problem = !here
        ? "stale"
        : each.cause === undefined
          ? "no cause"
          : isValid(each)
            ? "another cause"
            : "expired";
      return { ...each, problem };
    });
  return { findings: accepted, stale };
}
