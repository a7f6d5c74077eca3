import { isJsonObject, type Json, type JsonObject } from "../synthesized/configuration";
import { unescaped } from "./expected-text";
import type { PolicyStatement } from "./policy-document";
import { canonical } from "./same-json";

/** How a policy differs from the expected one. */
export interface PolicyDifference {
  /** The end of a sentence about the policy, such as `lacks the statement WriteReplicas`. */
  readonly text: string;
  /** Only statements that allow more have been added. */
  readonly onlyMore: boolean;
}

/**
 * How a policy differs from the expected one, apart from the forms that mean the same. Undefined if it does not differ.
 * AWS changes the form: a list of one value becomes the value, and an account becomes its ARN. Ledger: policy-form
 */
export function comparePolicies(expected: string, actual: string | undefined): PolicyDifference | undefined {
  if (actual === undefined) return { text: "is missing", onlyMore: false };
  const [wanted, found] = [statements(unescaped(expected)), statements(actual)];
  if (found === undefined || wanted === undefined) return { text: "cannot be read as JSON", onlyMore: false };
  const wantedForms = wanted.map(form);
  const foundForms = found.map(form);
  const missing = wanted.filter((_, index) => !foundForms.includes(wantedForms[index]!));
  const more = found.filter((_, index) => !wantedForms.includes(foundForms[index]!));
  const changed = missing.filter(({ Sid }) => more.some((one) => one.Sid === Sid));
  const gone = missing.filter((one) => !changed.includes(one));
  const added = more.filter(({ Sid }) => !changed.some((one) => one.Sid === Sid));
  const parts = [
    ...(gone.length > 0 ? [`lacks ${named(gone)}`] : []),
    ...(changed.length > 0 ? [`has ${named(changed)} in another form`] : []),
    ...(added.length > 0 ? [`has ${named(added, "the additional statement")}`] : []),
  ];
  if (parts.length === 0) return undefined;
  const onlyMore = missing.length === 0 && added.every(({ Effect }) => Effect === "Allow");
  return { text: parts.join(" and "), onlyMore };
}

function named(of: readonly PolicyStatement[], noun = "the statement"): string {
  const names = of.map(({ Sid }, index) => Sid ?? `without a sid (number ${index + 1})`);
  return `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

function statements(text: string): PolicyStatement[] | undefined {
  try {
    const { Statement = [] } = JSON.parse(text) as { Statement?: PolicyStatement | PolicyStatement[] };
    return Array.isArray(Statement) ? Statement : [Statement];
  } catch {
    return undefined;
  }
}

/** A statement as text that is equal for statements that mean the same. */
function form(statement: PolicyStatement): string {
  const { Action, NotAction, Principal, NotPrincipal, Condition = {}, ...rest } = statement;
  return canonical({
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, list(value)])),
    ...(Action !== undefined && { Action: lower(list(Action)) }),
    ...(NotAction !== undefined && { NotAction: lower(list(NotAction)) }),
    ...(Principal !== undefined && { Principal: principals(Principal) }),
    ...(NotPrincipal !== undefined && { NotPrincipal: principals(NotPrincipal) }),
    Condition: Object.fromEntries(
      Object.entries(Condition).map(([operator, keys]) => [
        operator,
        isJsonObject(keys)
          ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), list(values)]))
          : keys,
      ]),
    ),
  });
}

function principals(value: Json): JsonObject {
  const byType = isJsonObject(value) ? value : { AWS: value };
  return Object.fromEntries(
    Object.entries(byType).map(([type, names]) => [
      type,
      list(names).map((name) => name.replace(/^(\d{12})$/, "arn:aws:iam::$1:root")),
    ]),
  );
}

/** The values of a list or a single value, without an order and without repetitions. */
function list(value: Json): string[] {
  return [...new Set((Array.isArray(value) ? value : [value]).map(String))].sort();
}

const lower = (values: readonly string[]): string[] => values.map((one) => one.toLowerCase()).sort();
