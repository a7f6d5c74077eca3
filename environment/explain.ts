/** Explains the issues that zod found, in the user's terms. */
import type * as z from "zod/mini";
import { asGroup, printed, shown, valueAt } from "./data";
import { isUnbuilt, keyPaths, knownKeys } from "./keys";
import { didYouMean, nearest } from "./rules/nearest";
import type { Mistake, PlacedMistake } from "./rules/rule";
import { credentialAt, manyPlaces, meantState } from "./explain-state";
import { wrongType, type Written } from "./wrong-type";

/** The mistakes behind one issue. */
export function explain(issue: z.core.$ZodIssue, data: unknown, written: Written): PlacedMistake[] {
  const path = issue.path;
  const value = valueAt(data, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const several = path.length === 1 && path[0] === "state" ? manyPlaces(value) : undefined;
      if (several !== undefined) return [{ path, ...several }];
      return issue.keys.map((key) => ({ path: [...path, key], aboutKey: true, ...unknownKey(path, key) }));
    }
    case "invalid_union": {
      if (path.length === 1 && path[0] === "state") return stateMistakes(issue, value, data, written);
      // If the user wrote a group of keys, only the alternative that is a group can be meant.
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

function stateMistakes(
  issue: z.core.$ZodIssueInvalidUnion,
  value: unknown,
  data: unknown,
  written: Written,
): PlacedMistake[] {
  const path = issue.path;
  const meant = meantState(value, issue.errors);
  if ("mistake" in meant) return [{ path, ...meant.mistake }];
  if (meant.issues === undefined) return [wrongType(path, value, written)];
  return meant.issues.flatMap((one) => explain({ ...one, path: [...path, ...one.path] }, data, written));
}

function wrongWord(path: readonly PropertyKey[], value: string, words: readonly string[]): PlacedMistake {
  const fix = didYouMean(value, words, `write one of ${words.join(", ")}`);
  return {
    path,
    message: "is not an allowed value",
    got: printed(value),
    allowed: words.join(", "),
    fix,
  };
}

function unknownKey(path: readonly PropertyKey[], key: string): Mistake {
  const known = knownKeys(path);
  const credential = credentialAt(path, key);
  if (credential !== undefined)
    return {
      message: "is a credential. Environment files contain no credentials",
      got: printed(key),
      fix: `remove it, and ${credential}`,
    };
  const elsewhere = keyPaths().find(
    (one) =>
      one.endsWith(`.${key}`) &&
      one.split(".").at(-1) === key &&
      !isUnbuilt(one.split(".")) &&
      !/^state\..*\./.test(one),
  );
  const otherwise =
    elsewhere === undefined || nearest(key, known) !== undefined
      ? "remove it, or write one of the allowed keys"
      : `move it under ${elsewhere.slice(0, -key.length - 1).replace("*", "REGION")}`;
  return {
    message: "is not a known key",
    got: printed(key),
    allowed: known.join(", "),
    fix: didYouMean(key, known, otherwise),
  };
}
