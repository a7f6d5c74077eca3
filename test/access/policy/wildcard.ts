/** Wildcards of IAM policies: `*` for any characters, `?` for one. Variables are replaced with values of the request. */
import type { Context } from "./request";

/** `${aws:username}` or `${aws:username, 'default'}`. A reference of Terraform has no colon and is a plain string. */
const VARIABLE = /\$\{([\w-]+:[^,}]+)(?:,\s*'([^']*)')?\}|\$\{([*?$])\}/g;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const compiled = new Map<string, RegExp>();

function compile(source: string, flags: string): RegExp {
  const key = `${flags} ${source}`;
  let expression = compiled.get(key);
  if (expression === undefined) compiled.set(key, (expression = new RegExp(`^${source}$`, flags)));
  return expression;
}

/**
 * The regular expression of a pattern. Undefined if the request has no value for a variable: such a pattern matches
 * nothing. Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
function expression(
  pattern: string,
  context: Context,
  { wildcards = true, ignoreCase = false } = {},
): RegExp | undefined {
  const plain = (text: string): string =>
    wildcards ? escape(text).replaceAll("\\*", "[\\s\\S]*").replaceAll("\\?", "[\\s\\S]") : escape(text);
  let source = "";
  let end = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const [whole, key, otherwise, character] = match;
    const value = character ?? context.values(key!)?.[0] ?? otherwise;
    if (value === undefined) return undefined;
    source += plain(pattern.slice(end, match.index)) + escape(value);
    end = match.index + whole.length;
  }
  return compile(source + plain(pattern.slice(end)), ignoreCase ? "i" : "");
}

/** Whether a string matches a pattern with wildcards. */
export function matches(pattern: string, value: string, context: Context, ignoreCase = false): boolean {
  return expression(pattern, context, { ignoreCase })?.test(value) ?? false;
}

/** Whether a string equals a pattern without wildcards. */
export function equals(pattern: string, value: string, context: Context, ignoreCase = false): boolean {
  return expression(pattern, context, { wildcards: false, ignoreCase })?.test(value) ?? false;
}

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

/** The parts of an ARN. The last one may contain colons, and so may a variable. */
function parts(arn: string): string[] {
  const all: string[] = [];
  let rest = arn;
  while (all.length < 5) {
    const [part] = /^(?:\$\{[^}]*\}|[^:$]|\$(?!\{))*/.exec(rest)!;
    if (part.length === rest.length) break;
    all.push(part);
    rest = rest.slice(part.length + 1);
  }
  return [...all, rest];
}
