/**
 * Sentences with values in them. A sentence is ours, a value is not: the two stay apart until a renderer
 * puts them together, so that no value can become markup.
 */
export type Text = readonly (string | { readonly value: string })[];

/** Builds a sentence: every interpolated string is a value; numbers, and sentences of our own, are not. */
export function say(strings: TemplateStringsArray, ...inserts: readonly (string | number | Text)[]): Text {
  const parts: (string | { value: string })[] = [];
  strings.forEach((piece, i) => {
    if (piece !== "") parts.push(piece);
    const insert = inserts[i];
    if (insert === undefined) return;
    if (typeof insert === "object") parts.push(...insert);
    else parts.push(typeof insert === "number" ? String(insert) : { value: insert });
  });
  return parts;
}

/** Sentences one after the other. */
export const join = (texts: readonly Text[], separator: string): Text =>
  texts.flatMap((part, i) => (i === 0 ? part : [separator, ...part]));

/** At most so many, and how many more there are. */
export function some(values: readonly string[], limit = 5): Text {
  const shown = join(
    values.slice(0, limit).map((value) => say`${value}`),
    ", ",
  );
  return values.length > limit ? [...shown, ` and ${values.length - limit} more`] : shown;
}

/**
 * Each character that could hide, reorder or break the text around it, written out: \n, \u{202e}. That is every
 * control, format, private and unpaired character, every separator but the space, and what is drawn as nothing.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}|\p{Default_Ignorable_Code_Point}|\u{2800}/gu;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export const visible = (value: string): string =>
  value.replace(INVISIBLE, (char) => NAMED[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

/** Shortens in the middle, never within a surrogate pair. */
export function shorten(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const head = value.slice(0, Math.ceil(limit * 0.7)).replace(/[\ud800-\udbff]$/, "");
  const tail = value.slice(value.length - Math.floor(limit * 0.3)).replace(/^[\udc00-\udfff]/, "");
  return `${head}…${tail}`;
}

/** The sentence without markup, for the terminal and for JSON. */
export const plain = (sentence: Text): string =>
  sentence.map((part) => (typeof part === "string" ? part : part.value)).join("");
