import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../synthesized/configuration";

/** Repeated blocks as one `dynamic` block. */
export interface DynamicBlock {
  /** One entry for each block: the value that differs, or an object with all the values that differ. */
  readonly rows: readonly Json[];
  /** What the blocks share, with references to the entry. */
  readonly content: JsonObject;
}

/** Values that differ from block to block. More of them in one entry are hard to read. */
const MOST_COLUMNS = 4;

interface Column {
  readonly path: readonly string[];
  readonly values: readonly Json[];
}

/** One `dynamic` block for blocks of the same structure, or nothing if their structure differs. */
export function dynamicBlock(name: string, bodies: readonly JsonObject[]): DynamicBlock | undefined {
  if (bodies.length < 2) return undefined;
  const columns: Column[] = [];
  const merged = merge(bodies, [], columns);
  if (merged === undefined || columns.length === 0 || columns.length > MOST_COLUMNS) return undefined;
  const names = columnNames(columns);
  const reference = (index: number): string =>
    columns.length === 1 ? `${name}.value` : `${name}.value.${names[index]!}`;
  return {
    rows: bodies.map((_, row) =>
      columns.length === 1
        ? columns[0]!.values[row]!
        : Object.fromEntries(columns.map(({ values }, index) => [names[index]!, values[row]!])),
    ),
    content: filled(merged, (value) =>
      value === POSITION ? `\${${name}.key + 1}` : `\${${reference(columnOf(value))}}`,
    ) as JsonObject,
  };
}

/** Stands for 1, 2, 3 … in the order of the blocks, which the key of the entry gives. */
const POSITION = "\u0000position";
/** Stands for a column, followed by its number. */
const COLUMN = "\u0000column ";

function columnOf(marker: string): number {
  return Number(marker.slice(COLUMN.length));
}

/** The common part of the values, with a marker in place of each difference. */
function merge(values: readonly Json[], path: readonly string[], columns: Column[]): Json | undefined {
  const [first, ...others] = values;
  if (others.every((value) => isDeepStrictEqual(value, first))) return first;
  if (values.every(isJsonObject)) {
    const keys = Object.keys(first as JsonObject);
    if (others.some((value) => !isDeepStrictEqual(Object.keys(value as JsonObject).sort(), [...keys].sort())))
      return undefined;
    return mergeEach(keys, (key) =>
      merge(
        values.map((value) => value[key]!),
        [...path, key],
        columns,
      ),
    );
  }
  if (values.every(Array.isArray)) {
    const length = (first as Json[]).length;
    if (others.some((value) => (value as Json[]).length !== length)) return undefined;
    const items = Array.from({ length }, (_, index) =>
      merge(
        values.map((value) => (value as Json[])[index]!),
        path,
        columns,
      ),
    );
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (values.every((value, index) => value === index + 1)) return POSITION;
  if (values.some((value) => typeof value !== typeof first || value === null)) return undefined;
  const known = columns.findIndex((column) => isDeepStrictEqual(column.values, values));
  return `${COLUMN}${known >= 0 ? known : columns.push({ path, values }) - 1}`;
}

function mergeEach(keys: readonly string[], one: (key: string) => Json | undefined): JsonObject | undefined {
  const merged: JsonObject = {};
  for (const key of keys) {
    const value = one(key);
    if (value === undefined) return undefined;
    merged[key] = value;
  }
  return merged;
}

/** The last key of each path, or the whole path if two columns have the same last key. */
function columnNames(columns: readonly Column[]): string[] {
  const last = columns.map(({ path }) => path.at(-1)!);
  return new Set(last).size === last.length ? last : columns.map(({ path }) => path.join("_"));
}

function filled(value: Json, reference: (marker: string) => string): Json {
  if (typeof value === "string") return value.startsWith("\u0000") ? reference(value) : value;
  if (Array.isArray(value)) return value.map((item) => filled(item, reference));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, reference)]));
}
