import type { Json } from "../synthesized/configuration";
/** Type constraints of variables, in both syntaxes. */

/** A type as Terraform writes it, or an object whose attributes all have one type. */
export type Type = string | { readonly keys: readonly string[]; readonly type: string };

/** Over several lines, indented by two columns below the first. */
export function nativeType(type: Type): string {
  if (typeof type === "string") return type;
  const width = Math.max(...type.keys.map((key) => key.length));
  const attributes = type.keys.map((key) => `    ${key.padEnd(width)} = ${type.type}\n`);
  return `object({\n${attributes.join("")}  })`;
}

/** On one line. */
export function inlineType(type: Type): string {
  if (typeof type === "string") return type;
  return `object({ ${type.keys.map((key) => `${key} = ${type.type}`).join(", ")} })`;
}

/** A value of the `locals` block, which several resources use. */
export interface Local {
  readonly name: string;
  readonly comment: string;
  readonly value: Json;
}
