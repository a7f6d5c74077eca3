/** Edits a YAML text line by line. The bytes of every other line, with their comments, are unchanged. */
import {
  isMap,
  isScalar,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text has a form in which lines cannot be edited, such as a map in braces. */
export class NotEditable extends Error {}

/** Collects edits of a text. All positions are those of the original text. */
export class YamlEdit {
  private readonly document: Document;
  private readonly replacements: Replacement[] = [];
  /** The line break of the text. */
  private readonly newline: string;

  constructor(private readonly text: string) {
    this.document = parseDocument(text, { logLevel: "error" });
    this.newline = text.includes("\r\n") ? "\r\n" : "\n";
    if (!isMap(this.document.contents) || this.document.contents.flow) throw new NotEditable();
  }

  /** Replaces a single value. The comment behind it is kept. */
  setScalar(path: readonly string[], value: string): void {
    const node = this.pair(path).value;
    if (!isScalar(node) || !node.range) throw new NotEditable();
    const [start, end] = node.range;
    if (this.text.slice(start, end).includes("\n")) throw new NotEditable();
    this.replace(start, end, scalar(value));
  }

  /** Removes a key with its lines. Returns the lines without the indentation of the key. */
  remove(path: readonly string[]): string[] {
    const { start, end } = this.lines(path);
    this.replace(start, end, "");
    return this.linesOf(path);
  }

  /** The lines of a key without the indentation of the key. */
  linesOf(path: readonly string[]): string[] {
    const { start, end, indent } = this.lines(path);
    return this.text
      .slice(start, end)
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
  }

  /** Removes a key from a map, which may be in braces on one line. */
  removeEntry(path: readonly string[]): void {
    const parent = this.pair(path.slice(0, -1)).value;
    if (!isMap(parent) || !parent.flow) return void this.remove(path);
    const [start, end] = parent.range ?? [0, 0];
    if (this.text.slice(start, end).includes("\n")) throw new NotEditable();
    const entries = parent.items
      .filter((pair) => keyOf(pair) !== path.at(-1))
      .map(({ key, value }) => {
        const from = (key as Node).range?.[0];
        const to = (value as Node | null)?.range?.[1];
        if (from === undefined || to === undefined) throw new NotEditable();
        return this.text.slice(from, to).trimEnd();
      });
    this.replace(start, end, entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`);
  }

  /** Inserts lines into a map, at the indentation of its keys. @param before a key of the map. @default at the end */
  insert(parent: readonly string[], lines: readonly string[], before?: string): void {
    const map = this.map(parent);
    const at = before === undefined ? undefined : [...parent, before];
    const last = map.items.at(-1);
    if (last === undefined) throw new NotEditable();
    const place = this.lines(at ?? [...parent, keyOf(last)]);
    const offset = at === undefined ? place.end : place.start;
    this.replace(offset, offset, this.block(offset, lines, place.indent));
  }

  /** Appends lines at the end of the text. */
  append(lines: readonly string[]): void {
    const end = this.text.length;
    this.replace(end, end, this.block(end, lines, ""));
  }

  toString(): string {
    // At one place, what is removed comes first: the later replacements do not move it.
    const order = [...this.replacements].sort((a, b) => b.start - a.start || b.end - a.end);
    return order.reduce(
      (text, { start, end, text: to }) => text.slice(0, start) + to + text.slice(end),
      this.text,
    );
  }

  private block(offset: number, lines: readonly string[], indent: string): string {
    const open = offset > 0 && this.text[offset - 1] !== "\n" ? this.newline : "";
    return open + lines.map((line) => (line === "" ? "" : indent + line) + this.newline).join("");
  }

  private replace(start: number, end: number, text: string): void {
    this.replacements.push({ start, end, text });
  }

  private map(path: readonly string[]): YAMLMap {
    const node = path.length === 0 ? this.document.contents : this.pair(path).value;
    if (!isMap(node) || node.flow) throw new NotEditable();
    return node;
  }

  private pair(path: readonly string[]): Pair {
    const key = path.at(-1);
    const parent = path.length === 1 ? this.document.contents : this.pair(path.slice(0, -1)).value;
    if (!isMap(parent)) throw new NotEditable();
    const found = parent.items.find((one) => keyOf(one) === key);
    if (found === undefined) throw new NotEditable();
    return found;
  }

  /** The whole lines of a key and its value, with the comments that are indented more than the key. */
  private lines(path: readonly string[]): { start: number; end: number; indent: string } {
    this.map(path.slice(0, -1));
    const { key, value } = this.pair(path);
    const keyStart = (key as Node).range?.[0] ?? 0;
    const start = this.text.lastIndexOf("\n", keyStart - 1) + 1;
    const indent = this.text.slice(start, keyStart);
    if (indent.trim() !== "") throw new NotEditable();
    const valueEnd = (value as Node | null)?.range?.[1] ?? keyStart;
    let end = this.lineEnd(start + this.text.slice(start, valueEnd).trimEnd().length);
    while (end < this.text.length) {
      const next = this.lineEnd(end);
      const comment = /^([ \t]+)#/.exec(this.text.slice(end, next));
      if (comment === null || comment[1]!.length <= indent.length) break;
      end = next;
    }
    return { start, end, indent };
  }

  /** The offset behind the line break of the line at an offset. */
  private lineEnd(offset: number): number {
    const found = this.text.indexOf("\n", offset);
    return found < 0 ? this.text.length : found + 1;
  }
}

/** A value as YAML, in quotes if it needs them. */
export function scalar(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}
