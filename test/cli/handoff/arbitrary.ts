import fc from "fast-check";

/** What could break out of a quoted text, or be taken for an expression, in one of the three syntaxes. */
const FRAGMENTS = [
  "${",
  "$${",
  "$$${",
  "%{",
  "%%{",
  "%%%{",
  "}",
  "$",
  "%",
  '"',
  "'",
  "\\",
  "\\n",
  '\\"',
  "`",
  "#",
  "//",
  "/*",
  "${var.name}",
  "%{ if true }",
  "<<EOT\n",
  "\nEOT\n",
  "${jsonencode({",
  "\n",
  "\r\n",
  "\t",
  "é",
  "ß",
  "日本",
  "🪣",
  "\u0007",
  "\u200b",
  "\u202e",
  "\u2028",
  "a",
  "0",
  " ",
];

/** Terraform normalizes text to the composed form, wherever it comes from. */
const composed = (text: string) => text.normalize("NFC");

/** Any text, most often of what is dangerous. */
export const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ unit: "grapheme" })), {
    maxLength: 8,
  })
  .map((parts) => composed(parts.join("")));

/** Dangerous text of some characters only. */
export function textOf(characters: RegExp): fc.Arbitrary<string> {
  const keep = (from: string) => [...from].filter((character) => characters.test(character)).join("");
  return text.map(keep).filter((kept) => kept !== "");
}
