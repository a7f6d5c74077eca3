import { isList, isMapping, isMark, type Mapping, type Value } from "../values";
import { condition, type PolicyCondition } from "./conditions";

/**
 * Marks an element that is known only after the apply. A reference may follow, so that two elements which name the same
 * new resource are equal. No policy can contain the character.
 */
export const LATER = "\u0000";

/** The principal of an identity policy: the role or the user that the policy is attached to. */
export const CARRIER = "\u0001";

/** The parts of a statement that are sets of strings. */
export const FIELDS = ["Principal", "Action", "Resource"] as const;
export type Field = (typeof FIELDS)[number];

/** The values of one part of a statement. `not` stands for NotPrincipal, NotAction and NotResource. */
export interface Named {
  readonly not: boolean;
  readonly values: readonly string[];
}

export interface PolicyStatement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** A part that the statement does not have is absent. */
  readonly sets: ReadonlyMap<Field, Named>;
  readonly conditions: readonly PolicyCondition[];
}

/** An IAM policy document. If `whole` is false, more statements become known only after the apply. */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
  readonly whole: boolean;
}

export const NO_POLICY: PolicyDocument = { statements: [], whole: true };

/** No real policy nests deeper; JSON.parse itself takes any depth. */
const DEEPEST = 100;

/** Several findings and the list of changes read the same policies: each text is parsed once, up to this many characters. */
const REMEMBERED = 100_000_000;
const known = new Map<string, PolicyDocument | undefined>();
let remembered = 0;

/** Reads a JSON document; undefined if the string is not a policy. */
export function parsePolicy(value: Value): PolicyDocument | undefined {
  if (typeof value !== "string" || !value.includes("Statement")) return undefined;
  const found = known.get(value);
  if (found !== undefined || known.has(value)) return found;
  remembered += value.length;
  if (remembered > REMEMBERED) {
    known.clear();
    remembered = value.length;
  }
  const parsed = parse(value);
  known.set(value, parsed);
  return parsed;
}

function parse(value: string): PolicyDocument | undefined {
  if (value.length > LONG && hasManyBrackets(value)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (isDeeper(document, DEEPEST)) return undefined;
  if (!isMapping(document) || !Object.hasOwn(document, "Statement")) return undefined;
  const list = isList(document.Statement) ? document.Statement : [document.Statement];
  if (!list.every(isMapping)) return undefined;
  return { statements: list.map(readStatement), whole: true };
}

/** No policy is as long: a text that is longer is searched for brackets before JSON.parse fills the memory with them. */
const LONG = 100_000;

/** A cheap upper bound: brackets inside of strings count, too. */
function hasManyBrackets(json: string): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/** True if lists and mappings are nested deeper than that. It walks no deeper itself. */
function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) {
    for (const each of value as unknown[])
      if (typeof each === "object" && isDeeper(each, depth - 1)) return true;
    return false;
  }
  for (const key in value) if (isDeeper((value as Mapping)[key], depth - 1)) return true;
  return false;
}

/** The names of a statement's elements, as IAM writes them, by their lower case. */
const ELEMENTS: ReadonlyMap<string, string> = new Map(
  ["Sid", "Effect", "Condition", ...FIELDS.flatMap((field) => [field, `Not${field}`])].map((each) => [
    each.toLowerCase(),
    each,
  ]),
);

/** A statement with the names of its elements as IAM writes them. */
function spelled(raw: Mapping): Mapping {
  const isOther = (key: string): boolean => {
    const name = ELEMENTS.get(key.toLowerCase());
    return name !== undefined && name !== key;
  };
  if (!Object.keys(raw).some(isOther)) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [ELEMENTS.get(key.toLowerCase()) ?? key, value]),
  );
}

function readStatement(given: Mapping): PolicyStatement {
  const raw = spelled(given);
  const sets = new Map<Field, Named>();
  for (const field of FIELDS) {
    for (const not of [false, true]) {
      const name = not ? `Not${field}` : field;
      if (!Object.hasOwn(raw, name)) continue;
      const value = raw[name];
      sets.set(field, { not, values: field === "Principal" ? principals(value) : strings(value) });
    }
  }
  const conditions: PolicyCondition[] = [];
  if (isMapping(raw.Condition)) {
    for (const [operator, keys] of Object.entries(raw.Condition)) {
      if (!isMapping(keys)) continue;
      for (const [key, values] of Object.entries(keys))
        conditions.push(condition(operator, key, strings(values)));
    }
  }
  return statement(raw.Sid, raw.Effect, sets, conditions);
}

/** Builds a statement. An effect that is not "Deny" counts as "Allow": the worse of the two. */
export const statement = (
  sid: Value,
  effect: Value,
  sets: ReadonlyMap<Field, Named>,
  conditions: readonly PolicyCondition[],
): PolicyStatement => ({
  sid: typeof sid === "string" ? sid : "",
  effect: effect === "Deny" ? "Deny" : "Allow",
  sets,
  conditions,
});

export const isLater = (value: string): boolean => value.includes(LATER);

/** Strings of a list or of a single value. */
export const strings = (value: Value): string[] => (isList(value) ? value : [value]).map(asString);
const asString = (value: Value): string =>
  typeof value === "string" ? value : isMark(value) ? LATER : (JSON.stringify(value) ?? LATER);

function principals(value: Value): string[] {
  if (!isMapping(value)) return strings(value);
  const all: string[] = [];
  for (const [type, ids] of Object.entries(value))
    for (const id of isList(ids) ? ids : [ids]) all.push(principal(type, asString(id)));
  return all;
}

/** `"*"` and an account's root each have one spelling. Principals that are not from AWS keep their type in front. */
export function principal(type: string, id: string): string {
  if (id === "*") return id;
  if (type !== "AWS" && type !== "*") return id === LATER ? id : `${type} ${id}`;
  return id.length === 12 && /^\d{12}$/.test(id) ? `arn:aws:iam::${id}:root` : id;
}

/** Several documents that apply together. */
export const shared = (documents: readonly PolicyDocument[]): PolicyDocument => ({
  statements: documents.flatMap((document) => document.statements),
  whole: documents.every((document) => document.whole),
});
