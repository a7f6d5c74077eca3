/**
 * Entries that a list contains twice. No list of an environment file gives a meaning to that.
 *
 * Ledger: none: a list of the environment file
 */
import { asGroup, printed, textsOf } from "../data";
import type { PlacedMistake } from "../rules/rule";

const DEEPEST_KEY = 6;

export function duplicateMistakes(data: unknown): PlacedMistake[] {
  return duplicatesIn(data, []);
}

function duplicatesIn(value: unknown, path: readonly PropertyKey[]): PlacedMistake[] {
  if (path.length > DEEPEST_KEY) return [];
  if (!Array.isArray(value)) {
    return Object.entries(asGroup(value) ?? {}).flatMap(([key, child]) =>
      duplicatesIn(child, [...path, key]),
    );
  }
  const seen = new Set<string>();
  return textsOf(value).flatMap(([text, index]) => {
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [
      {
        path: [...path, index],
        message: "is a duplicate entry",
        got: printed(text),
        allowed: "each entry once",
        fix: "remove one of the two",
      },
    ];
  });
}
