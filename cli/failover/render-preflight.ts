import type { Paint } from "../text/paint";
import { wrap } from "../text/wrap";
import type { Item } from "./preflight";

/** If the detail beside the title would be narrower than this, it stands below the title. */
const narrowest = 30;

const marks = { green: "ok  ", amber: "look", red: "STOP" } as const;

/** The preflight as a list: one line an item, its advice below. */
export function renderPreflight(
  items: readonly Item[],
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string[] {
  const width = Math.min(44, Math.max(...items.map(({ title }) => title.length)));
  const beside = columns - width - 10 >= narrowest;
  const indent = beside ? width + 10 : 8;
  return items.flatMap(({ level, title, detail, advice }) => {
    const mark = `  ${paint(level, marks[level])}  `;
    return [
      ...(beside
        ? wrap(detail, { columns, indent, lead: `${mark}${title.padEnd(width)}  ` })
        : [...wrap(title, { columns, indent: 8, lead: mark }), ...wrap(detail, { columns, indent })]),
      ...(advice === undefined
        ? []
        : wrap(`-> ${advice}`, { columns, indent: indent + 3, lead: " ".repeat(indent) })),
    ];
  });
}
