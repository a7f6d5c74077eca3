/** The keys of an environment file, read from its schema. */
import type * as z from "zod/mini";
import { facts } from "./fields";
import { isPending } from "./pending";
import { environmentFields } from "./schema";

type Schema = z.core.$ZodType;

/** The schema of the value at a path; undefined if the schema has no such path. */
export function schemaAt(path: readonly PropertyKey[]): Schema | undefined {
  let schema: Schema | undefined = unwrapped(environmentFields);
  for (const step of path) {
    if (schema === undefined) return undefined;
    const child = childOf(schema, String(step));
    schema = child && unwrapped(child);
  }
  return schema;
}

/**
 * The keys that a user may write under a path; empty if the user chooses the keys. Keys that are not built yet are left
 * out, unless the path itself is such a key.
 */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const keys = allKeys(path);
  if (isUnbuilt(path)) return keys;
  return keys.filter((key) => !isUnbuilt([...path, key]));
}

/** Whether nothing under a path is built yet. */
export function isUnbuilt(path: readonly PropertyKey[]): boolean {
  if (isPending(path)) return true;
  const keys = allKeys(path);
  return path.length > 0 && keys.length > 0 && keys.every((key) => isUnbuilt([...path, key]));
}

function allKeys(path: readonly PropertyKey[]): string[] {
  const schema = schemaAt(path);
  return schema === undefined ? [] : Object.keys(shapeOf(schema) ?? {});
}

/** The allowed values at a path, in words. */
export function allowedAt(path: readonly PropertyKey[]): string | undefined {
  const schema = schemaAt(path);
  if (schema === undefined) return undefined;
  return defOf(schema).type === "object"
    ? `a group of the keys ${knownKeys(path).join(", ")}`
    : facts.get(schema)?.allowed;
}

/** The kind of value that belongs at a path. */
export type Kind = "text" | "flag" | "number" | "list" | "group" | "flag or group";

const KINDS: Readonly<Record<string, Kind>> = {
  string: "text",
  enum: "text",
  boolean: "flag",
  number: "number",
  array: "list",
  object: "group",
  record: "group",
  union: "group",
};

/** The kind of value at a path; undefined if any kind is accepted. */
export function kindAt(path: readonly PropertyKey[]): Kind | undefined {
  const schema = schemaAt(path);
  if (schema === undefined) return undefined;
  const { type, options = [] } = defOf(schema);
  const flags = options.some((one) => defOf(one).values?.includes(true));
  return flags ? "flag or group" : KINDS[type];
}

/** Whether the key at a path may be missing. */
export function isOptional(path: readonly PropertyKey[]): boolean {
  const parent = schemaAt(path.slice(0, -1));
  const key = path.at(-1);
  const schema = parent && key !== undefined ? shapeOf(parent)?.[String(key)] : undefined;
  return schema !== undefined && ["default", "prefault", "optional"].includes(defOf(schema).type);
}

/** Every key of an environment file, sorted, such as `regions.*.network.vpc`. */
export function keyPaths(): string[] {
  const paths: string[] = [];
  const visit = (schema: Schema, path: string[]): void => {
    if (path.length > 0) paths.push(path.join("."));
    const inner = unwrapped(schema);
    for (const [key, child] of Object.entries(shapeOf(inner) ?? {})) visit(child, [...path, key]);
    const values = tableValueOf(inner);
    if (values !== undefined) visit(values, [...path, "*"]);
  };
  visit(environmentFields, []);
  return paths.sort();
}

type Def = {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly valueType?: Schema;
  readonly element?: Schema;
};

const defOf = (schema: Schema): Def => schema._zod.def;

// The facts belong to the innermost node, or to the union itself.
function unwrapped(schema: Schema): Schema {
  const def = defOf(schema);
  const inner = def.innerType ?? def.in;
  return inner === undefined ? schema : unwrapped(inner);
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const def = defOf(schema);
  if (def.type === "union") {
    const shapes = (def.options ?? []).map(shapeOf).filter((shape) => shape !== undefined);
    return shapes.length > 0
      ? Object.fromEntries(shapes.flatMap((shape) => Object.entries(shape)))
      : undefined;
  }
  return def.shape;
}

function tableValueOf(schema: Schema): Schema | undefined {
  const def = defOf(schema);
  return def.type === "record" ? def.valueType : undefined;
}

function childOf(schema: Schema, key: string): Schema | undefined {
  const shape = shapeOf(schema);
  if (shape !== undefined) return Object.hasOwn(shape, key) ? shape[key] : undefined;
  return tableValueOf(schema) ?? defOf(schema).element;
}
