import type { Json, JsonObject } from "../synthesized/configuration";
import { isOpen, unescaped } from "./expected-text";
import { canonical } from "./same-json";

/** A setting that differs. */
export interface SettingDifference {
  /** `to-us-east-1.destination.metrics.status` */
  readonly path: string;
  readonly expected: string;
  readonly seen: string;
}

/**
 * Compares the arguments of a resource with an answer of the SDK. The names of the answer become those of Terraform, blocks
 * with one element are unwrapped, and empty and false values count as absent. Items with an id are compared by it, and other
 * lists without regard to their order: S3 has sets. An expected value that only AWS knows equals every value.
 */
export function settingDifferences(expected: Json, seen: unknown): SettingDifference[] {
  return compare(tidy(expected), tidy(terraformNames(seen)), "");
}

/** One clause: `status is Suspended instead of Enabled`. The first three differences, and how many more there are. */
export function differenceClause(differences: readonly SettingDifference[]): string {
  const shown = differences
    .slice(0, 3)
    .map(({ path, expected, seen }) => `${path || "the value"} is ${seen} instead of ${expected}`);
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more differ`] : [])].join("; ");
}

/** `ReplicaKmsKeyID` becomes `replica_kms_key_id`. */
function terraformName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}

function terraformNames(value: unknown): Json {
  if (Array.isArray(value)) return value.map(terraformNames);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => {
        const name = terraformName(key);
        return [name, name === "tags" ? tagMap(one) : terraformNames(one)];
      }),
    );
  return (value ?? null) as Json;
}

/** The tags of an answer as Terraform has them. The keys are those of the user. */
function tagMap(value: unknown): Json {
  if (!Array.isArray(value)) return (value ?? null) as Json;
  const tags = value as readonly { readonly Key?: string; readonly Value?: string }[];
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function tidy(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(tidy).filter((one) => !isAbsent(one));
    const [only] = items;
    if (items.length === 1 && isObject(only) && only.id === undefined) return only;
    if (items.every((one) => isObject(one) && one.id !== undefined)) return items;
    return items.sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .map(([key, one]): [string, Json] => [key, tidy(one)])
    .filter(([, one]) => !isAbsent(one));
  return Object.fromEntries(entries);
}

function isAbsent(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function compare(expected: Json | undefined, seen: Json | undefined, path: string): SettingDifference[] {
  if (typeof expected === "string") {
    if (isOpen(expected)) return [];
    expected = unescaped(expected);
  }
  const [before, now] = [byId(expected), byId(seen)];
  if (isObject(before) && isObject(now)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    return [...keys].flatMap((key) => compare(before[key], now[key], path === "" ? key : `${path}.${key}`));
  }
  if (shown(before) === shown(now)) return [];
  return [{ path, expected: shown(before), seen: shown(now) }];
}

/** A list whose items have ids, as an object. */
function byId(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value) || value.length === 0) return value;
  if (!value.every((one) => isObject(one) && typeof one.id === "string")) return value;
  return Object.fromEntries(
    value.map((one) => {
      const { id, ...rest } = one as JsonObject;
      return [id as string, rest];
    }),
  );
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "absent";
  if (typeof value === "string") return value;
  return canonical(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
