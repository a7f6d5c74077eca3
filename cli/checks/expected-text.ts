/** Strings of a synthesized stack, in which `${` begins a reference and `$${` is the text `${`. */

/** Whether a text contains a reference that is not resolved. */
export function isOpen(text: string): boolean {
  return /(?<!\$)\$\{/.test(text);
}

/** The text that Terraform sends to AWS, if there is no reference in it. */
export function unescaped(text: string): string {
  return text.replace(/([$%])\1(?=\{)/g, "$1");
}
