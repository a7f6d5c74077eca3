import type { Point } from "../access-point/observations";

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** The last values as bars, each as wide as a letter, the highest of them full; a line of naught is flat. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const most = Math.max(...shown, 0);
  const bar = (value: number): string =>
    most <= 0
      ? bars[0]
      : bars[Math.min(bars.length - 1, Math.floor((Math.max(0, value) / most) * bars.length))]!;
  return shown.map(bar).join("").padStart(width);
}

/** Draws sparklines of one width: none on a narrow screen, or where there is nothing yet to compare. */
export function sparks(
  all: ReadonlyArray<readonly Point[]>,
  columns: number,
): (points: readonly Point[] | undefined) => string {
  if (columns < 76 || all.every((points) => points.length < 2)) return () => "";
  const width = columns < 110 ? 8 : 16;
  return (points = []) => `${sparkline(points.length < 2 ? [] : points.map(({ value }) => value), width)} `;
}
