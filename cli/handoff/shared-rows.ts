import { isDeepStrictEqual } from "node:util";
import type { Element, Json, JsonObject } from "../synthesized/configuration";
import type { DynamicBlock } from "./dynamic";
import type { Local } from "./types";

/** The `dynamic` block of one resource. */
export interface RowSource extends DynamicBlock {
  readonly element: Element;
  readonly name: string;
}

/** Entries that a resource may leave out of the common list. */
const MOST_EXCLUDED = 4;

const NAMES: Readonly<Record<string, Pick<Local, "name" | "comment"> & { readonly item: string }>> = {
  "aws_s3_bucket_replication_configuration.rule": {
    name: "replication_destinations",
    item: "destination",
    comment:
      "Every bucket as a destination of the other ones. The order sets the priorities of the rules: add a Region at the end.",
  },
};

/**
 * Moves the entries of `dynamic` blocks into one local value if several resources use the same entries, each without
 * its own: the entries of a full mesh.
 */
export function shareRows(
  elements: readonly Element[],
  sources: readonly RowSource[],
): { readonly elements: readonly Element[]; readonly locals: readonly Local[] } {
  const locals: Local[] = [];
  let result = elements;
  for (const group of groups(sources)) {
    const rows = unionInOrder(group.map(({ rows: some }) => some));
    const key = rows && keyOf(rows);
    if (rows === undefined || key === undefined) continue;
    const lists = new Map(group.map(({ element, rows: some }) => [addressKey(element), without(rows, some)]));
    if ([...lists.values()].some((excluded) => excluded === undefined)) continue;
    const [{ element, name }] = group as [RowSource, ...RowSource[]];
    const { item, ...local } = NAMES[`${element.type}.${name}`] ?? {
      name: `${element.type.replace(/^aws_/, "")}_${name}s`,
      item: name,
      comment: `The ${name} blocks of ${element.type}.`,
    };
    locals.push({ ...local, value: [...rows] });
    const filter = (excluded: readonly JsonObject[], value: string): string => {
      const keys = excluded.map((row) => JSON.stringify(row[key]));
      const condition =
        keys.length === 0
          ? ""
          : keys.length === 1
            ? ` if ${item}.${key} != ${keys[0]}`
            : ` if !contains([${keys.join(", ")}], ${item}.${key})`;
      return `\${[for ${item} in local.${local.name} : ${value}${condition}]}`;
    };
    result = result.map((one) => {
      const excluded = lists.get(addressKey(one));
      if (excluded !== undefined) return withRows(one, name, filter(excluded, item));
      if (one.kind !== "data") return one;
      return { ...one, body: mapped(one.body, (list) => columnOf(rows, list, item, filter)) as JsonObject };
    });
  }
  return { elements: result, locals };
}

/** Resources of one type whose blocks have the same content. */
function groups(sources: readonly RowSource[]): RowSource[][] {
  const found = new Map<string, RowSource[]>();
  for (const source of sources) {
    const key = JSON.stringify([source.element.type, source.name, source.content]);
    found.set(key, [...(found.get(key) ?? []), source]);
  }
  return [...found.values()].filter((group) => group.length > 2);
}

function addressKey({ kind, type, label }: Element): string {
  return `${kind} ${type} ${label}`;
}

function withRows(element: Element, name: string, rows: string): Element {
  const dynamic = element.body["dynamic"] as Record<string, JsonObject>;
  return {
    ...element,
    body: { ...element.body, dynamic: { ...dynamic, [name]: { ...dynamic[name], for_each: rows } } },
  };
}

/** All entries in an order that every list keeps, or nothing if there is no such order. */
function unionInOrder(lists: ReadonlyArray<readonly Json[]>): JsonObject[] | undefined {
  const rows = new Map<string, Json>();
  const before = new Map<string, Set<string>>();
  for (const list of lists) {
    list.forEach((row, index) => {
      const key = JSON.stringify(row);
      rows.set(key, row);
      const earlier = before.get(key) ?? new Set();
      before.set(key, earlier);
      if (index > 0) earlier.add(JSON.stringify(list[index - 1]));
    });
  }
  const ordered: Json[] = [];
  const done = new Set<string>();
  while (done.size < rows.size) {
    const next = [...rows.keys()].find(
      (key) => !done.has(key) && [...before.get(key)!].every((earlier) => done.has(earlier)),
    );
    if (next === undefined) return undefined;
    done.add(next);
    ordered.push(rows.get(next)!);
  }
  return ordered.every((row) => row !== null && typeof row === "object" && !Array.isArray(row))
    ? (ordered as JsonObject[])
    : undefined;
}

/** An attribute whose values are plain text and differ: Terraform knows them before it plans. */
function keyOf(rows: readonly JsonObject[]): string | undefined {
  return Object.keys(rows[0]!).find((name) => {
    const values = rows.map((row) => row[name]);
    return (
      values.every((value) => typeof value === "string" && !/[$%]\{/.test(value)) &&
      new Set(values).size === values.length
    );
  });
}

/** The entries that a list leaves out, or nothing if it is not the rest of all entries. */
function without(all: readonly JsonObject[], list: readonly Json[]): JsonObject[] | undefined {
  const kept = new Set(list.map((row) => JSON.stringify(row)));
  const rest = all.filter((row) => kept.has(JSON.stringify(row)));
  const excluded = all.filter((row) => !kept.has(JSON.stringify(row)));
  return isDeepStrictEqual(rest, list) && excluded.length <= MOST_EXCLUDED ? excluded : undefined;
}

/** A list that has one attribute of the entries, with the same text around it, as an expression over the local value. */
function columnOf(
  rows: readonly JsonObject[],
  list: readonly Json[],
  item: string,
  filter: (excluded: readonly JsonObject[], value: string) => string,
): string | undefined {
  if (list.length < 2) return undefined;
  for (const name of Object.keys(rows[0]!)) {
    const at = list.map((value) =>
      rows.findIndex((row) => typeof value === "string" && value.includes(textOf(row[name]))),
    );
    if (at.includes(-1)) continue;
    const [around, ...others] = list.map((value, index) =>
      (value as string).split(textOf(rows[at[index]!]![name])),
    );
    if (around!.length !== 2 || others.some((other) => !isDeepStrictEqual(other, around))) continue;
    if (!/^[\w/*:.-]*$/.test(around!.join(""))) continue;
    const excluded = without(
      rows,
      at.map((index) => rows[index]!),
    );
    if (excluded === undefined) continue;
    const value = `${item}.${name}`;
    return filter(excluded, around!.join("") === "" ? value : `"${around![0]}\${${value}}${around![1]}"`);
  }
  return undefined;
}

/** The text of an attribute. Lists contain no NUL, so another type matches nothing. */
function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "\u0000";
}

function mapped(value: Json, list: (items: readonly Json[]) => string | undefined): Json {
  if (Array.isArray(value)) return list(value) ?? value.map((item) => mapped(item, list));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, list)]));
}
