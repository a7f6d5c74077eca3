/** What zod found, in the user's own terms. */
import type * as z from "zod/mini";
import { asGroup, printed, shown, valueAt } from "./data";
import { keyPaths, knownKeys } from "./keys";
import { didYouMean, nearest } from "./rules/nearest";
import type { Mistake, PlacedMistake } from "./rules/rule";
import { wrongType, type Written } from "./wrong-type";

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
