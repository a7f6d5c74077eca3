/** What zod found, in the user's own terms. */
import type * as z from "zod/mini";
import { asGroup, pathText, printed, shown, valueAt } from "./data";
import { allowedAt, keyPaths, knownKeys } from "./keys";
import { didYouMean, nearest } from "./rules/nearest";
import type { Mistake, PlacedMistake } from "./rules/rule";

/** How the user wrote the value at a path, where that differs from its value: 007 is the number 7. */
export type Written = (path: readonly PropertyKey[]) => string | undefined;

/** The mistakes that one issue of zod's stands for. */
export function explain(issue: z.core.$ZodIssue, data: unknown, written: Written): PlacedMistake[] {
  const path = issue.path;
  const value = valueAt(data, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], aboutKey: true, ...unknownKey(path, key) }));
    case "invalid_union": {
      // Of the alternatives, a group of keys can only have meant the one that is a group.
      const inner =
        asGroup(value) &&
        issue.errors.find((issues) =>
          issues.some((one) => one.path.length > 0 || one.code === "unrecognized_keys"),
        );
      if (inner)
        return inner.flatMap((one) => explain({ ...one, path: [...path, ...one.path] }, data, written));
      return [wrongType(path, value, written)];
    }
    case "invalid_value":
      return typeof value === "string"
        ? [wrongWord(path, value, issue.values.map(String))]
        : [wrongType(path, value, written)];
    case "custom": {
      const params = (issue.params ?? {}) as Partial<Mistake>;
      return [{ got: written(path) ?? shown(value), ...params, path, message: issue.message }];
    }
    default:
      return [wrongType(path, value, written)];
  }
}

function wrongWord(path: readonly PropertyKey[], value: string, words: readonly string[]): PlacedMistake {
  const fix = didYouMean(value, words, `write one of: ${words.join(", ")}`);
  return {
    path,
    message: "is not one of the allowed words",
    got: printed(value),
    allowed: words.join(", "),
    fix,
  };
}

function wrongType(path: readonly PropertyKey[], value: unknown, written: Written): PlacedMistake {
  const allowed = allowedAt(path);
  const key = keyOf(path);
  if (value === undefined) {
    return {
      path,
      aboutKey: true,
      message: "is missing",
      allowed,
      fix: `write ${key}${under(path.slice(0, -1))}`,
    };
  }
  const got = written(path) ?? shown(value);
  const wrong = (message: string, fix: string): PlacedMistake => ({ path, message, got, allowed, fix });
  if (value === null) {
    return wrong(
      "has no value",
      path.length === 0
        ? "write name, regions and state"
        : `write a value after "${key}", or leave out the key`,
    );
  }
  if (allowed?.startsWith("a list")) {
    return wrong(
      "must be a list",
      typeof value === "string"
        ? `write it in brackets: [${printed(value)}]`
        : "write a list: [first, second]",
    );
  }
  if (allowed?.startsWith("a group")) {
    const word =
      typeof value === "string" && path.length === 1 && path[0] === "state"
        ? nearest(value, ["local"])
        : undefined;
    return wrong(
      "must be a group of keys",
      word === undefined
        ? "write the keys below it, each on a line of its own, indented"
        : `did you mean "${word}"?`,
    );
  }
  if (Array.isArray(value) || asGroup(value))
    return wrong("must be a single value", "write one value after the key");
  if (allowed === "true, false") {
    return wrong("must be true or false", flagFix(value));
  }
  if (allowed?.startsWith("a whole number")) {
    const number =
      typeof value === "string" && /^[0-9][0-9_, ]*$/.test(value) ? value.replace(/[_, ]/g, "") : undefined;
    return wrong(
      "must be a number",
      number === undefined
        ? "write a number without quotes or unit"
        : `write ${number}, without quotes or separators`,
    );
  }
  const quoted = `write it in quotes: "${got}"`;
  return wrong(
    typeof value === "number"
      ? "is a number to YAML, and must be a text"
      : "is true or false to YAML, and must be a text",
    quoted,
  );
}

function flagFix(value: unknown): string {
  const text = String(value).trim().toLowerCase();
  if (["yes", "on", "y", "1", "true", "enabled"].includes(text)) return "write true, without quotes";
  if (["no", "off", "n", "0", "false", "disabled", "none"].includes(text))
    return "write false, without quotes";
  return "write true or false, without quotes";
}

function unknownKey(path: readonly PropertyKey[], key: string): Mistake {
  const known = knownKeys(path);
  const elsewhere = keyPaths().find((one) => one.endsWith(`.${key}`) && one.split(".").at(-1) === key);
  const otherwise =
    elsewhere === undefined || nearest(key, known) !== undefined
      ? "leave it out, or write one of the allowed keys"
      : `it belongs under ${elsewhere.slice(0, -key.length - 1).replace("*", "REGION")}`;
  return {
    message: "is not a known key",
    got: printed(key),
    allowed: known.join(", "),
    fix: didYouMean(key, known, otherwise),
  };
}

function keyOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  return typeof last === "string" ? printed(last) : "the value";
}

function under(parent: readonly PropertyKey[]): string {
  return parent.length === 0 ? " at the top of the file" : ` under ${pathText(parent)}`;
}
