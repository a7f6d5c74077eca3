import { TAG_LENGTH } from "../../constructs/limits";
import type { Mistake, Rule } from "./rule";

// The characters that every service of the stack accepts. Source: IAM API Reference, "Tag", which is the strictest.
const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";
const CLASS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";

/** The allowed keys, in words. */
export const tagKeyAllowed = `1 to ${TAG_LENGTH.key} ${CHARACTERS}, not starting with "aws:"`;

/** A tag's key, as far as a regular expression can express it. */
export const TAG_KEY_PATTERN = new RegExp(`^(?![aA][wW][sS]:)${CLASS}{1,${TAG_LENGTH.key}}$`, "u");

/** Checks the key of a tag. Ledger: tags */
export function tagKeyMistake(key: string): Mistake | undefined {
  if (TAG_KEY_PATTERN.test(key)) return undefined;
  const wrong = (message: string, fix: string): Mistake => ({
    message,
    got: key,
    allowed: tagKeyAllowed,
    fix,
  });
  if (/^aws:/i.test(key)) return wrong('starts with "aws:", which AWS reserves', "choose another key");
  if (key === "") return wrong("is an empty tag key", "write a key");
  if ([...key].length > TAG_LENGTH.key)
    return wrong(`is a tag key with ${[...key].length} characters`, "shorten it");
  return wrong("is a tag key with a character that AWS does not allow", "remove that character");
}

/** A tag's value. Ledger: tags */
export const tagValueRule: Rule = {
  allowed: `at most ${TAG_LENGTH.value} ${CHARACTERS}`,
  pattern: new RegExp(`^${CLASS}{0,${TAG_LENGTH.value}}$`, "u"),
  check: (value) => {
    if ([...value].length > TAG_LENGTH.value)
      return { message: `has ${[...value].length} characters`, fix: "shorten it" };
    return tagValueRule.pattern.test(value)
      ? undefined
      : { message: "contains a character that AWS does not allow in tags", fix: "remove that character" };
  },
};
