/** A table for people that fits 100 columns: cells that are too long lose their end. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns = 100,
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, index) => Math.max(...all.map((row) => (row[index] ?? "").length)));
  const total = (gap: number): number => widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1);
  const gap = total(2) <= columns ? 2 : 1;
  while (total(gap) > columns) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return all.map((row) =>
    row
      .map((cell, index) => fit(cell, widths[index] ?? 0))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

function fit(cell: string, width: number): string {
  return cell.length <= width ? cell.padEnd(width) : `${cell.slice(0, Math.max(0, width - 1))}…`;
}
