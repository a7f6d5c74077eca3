import type { Element, Json, JsonObject } from "../synthesized/configuration";
import type { Blocks, BlocksByType } from "./blocks";
import { dynamicBlock, type DynamicBlock } from "./dynamic";
import { shareLists } from "./shared-lists";
import { shareRows, type RowSource } from "./shared-rows";
import type { Local } from "./types";

export interface Folded {
  readonly elements: readonly Element[];
  readonly locals: readonly Local[];
}

/** Lines that a `dynamic` block must save. Below that, the blocks themselves are easier to read. */
const LEAST_SAVED_LINES = 10;

/**
 * Folds what a configuration repeats: blocks of the same structure into `dynamic` blocks, and lists that several
 * resources have in common into `locals`. The addresses and the planned values are unchanged.
 */
export function foldRepetition(elements: readonly Element[], blocks: BlocksByType): Folded {
  const sources: RowSource[] = [];
  const folded = elements.map((element) => {
    if (element.kind !== "resource") return element;
    const known = blocks[`resource.${element.type}`] ?? {};
    const body = foldBlocks(element.body, known, (name, block) => sources.push({ element, name, ...block }));
    return { ...element, body };
  });
  const rows = shareRows(folded, sources);
  const lists = shareLists(rows.elements);
  return { elements: lists.elements, locals: [...rows.locals, ...lists.locals] };
}

/** The body with `dynamic` blocks, as Terraform's JSON syntax has them. */
function foldBlocks(
  body: JsonObject,
  known: Blocks,
  onFold: (name: string, block: DynamicBlock) => void = () => undefined,
): JsonObject {
  const result: JsonObject = {};
  const dynamic: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    const inner = known[name];
    if (inner === undefined || value === null || typeof value !== "object") {
      result[name] = value;
      continue;
    }
    const bodies = (Array.isArray(value) ? value : [value]) as JsonObject[];
    const block = foldable(name, bodies);
    if (block === undefined)
      result[name] = Array.isArray(value)
        ? bodies.map((one) => foldBlocks(one, inner))
        : foldBlocks(value, inner);
    else {
      onFold(name, block);
      dynamic[name] = { for_each: [...block.rows], content: foldBlocks(block.content, inner) };
    }
  }
  return Object.keys(dynamic).length === 0 ? result : { ...result, dynamic };
}

function foldable(name: string, bodies: readonly JsonObject[]): DynamicBlock | undefined {
  const block = dynamicBlock(name, bodies);
  if (block === undefined) return undefined;
  const before = bodies.reduce((sum, body) => sum + 3 + lineCount(body), 0);
  const after = 7 + block.rows.length + lineCount(block.content);
  return before - after >= LEAST_SAVED_LINES ? block : undefined;
}

/** Lines of a block's body, roughly. */
function lineCount(body: Json): number {
  if (Array.isArray(body)) return body.reduce<number>((sum, one) => sum + lineCount(one), 0);
  if (body === null || typeof body !== "object") return 1;
  return Object.values(body).reduce<number>(
    (sum, value) => sum + (value !== null && typeof value === "object" ? 3 + lineCount(value) : 1),
    0,
  );
}
