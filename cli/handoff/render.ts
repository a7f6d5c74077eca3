/** Expressions as text, as `terraform fmt` leaves them. */
import type { Expression } from "./expression";

/** Columns of a line, if it can be broken. */
const WIDTH = 100;

/** On one line. */
export function inline(expression: Expression): string {
  switch (expression.kind) {
    case "raw":
      return expression.text;
    case "value":
      return String(expression.value);
    case "template":
      return quoted(expression.parts);
    case "list":
      return `[${expression.items.map(inline).join(", ")}]`;
    case "object": {
      const entries = expression.entries.map(([key, value]) => `${keyText(key)} = ${inline(value)}`);
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "call":
      return `${expression.name}(${expression.args.map(inline).join(", ")})`;
  }
}

/**
 * On as many lines as it needs. The first line is not indented: it follows `before` columns, such as `name = `, in a
 * line that is indented by `indent`.
 */
export function laidOut(expression: Expression, indent: number, before: number): string {
  const oneLine = inline(expression);
  if (fits(expression) && indent + before + oneLine.length <= WIDTH) return oneLine;
  const deeper = " ".repeat(indent + 2);
  const closing = " ".repeat(indent);
  switch (expression.kind) {
    case "list": {
      if (expression.items.length === 0) return "[]";
      const items = expression.items.map(
        (item) =>
          `${deeper}${isRow(item) || (expression.rows && indent + 3 + inline(item).length <= WIDTH) ? inline(item) : laidOut(item, indent + 2, 1)},\n`,
      );
      return `[\n${items.join("")}${closing}]`;
    }
    case "object":
      if (expression.entries.length === 0) return "{}";
      return `{\n${assignments(
        expression.entries.map(([key, value]) => [keyText(key), value]),
        indent + 2,
      )}${closing}}`;
    case "call": {
      const [only] = expression.args;
      if (expression.args.length === 1 && only) return `${expression.name}(${laidOut(only, indent, before)})`;
      if (expression.args.length === 0) return oneLine;
      const args = expression.args.map((argument) => `${deeper}${laidOut(argument, indent + 2, 1)}`);
      return `${expression.name}(\n${args.join(",\n")}\n${closing})`;
    }
    case "raw":
      return /^\[for\s/.test(oneLine) && !oneLine.includes("\n")
        ? `[\n${deeper}${oneLine.slice(1, -1).trim()}\n${closing}]`
        : oneLine;
    default:
      return oneLine;
  }
}

/** `name = value` lines. Aligns the equals signs of neighboring lines. */
export function assignments(
  entries: ReadonlyArray<readonly [name: string, value: Expression, comment?: string]>,
  indent: number,
): string {
  const margin = " ".repeat(indent);
  const lines = entries.map(([name, value, comment]) => {
    const block = heredoc(value, indent);
    const text = block ?? laidOut(value, indent, name.length + 3);
    // terraform fmt aligns neighbours across a heredoc.
    return { name, text, comment, single: block !== undefined || !text.includes("\n") };
  });
  let result = "";
  for (let at = 0; at < lines.length;) {
    let end = at + 1;
    while (lines[at]!.single && lines[end]?.single && lines[end]?.comment === undefined) end += 1;
    const width = Math.max(...lines.slice(at, end).map(({ name }) => columns(name)));
    for (const { name, text, comment } of lines.slice(at, end)) {
      if (comment !== undefined) result += commented(comment, indent);
      result += `${margin}${name}${" ".repeat(width - columns(name))} = ${text}\n`;
    }
    at = end;
  }
  return result;
}

/** Multi-line text, such as a script, as a heredoc. `undefined` if it has to be quoted or is short. */
function heredoc(value: Expression, indent: number): string | undefined {
  if (value.kind !== "template" || value.parts.length !== 1) return undefined;
  const [text] = value.parts;
  if (typeof text !== "string" || !text.endsWith("\n")) return undefined;
  const lines = text.slice(0, -1).split("\n");
  // Terraform removes the indentation that all lines share, so the first line must have none.
  if (lines.length < 3 || !/^\S/.test(lines[0]!)) return undefined;
  if (lines.some((line) => /^\s*EOT\s*$|^\s+$/.test(line) || /[\p{C}\p{Zl}\p{Zp}]/u.test(line)))
    return undefined;
  const margin = " ".repeat(indent);
  const written = lines.map((line) =>
    line === "" ? "" : `${margin}  ${line.replace(/[$%](?=\{)/g, "$&$&")}`,
  );
  return `<<-EOT\n${written.join("\n")}\n${margin}EOT`;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The width of a text in columns, as `terraform fmt` counts them. */
function columns(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** A comment, wrapped. */
export function commented(text: string, indent: number): string {
  const margin = `${" ".repeat(indent)}# `;
  let result = "";
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && margin.length + line.length + 1 + word.length > WIDTH) {
      result += `${margin}${line}\n`;
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return `${result}${margin}${line}\n`;
}

/** Whether the expression is readable on one line. */
function fits(expression: Expression): boolean {
  switch (expression.kind) {
    case "list":
      return expression.items.every((item) => item.kind !== "object" && item.kind !== "list" && fits(item));
    case "object":
      return expression.entries.length === 0;
    case "call":
      return expression.args.every(
        (argument) => (argument.kind === "list" || argument.kind !== "object") && fits(argument),
      );
    default:
      return true;
  }
}

/** Whether the item is a list within a list, such as one metric of a dashboard. It takes one line, like a row of a table. */
function isRow(item: Expression): boolean {
  const flat = (one: Expression) => one.kind !== "list" && one.kind !== "call";
  return (
    item.kind === "list" &&
    item.items.every(
      (one) => flat(one) && (one.kind !== "object" || one.entries.every(([, value]) => flat(value))),
    )
  );
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) && !["for", "null", "true", "false"].includes(key)
    ? key
    : quoted([key]);
}

function quoted(parts: ReadonlyArray<string | Expression>): string {
  const texts = parts.map((part, index) => {
    if (typeof part !== "string") return `\${${inline(part)}}`;
    const text = escaped(part);
    // A dollar sign before an interpolation would escape it.
    return part.endsWith("$") && index < parts.length - 1 ? `${text.slice(0, -1)}\\u0024` : text;
  });
  return `"${texts.join("")}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
};

/** Text between quotes. Escapes invisible characters, such as marks that change the writing direction. */
function escaped(text: string): string {
  return text
    .replace(/["\\\n\r\t]/g, (character) => ESCAPES[character]!)
    .replace(/[$%](?=\{)/g, "$&$&")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
      const code = character.codePointAt(0)!;
      return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
    });
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
