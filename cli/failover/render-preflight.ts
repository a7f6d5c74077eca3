import type { Paint } from "../adapters/terminal";
import { wrap } from "../text/wrap";
import type { Item } from "./preflight";

const marks = { green: "ok  ", amber: "look", red: "STOP" } as const;

/** The preflight as a list: one line an item, its advice below. */
export function renderPreflight(items: readonly Item[], paint: Paint): string[] {
  const width = Math.min(44, Math.max(...items.map(({ title }) => title.length)));
  return items.flatMap(({ level, title, detail, advice }) => [
    ...wrap(`  ${paint(level, marks[level])}  ${title.padEnd(width)}  `, detail, width + 10),
    ...(advice === undefined ? [] : wrap(" ".repeat(width + 10), `-> ${advice}`, width + 13)),
  ]);
}
