import fc from "fast-check";

/** Text that could end a quoted string or be read as an expression in one of the three syntaxes. */
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

/** Terraform normalizes all text to the composed form. */
const composed = (text: string) => text.normalize("NFC");

/** Any text, mostly dangerous. */
export const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ unit: "grapheme" })), {
    maxLength: 8,
  })
  .map((parts) => composed(parts.join("")));

/** Dangerous text that consists of some characters only. */
export function textOf(characters: RegExp): fc.Arbitrary<string> {
  const keep = (from: string) => [...from].filter((character) => characters.test(character)).join("");
  return text.map(keep).filter((kept) => kept !== "");
}
