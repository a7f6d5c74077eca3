import {
  HIDDEN,
  HIDDEN_AFTER,
  HIDDEN_BEFORE,
  equal,
  isList,
  isMapping,
  isMark,
  leaves,
  type RawChange,
  type Value,
} from "./values";

/** Shorter ones are as likely part of something else. */
const SHORTEST = 6;
/** So many are looked for within longer strings; any number of them as a whole value. */
const WITHIN = 50;
/** Words that findings judge by: marking one as sensitive somewhere must not blind the review elsewhere. */
const WORDS: ReadonlySet<string> = new Set(["Enabled", "Disabled", "Suspended"]);

/**
 * The sensitive strings of a plan, wherever it names them. Terraform loses the mark on the way through some resources
 * and providers: `terraform_data.output` shows in the open what is sensitive in `input`. Such an echo is hidden too.
 */
export class Secrets {
  private readonly known = new Set<string>();

  add(change: RawChange): void {
    for (const value of [
      ...leaves(change.before, change.before_sensitive),
      ...leaves(change.after, change.after_sensitive),
    ]) {
      this.addValue(value);
    }
  }

  addValue(value: unknown): void {
    for (const each of leaves(value, true)) {
      if (typeof each === "string" && each.length >= SHORTEST && !WORDS.has(each)) this.known.add(each);
    }
  }

  /** Both sides of a change without echoes; the same objects where there is none. */
  hide(before: Value, after: Value): { readonly before: Value; readonly after: Value } {
    if (this.known.size === 0) return { before, after };
    return { before: this.walk(before, after, HIDDEN_BEFORE), after: this.walk(after, before, HIDDEN_AFTER) };
  }

  private walk(value: Value, other: Value, mark: Value): Value {
    if (typeof value === "string") {
      if (this.known.has(value)) return equal(value, other) ? HIDDEN : mark;
      return this.within(value);
    }
    if (isList(value)) {
      const list = value.map((each, i) => this.walk(each, isList(other) ? other[i] : undefined, mark));
      return list.some((each, i) => each !== value[i]) ? list : value;
    }
    if (!isMapping(value) || isMark(value)) return value;
    const peer = isMapping(other) ? other : {};
    const entries = Object.entries(value).map(
      ([key, each]) =>
        [key, this.walk(each, Object.hasOwn(peer, key) ? peer[key] : undefined, mark)] as const,
    );
    return entries.some(([key, each]) => each !== value[key]) ? Object.fromEntries(entries) : value;
  }

  private within(text: string): string {
    // A policy stays as it is: what a review judges must not be changed by what somebody marks as sensitive.
    if (text.length <= SHORTEST || /"Statement"/.test(text)) return text;
    let result = text;
    let count = 0;
    for (const secret of this.known) {
      if (count++ >= WITHIN) break;
      if (secret.length < result.length && result.includes(secret))
        result = result.replaceAll(secret, HIDDEN.label);
    }
    return result;
  }
}
