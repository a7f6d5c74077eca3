/** What to say of a value of the wrong kind, or of none. */
import { asGroup, pathText, printed, shown } from "./data";
import { allowedAt, isOptional, kindAt, type Kind } from "./keys";
import { nearest } from "./rules/nearest";
import type { Mistake, PlacedMistake } from "./rules/rule";

/** How the user wrote the value at a path, where that differs from its value: 007 is the number 7. */
export type Written = (path: readonly PropertyKey[]) => string | undefined;

type Words = Required<Pick<Mistake, "message" | "fix">>;

/** The mistake of a value of the wrong kind. */
export function wrongType(path: readonly PropertyKey[], value: unknown, written: Written): PlacedMistake {
  const allowed = allowedAt(path);
  if (value === undefined) {
    const parent = path.slice(0, -1);
    const where = parent.length === 0 ? "at the top of the file" : `under ${pathText(parent)}`;
    return { path, aboutKey: true, message: "is missing", allowed, fix: `write ${keyOf(path)} ${where}` };
  }
  const kind = kindAt(path);
  if (value === null) return { path, got: shown(value), allowed, ...noValue(path, kind) };
  const got = written(path) ?? shown(value);
  return { path, got, allowed, ...ofKind(kind, value, got, path) };
}

function noValue(path: readonly PropertyKey[], kind: Kind | undefined): Words {
  const write = kind === "group" ? "write its keys below it, indented" : "write a value";
  const fix = isOptional(path) ? `${write}, or leave out ${keyOf(path)} to have the default` : write;
  return { message: "has no value", fix };
}

function ofKind(kind: Kind | undefined, value: unknown, got: string, path: readonly PropertyKey[]): Words {
  const many = Array.isArray(value) || asGroup(value) !== undefined;
  switch (kind) {
    case "list":
      return {
        message: "must be a list",
        fix: many ? "write - before each entry" : `write it in brackets: [${got}]`,
      };
    case "group":
      return { message: "must be a group of keys", fix: groupFix(value, path) };
    case "flag":
      return { message: "must be true or false", fix: flagFix(value) };
    case "number":
      return { message: "must be a number", fix: numberFix(value) };
    default: {
      if (many) return { message: "must be a single value", fix: "write one value after the key" };
      const read = typeof value === "number" ? "a number" : "true or false";
      return { message: `is ${read} to YAML, and must be a text`, fix: `write it in quotes: "${got}"` };
    }
  }
}

function groupFix(value: unknown, path: readonly PropertyKey[]): string {
  const isState = path.length === 1 && path[0] === "state";
  if (isState && typeof value === "string" && nearest(value, ["local"])) return 'did you mean "local"?';
  return "write its keys below it, each on a line of its own, indented";
}

function flagFix(value: unknown): string {
  const text = String(asGroup(value) ? "" : value)
    .trim()
    .toLowerCase();
  if (["yes", "on", "y", "1", "true", "enabled"].includes(text)) return "write true, without quotes";
  if (["no", "off", "n", "0", "false", "disabled", "none"].includes(text))
    return "write false, without quotes";
  return "write true or false, without quotes";
}

function numberFix(value: unknown): string {
  const grouped = typeof value === "string" && /^[0-9][0-9_, ]*$/.test(value);
  return grouped
    ? `write ${value.replace(/[_, ]/g, "")}, without quotes or separators`
    : "write digits alone, without quotes or a unit";
}

function keyOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  return typeof last === "string" ? printed(last) : "the value";
}
