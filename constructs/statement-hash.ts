import { createHash } from "node:crypto";
import type { ExistingStatement, OneOrMany } from "./existing-bucket";

/** The parts of a statement that are lists without an order. */
export const STATEMENT_PARTS = ["Action", "NotAction", "Resource", "NotResource"] as const;

/** The same as `sha256(jsonencode(…))` of the projection of a statement in a condition of Terraform. */
export function statementHash(statement: ExistingStatement): string {
  // A condition may have a value that is no string, such as false.
  const many = (value: OneOrMany | undefined): string[] =>
    value === undefined ? [] : [value].flat().map(String);
  const principals = (value: ExistingStatement["Principal"]): string[] => {
    if (value === undefined || typeof value === "string") return many(value);
    return Object.entries(value)
      .flatMap(([key, one]) => many(one).map((each) => `${key}:${each}`))
      .sort();
  };
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([test, variables]) =>
    Object.entries(variables).flatMap(([key, values]) =>
      many(values).map((each) => `${test}:${key}:${each}`),
    ),
  );
  const projection = [
    statement.Effect,
    principals(statement.Principal),
    principals(statement.NotPrincipal),
    ...STATEMENT_PARTS.map((part) => many(statement[part]).sort()),
    conditions.sort(),
  ];
  // The strings are escaped for Terraform, and jsonencode escapes <, > and &.
  const text = JSON.stringify(projection).replace(/([$%])\1(?=\{)/g, "$1");
  const escaped = text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return createHash("sha256").update(escaped).digest("hex");
}
