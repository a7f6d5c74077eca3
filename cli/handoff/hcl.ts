/** Blocks of Terraform's native syntax, as `terraform fmt` leaves them. */
import { META_BLOCKS, type Blocks } from "./blocks";
import type { Json, JsonObject } from "../synthesized/configuration";
import { raw, rows, type Expression } from "./expression";
import { toExpression } from "./fold";
import { compareArguments, isLast } from "./order";
import { assignments, commented } from "./render";

/** Comments by the path of the argument below them, such as `details.name`. The empty path is the block itself. */
export type Comments = ReadonlyMap<string, string>;

/** `resource "aws_s3_bucket" "this" { … }` with its contents. */
export function block(
  header: readonly string[],
  body: JsonObject,
  blocks: Blocks,
  comments: Comments,
): string {
  const above = comments.get("");
  return (
    (above === undefined ? "" : commented(above, 0)) + written(header, body, { blocks, comments, path: [] })
  );
}

/** `name { … }` with arguments that are expressions. */
export function plainBlock(
  header: readonly string[],
  entries: ReadonlyArray<readonly [name: string, value: Expression]>,
  inner: readonly string[] = [],
): string {
  const sections = [entries.length > 0 ? assignments(entries, 2) : "", ...inner].filter(
    (text) => text !== "",
  );
  if (sections.length === 0) return `${heading(header)} {}\n`;
  return `${heading(header)} {\n${sections.join("\n")}}\n`;
}

/** A block's text, one level deeper. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

interface Place {
  readonly blocks: Blocks;
  readonly comments: Comments;
  readonly path: readonly string[];
}

function written(header: readonly string[], body: JsonObject, place: Place): string {
  const indent = place.path.length * 2;
  const margin = " ".repeat(indent);
  const known = place.path.length === 0 ? { ...place.blocks, ...META_BLOCKS } : place.blocks;
  const dynamics = (body["dynamic"] ?? {}) as Record<string, JsonObject>;
  const names = [...Object.keys(body).filter((name) => name !== "dynamic"), ...Object.keys(dynamics)].sort(
    compareArguments,
  );
  if (names.length === 0) return `${margin}${heading(header)} {}\n`;

  const sections: string[] = [];
  const attributes = (some: readonly string[]) => {
    if (some.length === 0) return;
    const entries = some.map((name) => {
      const path = [...place.path, name];
      return [name, attribute(path, body[name]!), place.comments.get(path.join("."))] as const;
    });
    sections.push(assignments(entries, indent + 2));
  };
  const isBlock = (name: string) => known[name] !== undefined;
  const last = (name: string) => isLast(name);
  attributes(names.filter((name) => !isBlock(name) && !last(name)));
  for (const name of [
    ...names.filter((one) => isBlock(one) && !last(one)),
    ...names.filter((one) => isBlock(one) && last(one)),
  ]) {
    const path = [...place.path, name];
    const comment = place.comments.get(path.join("."));
    const dynamic = dynamics[name];
    if (dynamic !== undefined) {
      const above = comment === undefined ? "" : commented(comment, indent + 2);
      sections.push(above + dynamicBlock(name, dynamic, { ...place, blocks: known[name]!, path }));
      continue;
    }
    bodies(body[name]!).forEach((inner, index) => {
      const above = comment !== undefined && index === 0 ? commented(comment, indent + 2) : "";
      sections.push(above + written([name], inner, { ...place, blocks: known[name]!, path }));
    });
  }
  attributes(names.filter((name) => !isBlock(name) && last(name)));
  return `${margin}${heading(header)} {\n${sections.join("\n")}${margin}}\n`;
}

/** `dynamic "rule" { … }` */
function dynamicBlock(name: string, { for_each, content }: JsonObject, place: Place): string {
  const indent = place.path.length * 2;
  const margin = " ".repeat(indent);
  const each = assignments([["for_each", rows(toExpression(for_each!))]], indent + 2);
  const inner = written(["content"], content as JsonObject, { ...place, path: [...place.path, "content"] });
  return `${margin}${heading(["dynamic", name])} {\n${each}\n${inner}${margin}}\n`;
}

function heading([type, ...labels]: readonly string[]): string {
  return [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
}

function bodies(value: Json): JsonObject[] {
  return (Array.isArray(value) ? value : [value]) as JsonObject[];
}

/** Arguments of Terraform itself whose strings are references instead of templates. */
const REFERENCES = new Set([
  "provider",
  "depends_on",
  "lifecycle.ignore_changes",
  "lifecycle.replace_triggered_by",
]);

function attribute(path: readonly string[], value: Json): Expression {
  return REFERENCES.has(path.join(".")) ? bare(value) : toExpression(value);
}

/** References that are plain strings in the JSON. */
export function bare(value: Json): Expression {
  if (Array.isArray(value)) return { kind: "list", items: value.map(bare) };
  return raw(value as string);
}
