/** The kinds of value that an environment file has, each with what a reader and an editor need to know of it. */
import * as z from "zod/mini";
import type { Rule } from "./rules/rule";

/** What the error report says about a key beyond what zod knows. */
export interface Facts {
  /** The allowed values, for a reader. */
  readonly allowed: string;
}

/** The facts of each schema node; apart from zod's own registry, because that one goes into the JSON Schema. */
export const facts = z.registry<Facts>();

/** A text that obeys a rule. */
export function text(rule: Rule, description?: string) {
  const schema = z.string().check((payload) => {
    const mistake = rule.check(payload.value);
    if (mistake === undefined) return;
    const { message, ...params } = { allowed: rule.allowed, ...mistake };
    payload.issues.push({ code: "custom", input: payload.value, message, params });
  });
  facts.add(schema, { allowed: rule.allowed });
  const limits = rule.values === undefined ? { pattern: rule.pattern.source } : { enum: rule.values };
  return described(schema, description === undefined ? limits : { description, ...limits });
}

/** true or false. */
export function flag(description: string) {
  const schema = z.boolean();
  facts.add(schema, { allowed: "true, false" });
  return described(schema, { description });
}

/** A flag with a default. */
export function flagOr(fallback: boolean, description: string) {
  return z._default(flag(description), fallback);
}

/** A whole number with a default. */
export function countOr(fallback: number, least: number, most: number, unit: string, description: string) {
  const allowed = `a whole number of ${unit} from ${least} to ${most}`;
  const schema = z.number().check((payload) => {
    const value = payload.value;
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const near = Math.min(most, Math.max(least, Math.round(value)));
    const message = Number.isInteger(value) ? `must be from ${least} to ${most}` : "must be a whole number";
    const params = { allowed, fix: `write ${near}, or leave out the key to have the default, ${fallback}` };
    payload.issues.push({ code: "custom", input: value, message, params });
  });
  facts.add(schema, { allowed });
  return z._default(
    described(schema, { description, type: "integer", minimum: least, maximum: most }),
    fallback,
  );
}

/** One of a few words. */
export function word<const W extends readonly [string, ...string[]]>(words: W, description: string) {
  const schema = z.enum(words);
  facts.add(schema, { allowed: words.join(", ") });
  return described(schema, { description });
}

/** A list without duplicates. */
export function list(rule: Rule, description: string) {
  const schema = z.array(text(rule));
  facts.add(schema, { allowed: `a list; each entry is ${rule.allowed}` });
  return described(schema, { description, uniqueItems: true });
}

/** A list that is empty by default. */
export function listOr(rule: Rule, description: string) {
  return z._default(list(rule, description), []);
}

/** A text, or `null` for none. */
export function nullable(rule: Rule, description: string) {
  return described(z.nullable(text(rule)), { description });
}

/** A text that may be absent, which `null` says as well. */
export function textOrNull(rule: Rule, description: string) {
  return z._default(nullable(rule, description), null);
}

/** A group of keys; any other key is a mistake. */
export function section<S extends z.core.$ZodLooseShape>(shape: S, description: string) {
  const schema = z.strictObject(shape);
  facts.add(schema, { allowed: `a group of the keys ${Object.keys(shape).join(", ")}` });
  return described(schema, { description });
}

/** Values under keys of the user's choice. */
export function table<V extends z.core.SomeType>(
  value: V,
  keys: string,
  description: string,
  more: object = {},
) {
  const schema = z.record(z.string(), value);
  facts.add(schema, { allowed: `a group of keys: ${keys}` });
  return described(schema, { description, ...more });
}

/** Adds what the JSON Schema says of a node. */
function described<T extends z.core.$ZodType>(schema: T, meta: Record<string, unknown>): T {
  z.globalRegistry.add(schema, meta);
  return schema;
}
