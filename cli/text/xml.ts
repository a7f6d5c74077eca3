import { escapeMarkup } from "./escape";

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** Replaces the five entities of XML and character references. */
export function unescapeXml(text: string): string {
  return text.replace(
    /&(?:(lt|gt|quot|apos|amp)|#(\d+)|#x([0-9a-fA-F]+));/g,
    (_, name?: string, decimal?: string, hex?: string) =>
      name !== undefined
        ? (entities[name] ?? "")
        : String.fromCodePoint(decimal !== undefined ? Number(decimal) : parseInt(hex ?? "0", 16)),
  );
}

/** Escapes text for an XML document. Characters that XML 1.0 cannot carry become U+FFFD. */
export function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return escapeMarkup(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}
