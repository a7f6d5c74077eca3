import { stripVTControlCharacters } from "node:util";

export interface WrapOptions {
  /** The width of a line. */
  readonly columns: number;
  /** What the first line begins with; colors may be in it. @default the indent */
  readonly lead?: string;
  /** Spaces before every line but the first. @default 0 */
  readonly indent?: number;
}

/** Breaks a text into lines that fit. A word that is longer than a line is broken, too. */
export function wrap(
  text: string,
  { columns, indent = 0, lead = " ".repeat(indent) }: WrapOptions,
): string[] {
  const width = Math.max(8, columns - indent);
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(" ").flatMap((one) => pieces(one, width))) {
    if (line !== undefined && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === undefined ? word : `${line} ${word}`;
  }
  lines.push(line ?? "");
  return lines.map((one, index) => (index === 0 ? lead : " ".repeat(indent)) + one);
}

/**
 * Breaks a line that is too long at spaces; the lines after the first are indented like it. Colors have no width. A line that
 * fits is unchanged.
 */
export function wrapLine(line: string, columns: number): string[] {
  if (visible(line) <= columns) return [line];
  const [start = ""] = /^ */.exec(stripVTControlCharacters(line)) ?? [];
  const indent = start.length < columns - 8 ? start : "";
  const lines: string[] = [];
  let last: string | undefined;
  for (const word of line.slice(line.search(/[^ ]|$/)).split(" ")) {
    const parts = paintedPieces(word, columns - indent.length);
    for (const [index, part] of parts.entries()) {
      const fits = last !== undefined && visible(last) + 1 + visible(part) <= columns;
      if (last !== undefined && !(fits && index === 0)) lines.push(last);
      last = fits && index === 0 ? `${last} ${part}` : indent + part;
    }
  }
  return [...lines, last ?? ""];
}

/** Like {@link pieces}, for a word that may begin and end with colors. */
function paintedPieces(word: string, width: number): string[] {
  if (visible(word) <= width) return [word];
  const [, before = "", text = "", after = ""] = painted.exec(word) ?? [];
  if (visible(text) !== text.length) return [word];
  const parts = pieces(text, width);
  return parts.map(
    (part, index) => `${index === 0 ? before : ""}${part}${index === parts.length - 1 ? after : ""}`,
  );
}

// eslint-disable-next-line no-control-regex
const painted = /^((?:\u001b\[[\d;]*m)*)(.*?)((?:\u001b\[[\d;]*m)*)$/s;

function visible(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** A word in parts that each fit a line. */
export function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  return Array.from({ length: Math.ceil(word.length / width) }, (_, index) =>
    word.slice(index * width, (index + 1) * width),
  );
}
