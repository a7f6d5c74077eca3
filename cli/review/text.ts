import { append } from "./lists";

/**
 * Sentences with values in them. A sentence is ours, a value is not. The two are kept apart until a renderer puts them
 * together, so no value can become markup.
 */
export type Part =
  | string
  | {
      readonly value: string;
      /** A name from this code, such as an attribute's: never a secret. */
      readonly ours?: true;
    }
  /** Values of a list that is cut short: counted, not shown. */
  | { readonly more: readonly string[] }
  /** Values that an exception binds to, although the sentence does not show them. */
  | { readonly also: readonly string[] };
export type Text = readonly Part[];

/** Builds a sentence: every interpolated string is a value; numbers, and sentences of our own, are not. */
export function say(strings: TemplateStringsArray, ...inserts: readonly (string | number | Text)[]): Text {
  const parts: Part[] = [];
  for (let i = 0; i < strings.length; i++) {
    if (strings[i] !== "") parts.push(strings[i]!);
    const insert = inserts[i];
    if (typeof insert === "string") parts.push({ value: insert });
    else if (typeof insert === "object") append(parts, insert);
    else if (insert !== undefined) parts.push(String(insert));
  }
  return parts;
}

/** A name from this code, shown like a value. */
export const name = (value: string): Text => [{ value, ours: true }];

/** Values that belong to the cause and are too long to be shown. */
export const also = (...values: readonly unknown[]): Text => alsoAll(values);
export const alsoAll = (values: readonly unknown[]): Text => [
  { also: values.map((each) => JSON.stringify(each) ?? "null") },
];

/** Sentences one after the other. */
export function join(texts: readonly Text[], separator: string): Text {
  const parts: Part[] = [];
  texts.forEach((text, i) => {
    if (i > 0) parts.push(separator);
    append(parts, text);
  });
  return parts;
}

/** At most so many, and how many more there are. */
export function some(values: readonly string[], limit = 5): Text {
  const parts: Part[] = [];
  for (let i = 0; i < values.length && i < limit; i++) {
    if (i > 0) parts.push(", ");
    parts.push({ value: values[i]! });
  }
  if (values.length > limit) parts.push({ more: values.slice(limit) });
  return parts;
}

/** A sentence as a text, with its values as `show` writes them. */
export const written = (text: Text, show: (value: string) => string): string =>
  text
    .map((part) => {
      if (typeof part === "string") return part;
      if ("also" in part) return "";
      return "more" in part ? ` and ${part.more.length} more` : show(part.value);
    })
    .join("");

/** The values of a sentence, those included that are not shown. */
export function valuesOf(text: Text): readonly string[] {
  const values: string[] = [];
  for (const part of text) {
    if (typeof part === "string") continue;
    if ("value" in part) values.push(part.value);
    else append(values, "also" in part ? part.also : part.more);
  }
  return values;
}

/**
 * Characters that can hide, reorder or break the text around them, to be written out: \n, \u{202e}. These are all control,
 * format, private and unpaired characters, all separators but the space, and whatever is drawn as nothing.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}|\p{Default_Ignorable_Code_Point}|\u{2800}/gu;
/** The same without the characters that JSON escapes itself, and without the lines between its values. */
const OUTSIDE_JSON =
  /[\u007f-\u009f\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}|\p{Default_Ignorable_Code_Point}|\u{2800}/gu;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Almost every value consists of these characters. */
const PRINTABLE = /^[ -~]*$/;

export const visible = (value: string): string =>
  PRINTABLE.test(value)
    ? value
    : value.replace(INVISIBLE, (char) => NAMED[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

/** JSON in which no value can control a terminal: the same characters, as escapes. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  // The JSON of a large plan has tens of megabytes, and mostly nothing to escape.
  return ASCII.test(json) ? json : json.replace(OUTSIDE_JSON, escaped);
}

const ASCII = /^[\n -~]*$/;
const escaped = (char: string): string =>
  Array.from(
    { length: char.length },
    (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");

/** Shortens in the middle, never within a surrogate pair. */
export function shorten(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const head = value.slice(0, Math.ceil(limit * 0.7)).replace(/[\ud800-\udbff]$/, "");
  const tail = value.slice(value.length - Math.floor(limit * 0.3)).replace(/^[\udc00-\udfff]/, "");
  return `${head}…${tail}`;
}

/** The sentence without markup, for the terminal and for JSON. */
export const plain = (sentence: Text): string => written(sentence, (value) => value);
