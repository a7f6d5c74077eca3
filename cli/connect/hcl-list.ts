/** A list of strings in HCL, as terraform fmt writes it: on one line if it is short. @param indent of the attribute */
export function hclList(values: readonly string[], indent: number): string {
  const quoted = values.map((value) => JSON.stringify(value));
  if (quoted.length < 2) return `[${quoted.join("")}]`;
  const inner = " ".repeat(indent + 2);
  return `[\n${quoted.map((value) => `${inner}${value},\n`).join("")}${" ".repeat(indent)}]`;
}
