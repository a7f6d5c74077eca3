import { UNKNOWN, at, elements, isList, isMapping, isMark, type Mapping, type Value } from "../values";
import { condition, type PolicyCondition } from "./conditions";
import {
  LATER,
  parsePolicy,
  principal,
  statement,
  strings,
  type Field,
  type Named,
  type PolicyDocument,
  type PolicyStatement,
} from "./document";

/** Finds what an expression of the configuration will be; LATER for whatever it cannot tell. */
export interface ExpressionReader {
  /** The elements of a list; undefined if the expression does not list them. */
  list(expression: Value): readonly string[] | undefined;
  /** A single text. */
  text(expression: Value): string | undefined;
  /** A document that another data source of the plan makes. */
  document(expression: Value, index: number): PolicyDocument | undefined;
}

/**
 * The document that a deferred `aws_iam_policy_document` data source will write. Its planned blocks give most of it. The
 * configuration gives the rest.
 */
export function plannedPolicy(
  after: Value,
  expressions: Value,
  read: ExpressionReader,
): PolicyDocument | undefined {
  if (!isMapping(after) || !("statement" in after)) return undefined;
  const blocks = after.statement;
  const given = at(expressions, "statement");
  const own = elements(blocks);
  // Blocks that a dynamic block makes cannot be distinguished.
  const aligned = isList(given) && given.length === own.length;
  let whole = isList(blocks) || blocks === null || blocks === undefined;
  const statements = own.flatMap((block, i): PolicyStatement[] => {
    if (!isMapping(block)) {
      whole = false;
      return [];
    }
    return [plannedStatement(block, aligned ? given[i] : undefined, read)];
  });
  const documents = (name: string): PolicyStatement[] => {
    const value = after[name];
    const expression = at(expressions, name);
    const list = isList(value) ? value : isMark(value) ? [value] : [];
    return list.flatMap((each, i) => {
      const document = isMark(each) ? read.document(expression, i) : parsePolicy(each);
      if (!document?.whole) whole = false;
      return document?.statements ?? [];
    });
  };
  const merged = [
    ...documents("source_policy_documents"),
    ...statements,
    ...documents("override_policy_documents"),
  ];
  return { statements: overridden(merged), whole };
}

/** A later statement takes the place of an earlier one of the same sid. */
function overridden(all: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const bySid = new Map<string, number>();
  const result: PolicyStatement[] = [];
  for (const each of all) {
    const known = each.sid === "" ? undefined : bySid.get(each.sid);
    if (known === undefined) {
      if (each.sid !== "") bySid.set(each.sid, result.length);
      result.push(each);
    } else result[known] = each;
  }
  return result;
}

function plannedStatement(block: Mapping, expression: Value, read: ExpressionReader): PolicyStatement {
  const open = (value: Value): boolean => isMark(value) || (isList(value) && value.some(isMark));
  const values = (value: Value, given: Value): readonly string[] =>
    open(value) ? (read.list(given) ?? (isList(value) ? strings(value) : [LATER])) : strings(value);
  const sets = new Map<Field, Named>();
  const put = (field: Field, name: string, not: boolean): void => {
    const value = block[name];
    const given = at(expression, name);
    if (!isMark(value) && elements(value).length === 0) return;
    if (field !== "Principal") {
      sets.set(field, { not, values: values(value, given) });
      return;
    }
    const list = elements(value);
    const who = isMark(value)
      ? [LATER]
      : list.flatMap((entry) => {
          if (isMark(entry)) return [LATER];
          const own = matching(entry, given, ["type"], read);
          const type = at(entry, "type");
          const kind = typeof type === "string" ? type : (read.text(at(own, "type")) ?? LATER);
          return values(at(entry, "identifiers"), at(own, "identifiers")).map((id) => principal(kind, id));
        });
    sets.set(field, { not, values: who });
  };
  put("Principal", "principals", false);
  put("Principal", "not_principals", true);
  put("Action", "actions", false);
  put("Action", "not_actions", true);
  put("Resource", "resources", false);
  put("Resource", "not_resources", true);
  const list = elements(block.condition);
  const given = at(expression, "condition");
  const conditions: PolicyCondition[] = list.map((entry) => {
    const own = matching(entry, given, ["test", "variable"], read);
    const word = (name: string): string => {
      const value = at(entry, name);
      return typeof value === "string" ? value : (read.text(at(own, name)) ?? LATER);
    };
    return condition(word("test"), word("variable"), values(at(entry, "values"), at(own, "values")));
  });
  if (block.condition === UNKNOWN) conditions.push(condition(LATER, LATER, [LATER]));
  const effect = isMark(block.effect) ? read.text(at(expression, "effect")) : block.effect;
  return statement(block.sid, effect, sets, conditions);
}

/** The expressions of a block of a set, which has no order: those that agree with it in what is known, if just one does. */
function matching(block: Value, given: Value, names: readonly string[], read: ExpressionReader): Value {
  const all = elements(given).filter((each) =>
    names.every((name) => {
      const value = at(block, name);
      return typeof value !== "string" || read.text(at(each, name)) === value;
    }),
  );
  return all.length === 1 ? all[0] : undefined;
}
