import { ref, Token } from "cdktf";
import type { Json } from "../synthesized/configuration";
import type { Type } from "./types";
import { wholeNumber } from "./variable-rules";
import type { Variable } from "./variable";

type About = Pick<Variable, "description" | "validations">;

/** Collects variables and returns a reference for each value. */
export class Found {
  readonly variables: Variable[] = [];

  add(name: string, type: Type, value: Json, about: About): void {
    this.variables.push({ name, type, default: value, ...about });
  }

  text<T extends string | null | undefined>(name: string, value: T, about: About): T | string {
    if (typeof value !== "string") return value;
    this.add(name, "string", value, about);
    return reference(`var.${name}`);
  }

  count(name: string, value: number | undefined, description: string, least: number): number | undefined {
    if (value === undefined) return undefined;
    this.add(name, "number", value, { description, validations: wholeNumber(name, least) });
    return Token.asNumber(ref(`var.${name}`));
  }

  list(name: string, values: readonly string[] = [], about: About): readonly string[] {
    if (values.length > 0) this.add(name, "list(string)", [...values], about);
    return values.map((_, index) => reference(`var.${name}[${index}]`));
  }

  textMap(
    name: string,
    values: Readonly<Record<string, string>>,
    { type = objectOf(values, "string"), ...about }: About & { type?: Type },
  ): Record<string, string> {
    const keys = Object.keys(values);
    if (keys.length > 0 || typeof type === "string") this.add(name, type, { ...values }, about);
    return Object.fromEntries(keys.map((key) => [key, reference(`var.${name}["${key}"]`)]));
  }

  listMap(
    name: string,
    values: Readonly<Record<string, readonly string[]>>,
    about: About,
  ): Record<string, string[]> {
    const entries = Object.entries(values).map(([key, list]): [string, string[]] => [key, [...list]]);
    if (entries.length > 0)
      this.add(name, objectOf(values, "list(string)"), Object.fromEntries(entries), about);
    return Object.fromEntries(
      entries.map(([key, list]) => [
        key,
        list.map((_, index) => reference(`var.${name}["${key}"][${index}]`)),
      ]),
    );
  }
}

/** A token that resolves to `${expression}`. */
export function reference(expression: string): string {
  return Token.asString(ref(expression));
}

/** An object type with the same type for each key. */
export function objectOf(values: object, type: string): Type {
  return { keys: Object.keys(values), type };
}
