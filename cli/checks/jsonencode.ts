/**
 * The value of `${jsonencode(…)}` as CDKTF writes it: JSON with `=` in place of the colons of objects, and with
 * references outside of strings. A reference becomes the string `${reference}`. Undefined for any other text.
 */
export function decodeJsonencode(text: string): unknown {
  const inner = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  let json = "";
  let inString = false;
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at]!;
    const reference = inString ? undefined : /^[a-z]\w*(\.\w+)+/.exec(inner.slice(at, at + 300))?.[0];
    if (reference !== undefined) {
      json += `"\${${reference}}"`;
      at += reference.length - 1;
      continue;
    }
    if (inString && char === "\\") {
      json += char + (inner[++at] ?? "");
      continue;
    }
    if (char === '"') inString = !inString;
    json += !inString && char === "=" ? ":" : char;
  }
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
