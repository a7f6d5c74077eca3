import { distance } from "fastest-levenshtein";
import { parseDocument } from "yaml";
import { ExitStatus, UserError } from "../errors";
import type { Finding } from "./finding";

/** A recorded exception: one finding at one address is known and wanted. */
export interface Exception {
  readonly address: string;
  readonly finding: string;
  readonly reason: string;
  /** Only in the review of that name. */
  readonly environment?: string;
}

const KEYS = ["address", "finding", "reason", "environment"] as const;
const FORM = "accept: is a list of entries with address, finding and reason";

/** Reads an exceptions file. Every mistake is one sentence. */
export function readExceptions(
  yaml: string,
  source: string,
  findings: readonly string[],
): readonly Exception[] {
  const refuse = (problem: string): UserError => new UserError(`${source}: ${problem}.`, ExitStatus.usage);
  const document = parseDocument(yaml, { uniqueKeys: true });
  const [error] = document.errors;
  if (error)
    throw refuse(
      `line ${error.linePos?.[0].line ?? 1} is no YAML (${error.code.toLowerCase().replaceAll("_", " ")})`,
    );
  const root = document.toJS({ maxAliasCount: 0 }) as unknown;
  if (root === null) return [];
  if (!isRecord(root) || Object.keys(root).some((key) => key !== "accept")) throw refuse(FORM);
  const list = root.accept ?? [];
  if (!Array.isArray(list)) throw refuse(FORM);
  return list.map((entry: unknown, i) => {
    const where = `entry ${i + 1} of accept`;
    if (!isRecord(entry)) throw refuse(`${where} is no mapping with address, finding and reason`);
    for (const name of Object.keys(entry)) {
      if (!KEYS.some((known) => known === name))
        throw refuse(`${where} has the unknown key ${JSON.stringify(name)}; it takes ${KEYS.join(", ")}`);
    }
    const string = (name: (typeof KEYS)[number]): string => {
      const value = entry[name];
      if (typeof value !== "string" || value.trim() === "") throw refuse(`${where} needs a ${name}, as text`);
      return value.trim();
    };
    const finding = string("finding");
    if (!findings.includes(finding)) {
      const nearest = [...findings].sort(
        (one, other) => distance(one, finding) - distance(other, finding),
      )[0];
      throw refuse(
        `${where} names the unknown finding ${JSON.stringify(finding)}; the nearest known one is ${JSON.stringify(nearest)}`,
      );
    }
    const environment = entry.environment === undefined ? undefined : string("environment");
    return { address: string("address"), finding, reason: string("reason"), environment };
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Lowers the findings that an exception covers; an exception that covers none is stale. */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  environment: string | undefined,
): { readonly findings: readonly Finding[]; readonly stale: readonly Exception[] } {
  const mine = exceptions.filter(
    (exception) => exception.environment === undefined || exception.environment === environment,
  );
  const id = (finding: string, address: string): string => `${finding} ${address}`;
  const byPlace = new Map(mine.map((exception) => [id(exception.finding, exception.address), exception]));
  const used = new Set<string>();
  const lowered = findings.map((finding) => {
    const place = id(finding.family.id, finding.address);
    const exception = byPlace.get(place);
    if (!exception) return finding;
    used.add(place);
    return { ...finding, accepted: exception.reason };
  });
  return {
    findings: lowered,
    stale: mine.filter((exception) => !used.has(id(exception.finding, exception.address))),
  };
}
