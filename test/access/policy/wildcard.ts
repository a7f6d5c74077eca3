/** Wildcards of IAM policies: `*` for any characters, `?` for one. Variables are replaced with values of the request. */
import type { Context } from "./request";

/** `${aws:username}` or `${aws:username, 'default'}`. A reference of Terraform has no colon and is a plain string. */
const VARIABLE = /\$\{([\w-]+:[^,}]+)(?:,\s*'([^']*)')?\}|\$\{([*?$])\}/g;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const plain = (text: string): string =>
  escape(text).replaceAll("\\*", "[\\s\\S]*").replaceAll("\\?", "[\\s\\S]");

/** Keeps the result of a function for each string. */
function memoized<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) known.set(text, (value = compute(text)));
    return value;
  };
}

const expression = memoized((source: string) => new RegExp(`^${source}$`));
const expressionIgnoringCase = memoized((source: string) => new RegExp(`^${source}$`, "i"));
const sourceOf = memoized(plain);
const literalSourceOf = memoized(escape);

/**
 * The source of the regular expression of a pattern. Undefined if the request has no value for a variable: such a pattern
 * matches nothing. Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
function source(pattern: string, context: Context, part: (text: string) => string): string | undefined {
  if (!pattern.includes("${")) return part(pattern);
  let result = "";
  let end = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const [whole, key, otherwise, character] = match;
    const value = character ?? context.values(key!)?.[0] ?? otherwise;
    if (value === undefined) return undefined;
    result += part(pattern.slice(end, match.index)) + escape(value);
    end = match.index + whole.length;
  }
  return result + part(pattern.slice(end));
}

function test(expected: string | undefined, value: string, ignoreCase: boolean): boolean {
  if (expected === undefined) return false;
  return (ignoreCase ? expressionIgnoringCase : expression)(expected).test(value);
}

/** Whether a string matches a pattern with wildcards. */
export function matches(pattern: string, value: string, context: Context, ignoreCase = false): boolean {
  return test(source(pattern, context, sourceOf), value, ignoreCase);
}

/** Whether a string equals a pattern without wildcards. */
export function equals(pattern: string, value: string, context: Context, ignoreCase = false): boolean {
  return test(source(pattern, context, literalSourceOf), value, ignoreCase);
}

/** The parts of an ARN. The last one may contain colons, and so may a variable. */
const parts = memoized((arn: string): readonly string[] => {
  const all: string[] = [];
  let rest = arn;
  while (all.length < 5) {
    const [part] = /^(?:\$\{[^}]*\}|[^:$]|\$(?!\{))*/.exec(rest)!;
    if (part.length === rest.length) break;
    all.push(part);
    rest = rest.slice(part.length + 1);
  }
  return [...all, rest];
});

/**
 * Whether an ARN matches a pattern. The six parts are compared one by one, so a wildcard does not match a colon between
 * two parts. Source: IAM User Guide, "Condition operators", ARN condition operators.
 */
export function matchesArn(pattern: string, arn: string, context: Context): boolean {
  if (pattern === "*") return true;
  const patterns = parts(pattern);
  const values = parts(arn);
  return patterns.length === values.length && patterns.every((one, i) => matches(one, values[i]!, context));
}
