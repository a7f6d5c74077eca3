import { isDeepStrictEqual } from "node:util";
import { literal } from "../../composition/literal";
import {
  isJsonObject,
  addressOf,
  type Configuration,
  type Json,
  type JsonObject,
} from "../synthesized/configuration";
import { fold, toExpression } from "./fold";
import { inline } from "./render";
import type { Variable } from "./variable";

export interface Lifted {
  readonly configuration: Configuration;
  /** The variables that the configuration refers to. */
  readonly variables: readonly Variable[];
}

interface Parts {
  /** The configuration that CDKTF deploys. */
  readonly plain: Configuration;
  /** The same environment, synthesized with references to variables. */
  readonly referring: Configuration;
  readonly variables: readonly Variable[];
  /** References for values that were synthesized as literals. */
  readonly byValue: ReadonlyMap<string, string>;
}

/**
 * The configuration with variables. It always means what the plain configuration means: if a value differs after the
 * defaults replace the variables, the plain value is kept. An example is a name that was shortened.
 */
export function lift({ plain, referring, variables, byValue }: Parts): Lifted {
  const defaults = Object.fromEntries(variables.map((variable) => [variable.name, variable.default]));
  const one = (was: JsonObject, is: JsonObject): JsonObject =>
    same(was, collapsed(byReference(is, byValue), defaults), defaults) as JsonObject;
  const named = <T extends { readonly body: JsonObject }>(all: readonly T[], others: readonly T[]): T[] => {
    if (all.length !== others.length)
      throw new Error("the stack with variables has other parts than the stack");
    return all.map((was, index) => ({ ...was, body: one(was.body, others[index]!.body) }));
  };
  const configuration: Configuration = {
    ...plain,
    // The state file of a trial is in the project. The handover has its own.
    backend: plain.backend.name === "local" ? { name: "local", body: {} } : plain.backend,
    providers: named(plain.providers, referring.providers).map(withTags),
    elements: plain.elements.map((was) => {
      const is = referring.elements.find((other) => addressOf(other) === addressOf(was));
      if (!is) throw new Error(`the stack with variables has no ${addressOf(was)}`);
      return { ...was, body: one(was.body, is.body) };
    }),
    outputs: named(plain.outputs, referring.outputs),
    statements: named(plain.statements, referring.statements),
  };
  const text = JSON.stringify(configuration);
  return {
    configuration,
    variables: variables.filter(({ name }) => new RegExp(`\\bvar\\.${name}\\b`).test(text)),
  };
}

/** Every provider gets the tags, even if there are none today. */
function withTags<T extends { readonly name: string; readonly body: JsonObject }>(provider: T): T {
  if (provider.name !== "aws") return provider;
  return { ...provider, body: { ...provider.body, default_tags: [{ tags: "${var.tags}" }] } };
}

function byReference(value: JsonObject, references: ReadonlyMap<string, string>): JsonObject {
  const written = new Map([...references].map(([text, reference]) => [literal(text), reference]));
  return mapped(value, (text) => {
    const reference = written.get(text);
    return reference === undefined ? text : `\${${reference}}`;
  }) as JsonObject;
}

function mapped(value: Json, text: (text: string) => string): Json {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, text));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, text)]));
}

/** Replaces references to all items of a variable, in order, by one reference to the variable. */
function collapsed(value: Json, defaults: Readonly<Record<string, Json>>): Json {
  if (Array.isArray(value)) return collapsedList(value, defaults);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, one]) => [key, collapsed(one, defaults)] as const);
  const whole = /^\$\{var\.(\w+)\[/.exec(textOf(entries[0]?.[1]))?.[1];
  if (
    whole !== undefined &&
    entries.length === Object.keys(defaults[whole] ?? {}).length &&
    entries.every(([key, one]) => one === `\${var.${whole}[${JSON.stringify(key)}]}`)
  )
    return `\${var.${whole}}`;
  return Object.fromEntries(entries);
}

function collapsedList(list: readonly Json[], defaults: Readonly<Record<string, Json>>): Json {
  const segments: string[] = [];
  let items: Json[] = [];
  const close = () => {
    if (items.length > 0) segments.push(`[${items.map((item) => inline(toExpression(item))).join(", ")}]`);
    items = [];
  };
  for (let at = 0; at < list.length;) {
    const variable = /^\$\{(var\.(\w+)(?:\["([^"]*)"\])?)\[0\]\}$/.exec(textOf(list[at]));
    const value = variable && defaults[variable[2]!];
    const all = variable?.[3] === undefined ? value : (value as JsonObject)[variable[3]];
    const length = Array.isArray(all) ? all.length : 0;
    const run = list.slice(at, at + length);
    if (
      variable &&
      length > 0 &&
      isDeepStrictEqual(
        run,
        run.map((_, index) => `\${${variable[1]}[${index}]}`),
      ) &&
      run.length === length
    ) {
      close();
      segments.push(variable[1]!);
      at += length;
    } else {
      items.push(list[at]!);
      at += 1;
    }
  }
  if (segments.length === 0) return list.map((item) => collapsed(item, defaults));
  close();
  return segments.length === 1 ? `\${${segments[0]!}}` : `\${concat(${segments.join(", ")})}`;
}

/** `is` if it means what `was` means, else `was`. */
function same(was: Json, is: Json | undefined, defaults: Readonly<Record<string, Json>>): Json {
  if (is === undefined) return was;
  const meaning = (value: Json) => fold(toExpression(value), defaults);
  if (isDeepStrictEqual(meaning(was), meaning(is))) return is;
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length)
    return was.map((item, index) => same(item, is[index], defaults));
  if (isJsonObject(was) && isJsonObject(is))
    return Object.fromEntries(Object.entries(was).map(([key, one]) => [key, same(one, is[key], defaults)]));
  return was;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
