import { UNKNOWN, at, elements, isList, isMapping, isMark, type Mapping, type Value } from "./values";

/** An element that is known only after the apply. No policy may hold the character. */
export const LATER = "\u0000";

/** The parts of a statement that are sets of strings. */
export const FIELDS = [
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
] as const;
export type Field = (typeof FIELDS)[number];

export interface Condition {
  /** Without `IfExists`. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly sid: string;
  readonly effect: string;
  readonly sets: ReadonlyMap<Field, readonly string[]>;
  /** By operator and key. */
  readonly conditions: ReadonlyMap<string, Condition>;
}

/** An IAM policy document; one that is partly unknown has LATER among its elements, or is not `whole`. */
export interface Policy {
  readonly statements: readonly Statement[];
  readonly whole: boolean;
}

/** Reads a JSON document; undefined where the string is no policy. */
export function parsePolicy(value: Value): Policy | undefined {
  if (typeof value !== "string" || !value.includes("Statement")) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (!isMapping(document) || !("Statement" in document)) return undefined;
  const list = isList(document.Statement) ? document.Statement : [document.Statement];
  if (!list.every(isMapping)) return undefined;
  return { statements: list.map(statement), whole: true };
}

function statement(raw: Mapping): Statement {
  const sets = new Map<Field, readonly string[]>();
  for (const field of FIELDS) {
    const value = raw[field];
    if (value === undefined) continue;
    sets.set(field, field.endsWith("Principal") ? principals(value) : strings(value));
  }
  const conditions: Condition[] = [];
  if (isMapping(raw.Condition)) {
    for (const [operator, keys] of Object.entries(raw.Condition)) {
      if (!isMapping(keys)) continue;
      for (const [key, values] of Object.entries(keys))
        conditions.push(condition(operator, key, strings(values)));
    }
  }
  return build(raw.Sid, raw.Effect, sets, conditions);
}

function build(
  sid: Value,
  effect: Value,
  sets: Map<Field, readonly string[]>,
  conditions: Condition[],
): Statement {
  const merged = new Map<string, Condition>();
  for (const each of conditions) {
    // IAM compares keys without regard to case; Like without a wildcard is Equals; the two Arn operators are one.
    const wild = each.values.some((value) => /[*?]/.test(value));
    const operator = each.operator
      .replace(/^(.*:)?StringLike$/i, wild ? "$&" : "$1StringEquals")
      .replace(/^(.*:)?StringNotLike$/i, wild ? "$&" : "$1StringNotEquals")
      .replace(/ArnEquals$/i, "ArnLike")
      .replace(/ArnNotEquals$/i, "ArnNotLike");
    merged.set(`${operator} ${each.key}`.toLowerCase(), each);
  }
  return {
    sid: typeof sid === "string" ? sid : "",
    effect: typeof effect === "string" ? effect : "Allow",
    sets,
    conditions: merged,
  };
}

function condition(operator: string, key: string, values: readonly string[]): Condition {
  const base = operator.replace(/IfExists$/i, "");
  return { operator: base, ifExists: base !== operator, key, values };
}

const strings = (value: Value): string[] => (isList(value) ? value : [value]).map(string);
const string = (value: Value): string =>
  isMark(value) ? LATER : typeof value === "string" ? value : (JSON.stringify(value) ?? LATER);

/** `"*"`, an account's number and its root are written in one way each; other types keep theirs in front. */
function principals(value: Value): string[] {
  if (!isMapping(value)) return strings(value);
  return Object.entries(value).flatMap(([type, ids]) => strings(ids).map((id) => principal(type, id)));
}

function principal(type: string, id: string): string {
  if (id === LATER || id === "*") return id;
  if (type === "AWS" || type === "*") return /^\d{12}$/.test(id) ? `arn:aws:iam::${id}:root` : id;
  return `${type} ${id}`;
}

/**
 * The document that a deferred `aws_iam_policy_document` data source will write, as far as its planned
 * blocks tell. The data source merges documents; those are read too where they are known.
 */
export function plannedPolicy(after: Value): Policy | undefined {
  if (!isMapping(after) || !("statement" in after)) return undefined;
  const blocks = after.statement;
  const merged = [...elements(after.source_policy_documents), ...elements(after.override_policy_documents)];
  const documents = merged.map(parsePolicy);
  const whole =
    isList(blocks) &&
    !isMark(after.source_policy_documents) &&
    !isMark(after.override_policy_documents) &&
    blocks.every((block) => !isMark(block)) &&
    documents.every((document) => document !== undefined);
  const own = elements(blocks).filter(isMapping).map(plannedStatement);
  return { statements: [...documents.flatMap((document) => document?.statements ?? []), ...own], whole };
}

function plannedStatement(block: Mapping): Statement {
  const sets = new Map<Field, readonly string[]>();
  const put = (field: Field, value: Value, read: (value: Value) => string[]): void => {
    if (isMark(value)) sets.set(field, [LATER]);
    else if (elements(value).length > 0) sets.set(field, read(value));
  };
  const who = (value: Value): string[] =>
    elements(value).flatMap((entry) => {
      const ids = at(entry, "identifiers");
      if (isMark(entry) || !isList(ids)) return [LATER];
      return ids.map((id) => principal(string(at(entry, "type")), string(id)));
    });
  put("Principal", block.principals, who);
  put("NotPrincipal", block.not_principals, who);
  put("Action", block.actions, strings);
  put("NotAction", block.not_actions, strings);
  put("Resource", block.resources, strings);
  put("NotResource", block.not_resources, strings);
  const conditions = elements(block.condition).map((entry) => {
    const values = at(entry, "values");
    return condition(
      string(at(entry, "test")),
      string(at(entry, "variable")),
      isList(values) ? strings(values) : [LATER],
    );
  });
  if (block.condition === UNKNOWN) conditions.push(condition(LATER, LATER, [LATER]));
  return build(block.sid, block.effect, sets, conditions);
}
