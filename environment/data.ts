/** Reads data that has not been checked yet. */

import { inspect } from "node:util";

/** The value as a group of keys; undefined if it is none. */
export function asGroup(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The value under a key of a group. */
export function valueUnder(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

/** The value at a path. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(valueUnder, value);
}

/** The strings of a list, each with its index; empty if the value is not a list. */
export function textsOf(value: unknown): [text: string, index: number][] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => (typeof item === "string" ? [[item, index]] : []));
}

/** A value in a few words, for the report. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value))
    return value.length === 1 ? "a list of 1 entry" : `a list of ${value.length} entries`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0
      ? "an empty group of keys"
      : shortened(`a group of the keys ${keys.map(printed).join(", ")}`);
  }
  return printed(typeof value === "string" ? value : inspect(value));
}

/** A text on one line, in quotes if a reader could not see all of it otherwise. */
export function printed(text: string): string {
  // Control, format and separator characters would garble the terminal or break the line.
  const plain = text !== "" && text.trim() === text && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
  return shortened(plain ? text : escaped(text));
}

/** A path as the report writes it: `access.readers[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = String(step);
    if (!/^[A-Za-z0-9_-]+$/.test(key)) return `${text}[${shortened(escaped(key))}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** A text in which control characters and line breaks are escaped. */
export function visible(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function escaped(text: string): string {
  return visible(JSON.stringify(text));
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 200
    ? `${characters.slice(0, 200).join("")}… (${characters.length} characters)`
    : text;
}
