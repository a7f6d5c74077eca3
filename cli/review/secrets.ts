import { isDeep } from "./input";
import { HIDDEN, HIDDEN_AFTER, HIDDEN_BEFORE, equal, isList, isMapping, isMark, type Value } from "./values";

/** A shorter secret is found by its place only: as a text, it may be part of anything. */
const SHORTEST = 6;
/** Words of the plan format. If somebody marks one as sensitive, it is hidden in its place only. */
const WORDS: ReadonlySet<string> = new Set(["Enabled", "Disabled", "Suspended"]);

/** The sensitive values of one change: everything that has the same text is hidden in it, whatever its length. */
export type OwnSecrets = ReadonlySet<string>;
export const NONE: OwnSecrets = new Set();

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
  private readonly texts = new Set<string>();
  private readonly known = new Set<string>();
  /** Keys of instances that contain a secret, in the order of the plan. */
  private readonly keys = new Map<string, number>();
  /** The lengths of the secrets with the same first characters, longest first: any number is found in one pass over a text. */
  private readonly lengths = new Map<string, number[]>();

  add(value: unknown): void {
    const text = secretText(value);
    if (text === undefined || text.length < SHORTEST || WORDS.has(text) || this.texts.has(text)) return;
    this.texts.add(text);
    this.index(formsOf(text));
    const trimmed = text.trim();
    if (trimmed !== text) this.add(trimmed);
    // A part of a key file or of a JSON document is a secret of its own.
    for (const part of partsOf(trimmed)) this.add(part);
  }

  private index(forms: readonly string[]): void {
    for (const form of forms) {
      if (form.length < SHORTEST || this.known.has(form)) continue;
      this.known.add(form);
      const start = form.slice(0, SHORTEST);
      const same = this.lengths.get(start);
      if (same === undefined) this.lengths.set(start, [form.length]);
      else if (!same.includes(form.length)) {
        const shorter = same.findIndex((length) => length < form.length);
        same.splice(shorter < 0 ? same.length : shorter, 0, form.length);
      }
    }
  }

  /** An address without a secret in the keys of its instances. Different secrets remain different. */
  address(address: string, own: OwnSecrets = NONE): string {
    if ((this.none && own.size === 0) || !address.includes('["')) return address;
    return address.replace(/\["((?:[^"\\]|\\.)*)"\]/g, (whole, key: string) => {
      const hidden = own.has(key) || this.known.has(key) ? HIDDEN.label : this.within(key);
      if (hidden === key) return whole;
      let number = this.keys.get(key);
      if (number === undefined) this.keys.set(key, (number = this.keys.size + 1));
      return `["${hidden}${number === 1 ? "" : ` ${number}`}"]`;
    });
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
      const found = this.lengths
        .get(text.slice(i, i + SHORTEST))
        ?.find((length) => i + length <= text.length && this.known.has(text.slice(i, i + length)));
      if (found === undefined) continue;
      result += text.slice(from, i) + HIDDEN.label;
      from = i + found;
      i = from - 1;
    }
    return from === 0 ? text : result + text.slice(from);
  }
}

/** The same secret, as it stands in JSON, in a URL or encoded for an HTTP header, alone or within another text. */
function formsOf(text: string): readonly string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const hex = Buffer.from(text).toString("hex");
  const forms = [text, hex, hex.toUpperCase(), Buffer.from(text).toString("base64"), ...insideBase64(text)];
  if (PLAIN.test(text)) return forms;
  return [
    ...forms,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    // Terraform's jsonencode and urlencode.
    inJson.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
    ...encoded(text),
    ...forms.slice(1).map((each) => each.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** A text that JSON and URLs do not change. */
const PLAIN = /^[\w.~-]*$/;

/** The middle of its base64 form at each of the three offsets. The characters at its ends depend on its neighbors. */
function insideBase64(text: string): readonly string[] {
  if (text.length < 2 * SHORTEST - 4) return [];
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    return bytes.toString("base64").slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
  });
}

function encoded(text: string): readonly string[] {
  try {
    const uri = encodeURIComponent(text);
    const all = uri.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
    return [uri, all, all.replaceAll("%20", "+")];
  } catch {
    // Half of a surrogate pair.
    return [];
  }
}

/** A shorter line or value is no secret by itself. */
const SHORTEST_PART = 8;
/** So long a line tells one text from others. */
const SHORTEST_LINE = 24;

/** The lines of a key file, and the values of a JSON document that is no policy: its words stand everywhere. */
function partsOf(text: string): readonly string[] {
  if (/^[[{]/.test(text)) {
    if (text.includes('"Statement"') || isDeep(text)) return [];
    try {
      return valuesIn(JSON.parse(text)).filter((each) => each.length >= SHORTEST_PART);
    } catch {
      return [];
    }
  }
  if (!text.includes("\n")) return [];
  return text.split("\n").filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}

/** The names of things: they stand all over the plan, and are no secrets by themselves. */
const NAMES =
  /^(bucket|region|host|hostname|engine|port|db_?name|database|name|user_?name|user|arn|account(_?id)?|url|endpoint|type|status|id)$/i;

const valuesIn = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? value.startsWith("arn:")
      ? []
      : [value]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, each]) => (NAMES.test(key) ? [] : valuesIn(each)))
      : [];
