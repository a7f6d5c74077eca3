import { plain, type Paint, type Style } from "./paint";
import { pieces, wrap } from "./wrap";

/** A cell, and how it is emphasized. */
export type Cell = string | { readonly text: string; readonly style: Style | undefined };

export interface TableOptions {
  /** The width of a line. */
  readonly columns: number;
  /** @default no emphasis */
  readonly paint?: Paint;
  /** Aligns every column but the first to the right, for numbers. @default false */
  readonly numbers?: boolean;
}

/** Columns narrower than this say nothing: the rows become lists instead. */
const narrowest = 12;

/**
 * A table that fits: if there is not enough room, the cells of the widest column continue on the next line, and on a
 * narrow screen each row becomes a list of its cells.
 */
export function table(
  head: readonly string[],
  rows: ReadonlyArray<readonly Cell[]>,
  { columns, paint = plain, numbers = false }: TableOptions,
): string[] {
  const all: ReadonlyArray<readonly Cell[]> = [head, ...rows];
  const fitted = fit(naturalWidths(head, rows), columns);
  if (fitted === undefined) return rows.flatMap((row) => list(head, row, columns, paint));
  return all.flatMap((row) => cells(row, fitted.widths, fitted.gap, paint, numbers));
}

/**
 * A table for a screen that is redrawn: each row takes one line, the head first. If there is not enough room, the columns
 * in `leaveOut` are left out in this order, and then cells are cut.
 */
export function compactTable(
  head: readonly string[],
  rows: ReadonlyArray<readonly Cell[]>,
  { columns, paint = plain, leaveOut = [] }: TableOptions & { readonly leaveOut?: readonly number[] },
): string[] {
  const natural = naturalWidths(head, rows);
  const shown = new Set(natural.keys());
  const widths = (): number[] => [...shown].map((index) => natural[index]!);
  for (const index of leaveOut) if (total(widths(), 1) > columns) shown.delete(index);
  const gap = total(widths(), 2) <= columns ? 2 : 1;
  while (total(widths(), gap) > columns && Math.max(...widths()) > 1) {
    const widest = [...shown].reduce((a, b) => (natural[b]! > natural[a]! ? b : a));
    natural[widest]! -= 1;
  }
  return [head, ...rows].map((row: readonly Cell[]) =>
    [...shown]
      .map((index) => {
        const text = cut(textOf(row[index]), natural[index]!);
        return painted(row[index], text, paint) + " ".repeat(natural[index]! - text.length);
      })
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

/** The beginning of a text that is too long. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function naturalWidths(head: readonly string[], rows: ReadonlyArray<readonly Cell[]>): number[] {
  return head.map((title, index) => Math.max(title.length, ...rows.map((row) => textOf(row[index]).length)));
}

function total(widths: readonly number[], gap: number): number {
  return widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1);
}

/** The widths of the columns; nothing if even the narrowest do not fit. */
function fit(natural: readonly number[], columns: number): { widths: number[]; gap: number } | undefined {
  const gap = total(natural, 2) <= columns ? 2 : 1;
  const widths = [...natural];
  while (total(widths, gap) > columns) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= narrowest) return undefined;
    widths[widest]! -= 1;
  }
  return { widths, gap };
}

function cells(
  row: readonly Cell[],
  widths: readonly number[],
  gap: number,
  paint: Paint,
  numbers: boolean,
): string[] {
  const broken = widths.map((width, index) => brokenCell(textOf(row[index]), width));
  const height = Math.max(...broken.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, index) => {
        const text = broken[index]![line] ?? "";
        const space = " ".repeat(width - text.length);
        const shown = painted(row[index], text, paint);
        return numbers && index > 0 ? space + shown : shown + space;
      })
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

function brokenCell(text: string, width: number): string[] {
  return text.length <= width ? [text] : wrap(text, { columns: width });
}

/** A row as a list: the first cell, then each other cell after the head of its column. */
function list(head: readonly string[], row: readonly Cell[], columns: number, paint: Paint): string[] {
  const [first, ...others] = row;
  const width = Math.max(...head.slice(1).map((one) => one.length));
  return [
    ...pieces(textOf(first), columns).map((text) => painted(first, text, paint)),
    ...others.flatMap((cell, index) => {
      const lead = `  ${(head[index + 1] ?? "").toLowerCase().padEnd(width)}  `;
      const [line = "", ...more] = wrap(textOf(cell), { columns, indent: lead.length, lead: "" });
      return [lead + painted(cell, line, paint), ...more.map((one) => painted(cell, one, paint))];
    }),
  ];
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === "object" ? cell.text : (cell ?? "");
}

function painted(cell: Cell | undefined, text: string, paint: Paint): string {
  return typeof cell === "object" && cell.style !== undefined && text !== "" ? paint(cell.style, text) : text;
}
