/** Describes a value of the wrong kind, or a missing value. */
import { asGroup, pathText, printed, shown } from "./data";
import { allowedAt, isOptional, kindAt, type Kind } from "./keys";
import { nearest } from "./rules/nearest";
import type { Mistake, PlacedMistake } from "./rules/rule";

/** How the user wrote the value at a path. It may differ from the value: 007 is the number 7. */
export type Written = (path: readonly PropertyKey[]) => string | undefined;

type Words = Required<Pick<Mistake, "message" | "fix">>;

/** The mistake for a value of the wrong kind. */
export function wrongType(path: readonly PropertyKey[], value: unknown, written: Written): PlacedMistake {
  const allowed = allowedAt(path);
  if (value === undefined) {
    const parent = path.slice(0, -1);
    const where = parent.length === 0 ? "at the top of the file" : `under ${pathText(parent)}`;
    return { path, aboutKey: true, message: "is missing", allowed, fix: `add ${keyOf(path)} ${where}` };
  }
  const kind = kindAt(path);
  if (value === null) return { path, got: shown(value), allowed, ...noValue(path, kind) };
  const got = written(path) ?? shown(value);
  return { path, got, allowed, ...ofKind(kind, value, got, path) };
}

function noValue(path: readonly PropertyKey[], kind: Kind | undefined): Words {
  const write = kind === "group" ? "write its keys below it, indented" : "write a value";
  const fix = isOptional(path) ? `${write}, or remove ${keyOf(path)} to use the default` : write;
  return { message: "has no value", fix };
}

function ofKind(kind: Kind | undefined, value: unknown, got: string, path: readonly PropertyKey[]): Words {
  const many = Array.isArray(value) || asGroup(value) !== undefined;
  switch (kind) {
    case "list":
      return {
        message: "must be a list",
        fix: many ? "start each entry with -" : `put it in brackets: [${got}]`,
      };
    case "group":
      return path.length === 1 && path[0] === "state"
        ? stateOf(value)
        : {
            message: "must be a group of keys",
            fix: "write its keys below it, indented, one on each line",
          };
    case "flag or group":
      return { message: "must be true, false or a group of keys", fix: flagFix(value) };
    case "flag":
      return { message: "must be true or false", fix: flagFix(value) };
    case "number":
      return { message: "must be a number", fix: numberFix(value) };
    default: {
      if (many) return { message: "must be a single value", fix: "write one value after the key" };
      const read = typeof value === "number" ? "a number" : "true or false";
      return { message: `is ${read} in YAML and must be a string`, fix: `put it in quotes: "${got}"` };
    }
  }
}

/** Describes a state that is neither a bucket nor the word local. */
export function stateOf(value: unknown): Words {
  const message = 'must be an S3 bucket, a backend outside AWS or the word "local"';
  if (typeof value === "string" && nearest(value, ["local"]))
    return { message, fix: 'did you mean "local"?' };
  return {
    message,
    fix: 'write bucket and region below state, indented, or write "state: local" for a trial',
  };
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
    ? `write ${value.replace(/[_, ]/g, "")}, without quotes and separators`
    : "write digits only, without quotes and without a unit";
}

function keyOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  return typeof last === "string" ? printed(last) : "the value";
}
