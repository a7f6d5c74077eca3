import { Token } from "cdktf";

/**
 * Text that Terraform must take as it is: in a JSON configuration every string is a template, so `${` and `%{` would
 * be read as the beginning of an expression.
 */
export function literal(text: string): string {
  return Token.isUnresolved(text) ? text : text.replace(/[$%](?=\{)/g, "$&$&");
}

/** {@link literal} for the keys and values of a map. */
export function literals(
  map: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [literal(key), literal(value)]));
}
