import type { Point } from "../access-point/observations";

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** The last values as bars, each as wide as a letter. @param most the value of a full bar */
export function sparkline(values: readonly number[], width: number, most: number): string {
  const bar = (value: number): string =>
    most <= 0
      ? bars[0]
      : bars[Math.min(bars.length - 1, Math.floor((Math.max(0, value) / most) * bars.length))]!;
  return values.slice(-width).map(bar).join("").padStart(width);
}

/**
 * Draws the sparklines of one column. All of them share one scale, so that their heights can be compared. There are none
 * on a narrow screen, or while there is only one value.
 */
export function sparks(
  all: ReadonlyArray<readonly Point[]>,
  columns: number,
): (points: readonly Point[] | undefined) => string {
  if (columns < 76 || all.every((points) => points.length < 2)) return () => "";
  const width = columns < 110 ? 8 : 16;
  const drawn = (points: readonly Point[]): number[] =>
    points.length < 2 ? [] : points.slice(-width).map(({ value }) => value);
  const most = Math.max(0, ...all.flatMap(drawn));
  return (points = []) => `${sparkline(drawn(points), width, most)} `;
}
