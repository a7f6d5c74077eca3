/** The kinds of value in an environment file. Each kind also carries what a reader and an editor need to know about it. */
import * as z from "zod/mini";
import type { Rule } from "./rules/rule";

/** Facts about a key for the error report, in addition to the ones in zod. */
export interface Facts {
  /** The allowed values, in words. */
  readonly allowed: string;
}

/** The facts of each schema node. They are not in zod's own registry, because the JSON Schema contains that registry. */
export const facts = z.registry<Facts>();

/** A string that follows a rule. */
export function text(rule: Rule, description?: string) {
  const schema = z.string().check((payload) => {
    const mistake = rule.check(payload.value);
    if (mistake === undefined) return;
    const { message, ...params } = { allowed: rule.allowed, ...mistake };
    payload.issues.push({ code: "custom", input: payload.value, message, params });
  });
  facts.add(schema, { allowed: rule.allowed });
  const limits =
    rule.values === undefined
      ? { pattern: rule.pattern.source, patternErrorMessage: `Allowed: ${rule.allowed}.` }
      : { enum: rule.values };
  return described(schema, description === undefined ? limits : { description, ...limits });
}

/** true or false. */
export function flag(description: string) {
  const schema = z.boolean();
  facts.add(schema, { allowed: "true, false" });
  return described(schema, { description });
}

/** true, false or one of a few words. */
export function flagOrWord<const W extends readonly [string, ...string[]]>(words: W, description: string) {
  const schema = z.literal([true, false, ...words]);
  facts.add(schema, { allowed: `true, false, ${words.join(", ")}` });
  return described(schema, { description });
}

/** A flag with a default. */
export function flagOr(fallback: boolean, description: string) {
  return z._default(flag(withDefault(description, String(fallback))), fallback);
}

/** A number and its limits. */
export interface Count {
  readonly minimum: number;
  readonly maximum: number;
  /** The plural, such as "days". */
  readonly unit: string;
  readonly description: string;
  /** The default in words. @default the number */
  readonly shownDefault?: string;
}

/** A whole number. @param otherwise what else the user can do, after the nearest number */
export function count({ minimum, maximum, unit, description }: Count, otherwise = "") {
  const allowed = `a whole number of ${unit} from ${minimum} to ${maximum}`;
  const schema = z.number().check((payload) => {
    const value = payload.value;
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
    const near = Math.min(maximum, Math.max(minimum, Math.round(value)));
    const message = Number.isInteger(value)
      ? `must be from ${minimum} to ${maximum}`
      : "must be a whole number";
    const params = { allowed, fix: `write ${near}${otherwise}` };
    payload.issues.push({ code: "custom", input: value, message, params });
  });
  facts.add(schema, { allowed });
  return described(schema, { description, type: "integer", minimum, maximum });
}

/** A whole number with a default. */
export function countOr(fallback: number, { description, shownDefault, ...limits }: Count) {
  const complete = withDefault(description, shownDefault ?? String(fallback));
  const otherwise = `, or remove the key to use the default, ${fallback}`;
  return z._default(count({ ...limits, description: complete }, otherwise), fallback);
}

/** One of a few words. */
export function word<const W extends readonly [string, ...string[]]>(words: W, description: string) {
  const schema = z.enum(words);
  facts.add(schema, { allowed: words.join(", ") });
  return described(schema, { description });
}

/** One of a few words, or `null` for none. */
export function wordOrNull<const W extends readonly [string, ...string[]]>(words: W, description: string) {
  const schema = z.literal([null, ...words]);
  facts.add(schema, { allowed: `null, ${words.join(", ")}` });
  return described(schema, { description });
}

/** One of a few words, with a default. */
export function wordOr<const W extends readonly [string, ...string[]]>(
  fallback: W[number],
  words: W,
  description: string,
) {
  return z._default(word(words, withDefault(description, fallback)), fallback);
}

/** A list without duplicates. */
export function list(rule: Rule, description: string) {
  const schema = z.array(text(rule));
  facts.add(schema, { allowed: `a list; each entry is ${rule.allowed}` });
  return described(schema, { description, uniqueItems: true });
}

/** A list that is empty by default. */
export function listOr(rule: Rule, description: string, shownDefault = "none") {
  return z._default(list(rule, withDefault(description, shownDefault)), []);
}

/** A list that may be missing. An empty list has the same meaning as a missing one. */
export function optionalList(rule: Rule, description: string, shownDefault: string) {
  const absentIfEmpty = z.transform((items: string[]) => (items.length === 0 ? undefined : items));
  return z.optional(z.pipe(list(rule, withDefault(description, shownDefault)), absentIfEmpty));
}

/** A string, or `null` for none. */
export function nullable(rule: Rule, description: string) {
  return described(z.nullable(text(rule)), { description });
}

/** A string that may be missing. `null` also means that it is missing. */
export function textOrNull(rule: Rule, description: string, shownDefault = "null") {
  return z._default(nullable(rule, withDefault(description, shownDefault)), null);
}

/** A group of keys. Any other key is an error. */
export function section<S extends z.core.$ZodLooseShape>(shape: S, description: string, more: object = {}) {
  const schema = z.strictObject(shape);
  facts.add(schema, { allowed: `a group of the keys ${Object.keys(shape).join(", ")}` });
  return described(schema, { description, ...more });
}

/** Values under keys that the user chooses. */
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

/** A description followed by the default. */
export function withDefault(description: string, fallback: string): string {
  return `${description} Default: ${fallback}.`;
}

/** Adds what the JSON Schema says about a node. */
export function described<T extends z.core.$ZodType>(schema: T, meta: Record<string, unknown>): T {
  z.globalRegistry.add(schema, meta);
  return schema;
}
