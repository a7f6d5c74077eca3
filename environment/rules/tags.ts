import type { Mistake, Rule } from "./rule";

/** The most tags that AWS takes on a resource. */
export const MOST_TAGS = 50;

const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";

/** A tag's key. */
export function tagKeyMistake(key: string): Mistake | undefined {
  const allowed = `1 to 128 ${CHARACTERS}; not "aws:" at the beginning`;
  const wrong = (message: string, fix: string): Mistake => ({ message, got: key, allowed, fix });
  if (/^aws:/i.test(key)) return wrong('begins with "aws:", which AWS keeps for itself', "take another key");
  if (key === "" || [...key].length > 128)
    return wrong(`is a tag key of ${[...key].length} characters`, "shorten it");
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key)
    ? undefined
    : wrong("is a tag key with a character that AWS refuses", "leave out the other characters");
}

/** A tag's value. */
export const tagValueRule: Rule = {
  allowed: `at most 256 ${CHARACTERS}`,
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  check: (value) => {
    if ([...value].length > 256) return { message: `has ${[...value].length} characters`, fix: "shorten it" };
    return tagValueRule.pattern.test(value)
      ? undefined
      : { message: "has a character that AWS refuses in a tag", fix: "leave out the other characters" };
  },
};
