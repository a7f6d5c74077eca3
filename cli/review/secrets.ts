import { HIDDEN, HIDDEN_AFTER, HIDDEN_BEFORE, equal, isList, isMapping, isMark, type Value } from "./values";

/** A shorter secret is found by its place only: as a text, it may be part of anything. */
const SHORTEST = 6;
/** Words of the plan format. If somebody marks one as sensitive, it is hidden in its place only. */
const WORDS: ReadonlySet<string> = new Set(["Enabled", "Disabled", "Suspended"]);

/** The sensitive values of one change: everything that has the same text is hidden in it, whatever its length. */
export type OwnSecrets = ReadonlySet<string>;
const NONE: OwnSecrets = new Set();

/** A value as a text; booleans and nothing are no secrets by themselves. */
export const secretText = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value === ""
      ? undefined
      : value
    : typeof value === "number"
      ? String(value)
      : undefined;

/**
 * The sensitive values of a plan. Terraform loses the mark on the way through some resources and providers:
 * `terraform_data.output` shows in the open what is sensitive in `input`. Such a copy is hidden, too.
 */
export class Secrets {
  private readonly known = new Set<string>();
  /** By their first characters: any number of secrets is found in one pass over a text. */
  private readonly starts = new Map<string, string[]>();

  add(value: unknown): void {
    const text = secretText(value);
    if (text === undefined || text.length < SHORTEST || WORDS.has(text)) return;
    // The same secret, as it stands in JSON, in a URL or encoded for an HTTP header.
    const forms = [
      text,
      JSON.stringify(text).slice(1, -1),
      encode(text),
      Buffer.from(text).toString("base64"),
    ];
    for (const form of forms) {
      if (this.known.has(form)) continue;
      this.known.add(form);
      const start = form.slice(0, SHORTEST);
      const same = this.starts.get(start);
      if (same) same.push(form);
      else this.starts.set(start, [form]);
    }
  }

  get none(): boolean {
    return this.known.size === 0;
  }

  /** Both sides of a change without copies; the same objects if there are none. */
  hide(
    before: Value,
    after: Value,
    own: OwnSecrets = NONE,
  ): { readonly before: Value; readonly after: Value } {
    if (this.none && own.size === 0) return { before, after };
    return {
      before: this.walk(before, after, HIDDEN_BEFORE, own),
      after: this.walk(after, before, HIDDEN_AFTER, own),
    };
  }

  private walk(value: Value, other: Value, mark: Value, own: OwnSecrets): Value {
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (own.has(text) || this.known.has(text)) return equal(value, other) ? HIDDEN : mark;
      return typeof value === "string" ? this.within(value) : value;
    }
    if (isList(value)) {
      const list = value.map((each, i) => this.walk(each, isList(other) ? other[i] : undefined, mark, own));
      return list.some((each, i) => each !== value[i]) ? list : value;
    }
    if (!isMapping(value) || isMark(value)) return value;
    const peer = isMapping(other) ? other : {};
    const entries = Object.entries(value).map(
      ([key, each]) =>
        [
          this.within(key),
          this.walk(each, Object.hasOwn(peer, key) ? peer[key] : undefined, mark, own),
        ] as const,
    );
    return entries.some(([key, each]) => !Object.hasOwn(value, key) || each !== value[key])
      ? Object.fromEntries(entries)
      : value;
  }

  /** A text with every secret in it replaced. */
  within(text: string): string {
    if (this.none || text.length < SHORTEST) return text;
    let result = "";
    let from = 0;
    for (let i = 0; i + SHORTEST <= text.length; i++) {
      const found = this.starts
        .get(text.slice(i, i + SHORTEST))
        ?.filter((secret) => text.startsWith(secret, i))
        .reduce((longest, each) => (each.length > longest.length ? each : longest), "");
      if (!found) continue;
      result += text.slice(from, i) + HIDDEN.label;
      from = i + found.length;
      i = from - 1;
    }
    return from === 0 ? text : result + text.slice(from);
  }
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a surrogate pair.
    return text;
  }
}
