import { Token } from "cdktf";

/**
 * Escapes text that Terraform must not evaluate. Every string of a JSON configuration is a template, in which `${` and
 * `%{` begin an expression.
 */
export function literal(text: string): string {
  return Token.isUnresolved(text) ? text : text.replace(/[$%](?=\{)/g, "$&$&");
}

/** Applies {@link literal} to the keys and values of a map. */
export function literals(
  map: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [literal(key), literal(value)]));
}
