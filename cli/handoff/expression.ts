/**
 * Terraform's expressions, as far as a writer needs them: what it lays out over several lines (objects, lists, calls)
 * and what it escapes (text). Everything else, such as references and `for`, is kept unchanged.
 */

export type Expression =
  /** A reference, or anything else that is kept unchanged. */
  | { readonly kind: "raw"; readonly text: string }
  | { readonly kind: "value"; readonly value: number | boolean | null }
  /** Quoted text: literal parts and interpolations. */
  | { readonly kind: "template"; readonly parts: ReadonlyArray<string | Expression> }
  | {
      readonly kind: "list";
      readonly items: readonly Expression[];
      /** Each item takes one line if it fits: the list is a table. */
      readonly rows?: true;
    }
  | { readonly kind: "object"; readonly entries: ReadonlyArray<readonly [string, Expression]> }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] };

export function raw(text: string): Expression {
  return { kind: "raw", text };
}

/** A list as a table, with one line for each item. */
export function rows(expression: Expression): Expression {
  return expression.kind === "list" ? { ...expression, rows: true } : expression;
}

/** Literal text. */
export function plain(text: string): Expression {
  return { kind: "template", parts: text === "" ? [] : [text] };
}

/**
 * Parses a string of a JSON configuration, which is a template: `prefix-${x}`, with `$${` and `%%{` for a literal `${`
 * and `%{`. A template that consists of one interpolation is that expression itself.
 */
export function parseTemplate(text: string): Expression {
  const { parts, end } = readTemplate(text, 0, undefined);
  if (end !== text.length) throw new SyntaxError(`unexpected end of a template at ${end}: ${text}`);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string") return only;
  return { kind: "template", parts };
}

/** Parses an expression of Terraform's native syntax. */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  try {
    const expression = parser.expression();
    parser.space();
    if (parser.position === text.length) return expression;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  // An operator, a condition or a `for` is kept as a whole.
  return raw(spaced(text.trim()));
}

/** Adds a space within braces, as `terraform fmt` does. */
function spaced(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\{(?=[^\s}])|(?<=[^\s{])\}/g, (match) =>
    match === "{" ? "{ " : match === "}" ? " }" : match,
  );
}

/**
 * Reads literal text and interpolations from `start`. With `quote`, reads to the closing quote and resolves escapes.
 * Without it, reads to the end of the text.
 */
function readTemplate(
  text: string,
  start: number,
  quote: '"' | undefined,
): { parts: Array<string | Expression>; end: number } {
  const parts: Array<string | Expression> = [];
  let literal = "";
  let at = start;
  while (at < text.length) {
    const three = text.slice(at, at + 3);
    if (quote !== undefined && text[at] === quote) break;
    if (three === "$${" || three === "%%{") {
      literal += three.slice(1);
      at += 3;
    } else if (three.startsWith("%{")) {
      throw new SyntaxError(`template directives are not supported: ${text}`);
    } else if (three.startsWith("${")) {
      const end = interpolationEnd(text, at + 2);
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push(parseExpression(text.slice(at + 2, end)));
      at = end + 1;
    } else if (quote !== undefined && text[at] === "\\") {
      const [character, length] = unescaped(text, at);
      literal += character;
      at += length;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal !== "") parts.push(literal);
  return { parts, end: at };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function unescaped(text: string, at: number): [character: string, length: number] {
  const letter = text[at + 1] ?? "";
  const simple = ESCAPES[letter];
  if (simple !== undefined) return [simple, 2];
  const digits = letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const code = text.slice(at + 2, at + 2 + digits);
  if (digits === 0 || !/^[0-9a-fA-F]+$/.test(code) || code.length !== digits)
    throw new SyntaxError(`unknown escape in quoted text: ${text.slice(at, at + 10)}`);
  return [String.fromCodePoint(parseInt(code, 16)), 2 + digits];
}

/** The index of the brace that closes an interpolation. */
function interpolationEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = readTemplate(text, at + 1, '"').end;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  throw new SyntaxError(`an interpolation is not closed: ${text}`);
}

class Parser {
  position = 0;

  constructor(private readonly text: string) {}

  expression(): Expression {
    this.space();
    const start = this.position;
    if (this.takes('"')) return this.quoted();
    if (this.takes("[")) return this.list(start);
    if (this.takes("{")) return { kind: "object", entries: this.entries() };
    const number = this.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: "value", value: Number(number) };
    const word = this.match(/[A-Za-z_][\w-]*/y);
    if (word === undefined) throw this.error();
    if (word === "true" || word === "false") return { kind: "value", value: word === "true" };
    if (word === "null") return { kind: "value", value: null };
    if (this.takes("(")) return { kind: "call", name: word, args: this.items(")") };
    while (this.match(/\.[A-Za-z_][\w-]*|\.\*|\[\*\]|\[\d+\]|\["[^"\\$%]*"\]/y) !== undefined);
    return raw(this.text.slice(start, this.position));
  }

  space(): void {
    this.match(/\s*/y);
  }

  private quoted(): Expression {
    const { parts, end } = readTemplate(this.text, this.position, '"');
    this.position = end;
    this.expects('"');
    return { kind: "template", parts };
  }

  private list(start: number): Expression {
    if (/^\s*for\s/.test(this.text.slice(start + 1))) throw this.error();
    return { kind: "list", items: this.items("]") };
  }

  private items(close: string): Expression[] {
    const items: Expression[] = [];
    for (this.space(); !this.takes(close); this.space()) {
      items.push(this.expression());
      this.space();
      if (this.takes(",")) continue;
      this.expects(close);
      break;
    }
    return items;
  }

  private entries(): Array<[string, Expression]> {
    const entries: Array<[string, Expression]> = [];
    for (this.space(); !this.takes("}"); this.space()) {
      const key = this.takes('"') ? literalOf(this.quoted()) : this.match(/[A-Za-z_][\w-]*/y);
      this.space();
      if (key === undefined || key === "for" || !(this.takes("=") || this.takes(":"))) throw this.error();
      entries.push([key, this.expression()]);
      this.space();
      this.takes(",");
    }
    return entries;
  }

  private takes(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private expects(character: string): void {
    if (!this.takes(character)) throw this.error();
  }

  private match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  private error(): SyntaxError {
    return new SyntaxError(`not a value, a reference, a list, an object or a call at ${this.position}`);
  }
}

function literalOf(expression: Expression): string | undefined {
  if (expression.kind !== "template") return undefined;
  const literal = expression.parts.filter((part) => typeof part === "string");
  return literal.length === expression.parts.length ? literal.join("") : undefined;
}
