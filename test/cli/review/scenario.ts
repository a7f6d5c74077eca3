import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { markdown } from "../../../cli/review/markdown";
import { readPlan } from "../../../cli/review/plan";
import { review, type Review } from "../../../cli/review/review";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const SCENARIOS = join(__dirname, "scenarios");
export const BASE_PATCH = join(SCENARIOS, "base.patch.json");
export const EXTENDED_PATCH = join(SCENARIOS, "extended.patch.json");

/** A configuration with a patch on it, without the types of which no resource is left. */
export function patched(configuration: Json, patch: Json): Json {
  const result = mergePatch(configuration, patch) as { resource: { [type: string]: Json } };
  const resource = Object.entries(result.resource).filter(
    ([, bodies]) => Object.keys(bodies as object).length > 0,
  );
  return { ...result, resource: Object.fromEntries(resource) };
}

/** RFC 7396. */
function mergePatch(target: Json, patch: Json): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result: { [key: string]: Json } =
    typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key] ?? null, value);
  }
  return result;
}

/** Generated ids and times are numbered in the order in which they appear, so that a new plan is equal. */
export function renumbered(plan: string): string {
  const seen = new Map<string, string>();
  const number = (id: string, make: (n: number) => string): string => {
    const known = seen.get(id);
    if (known !== undefined) return known;
    const made = make(seen.size + 1);
    seen.set(id, made);
    return made;
  };
  const digits = (n: number, length: number): string => n.toString(16).padStart(length, "0");
  return plan
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-01-01T00:00:00Z")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12})\b/g, (id) =>
      number(id, (n) => `00000000-0000-4000-8000-${digits(n, 12)}`),
    )
    .replace(/\b([a-z]{2,6})-([0-9a-f]{17}|[0-9a-f]{8})\b/g, (id, kind: string, hex: string) =>
      number(id, (n) => `${kind}-${digits(n, hex.length)}`),
    )
    .replace(/-[0-9a-f]{8}(?=\.com\.amazonaws\.)/g, "-00000000")
    .replace(/"hosted_zone_id":"[^"]+"/g, '"hosted_zone_id":"Z0"')
    .replace(/"ipv4":"[^"]+"/g, '"ipv4":"10.0.0.1"')
    .replace(/\b[a-z0-9]{13}\.mrap\b/g, (id) =>
      number(id, (n) => `m${n.toString(36).padStart(12, "0")}.mrap`),
    )
    .replace(/\b(AROA|AIDA|ANPA)[A-Z0-9]{10,}\b/g, (id, kind: string) =>
      number(id, (n) => `${kind}${n.toString().padStart(16, "0")}`),
    );
}

const unpacked = (name: string, file: string): string =>
  gunzipSync(readFileSync(join(SCENARIOS, name, file))).toString("utf8");

/** The review of a scenario's recorded plan. */
export function recorded(name: string, file = "plan.json.gz"): Review {
  const text = unpacked(name, file);
  const compared = file === "plan.json.gz" ? "configurations.json.gz" : "harmless-configurations.json.gz";
  const configurations = existsSync(join(SCENARIOS, name, compared))
    ? (JSON.parse(unpacked(name, compared)) as { before: unknown; after: unknown })
    : undefined;
  return review(readPlan(text, name), {
    name: "orders",
    // A real one would change with every id that AWS makes up.
    hash: "0".repeat(64),
    hashOf: "the plan's JSON",
    configurations,
  });
}

export const expectation = (name: string): string => markdown(recorded(name));
