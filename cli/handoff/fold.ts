import type { Json } from "../synthesized/configuration";
import { parseTemplate, type Expression } from "./expression";

/** Converts a value of a JSON configuration to an expression. Its strings are templates. */
export function toExpression(value: Json): Expression {
  if (typeof value === "string") return parseTemplate(value);
  if (Array.isArray(value)) return { kind: "list", items: value.map(toExpression) };
  if (value !== null && typeof value === "object") {
    return {
      kind: "object",
      entries: Object.entries(value).map(([key, one]) => [unescapedKey(key), toExpression(one)]),
    };
  }
  return { kind: "value", value };
}

/** Converts a literal value, such as the default of a variable, to an expression. */
export function toLiteral(value: Json): Expression {
  if (typeof value === "string") return { kind: "template", parts: value === "" ? [] : [value] };
  if (Array.isArray(value)) return { kind: "list", items: value.map(toLiteral) };
  if (value !== null && typeof value === "object") {
    return { kind: "object", entries: Object.entries(value).map(([key, one]) => [key, toLiteral(one)]) };
  }
  return { kind: "value", value };
}

/** The keys of a map are templates as well. No key in a stack contains an interpolation. */
function unescapedKey(key: string): string {
  return key.replace(/([$%])\1(?=\{)/g, "$1");
}

/** Replaces references to variables by their defaults, and evaluates what becomes constant. */
export function fold(expression: Expression, defaults: Readonly<Record<string, Json>>): Expression {
  const inner = (one: Expression) => fold(one, defaults);
  switch (expression.kind) {
    case "raw": {
      const value = lookup(expression.text, defaults);
      return value === undefined ? expression : toLiteral(value);
    }
    case "value":
      return expression;
    case "template":
      return joined(expression.parts.map((part) => (typeof part === "string" ? part : inner(part))));
    case "list":
      return { kind: "list", items: expression.items.map(inner) };
    case "object":
      return { kind: "object", entries: expression.entries.map(([key, value]) => [key, inner(value)]) };
    case "call": {
      const args = expression.args.map(inner);
      const lists = args.flatMap((one) => (one.kind === "list" ? [one.items] : []));
      return expression.name === "concat" && lists.length === args.length
        ? { kind: "list", items: lists.flat() }
        : { ...expression, args };
    }
  }
}

/** The value of `var.x`, `var.x["key"]` or `var.x[0]`. `undefined` for any other reference. */
function lookup(reference: string, defaults: Readonly<Record<string, Json>>): Json | undefined {
  const found = /^var\.(\w+)((?:\["[^"]*"\]|\[\d+\])*)$/.exec(reference);
  if (!found) return undefined;
  let value: Json | undefined = defaults[found[1]!];
  for (const [step] of found[2]!.matchAll(/\["[^"]*"\]|\[\d+\]/g)) {
    const key = JSON.parse(step.slice(1, -1)) as string | number;
    value = (value as Record<string | number, Json> | undefined)?.[key];
  }
  return value;
}

function joined(parts: ReadonlyArray<string | Expression>): Expression {
  const flat = parts.flatMap((part) => {
    if (typeof part === "string") return [part];
    if (part.kind === "template") return part.parts;
    return part.kind === "value" ? [String(part.value)] : [part];
  });
  const merged: Array<string | Expression> = [];
  for (const part of flat) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return { kind: "template", parts: merged };
}
