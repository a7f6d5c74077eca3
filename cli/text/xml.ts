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

export function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
