import { pairsOf, type Architecture } from "./architecture";
import { isBracket } from "./replication-lines";
import { element, number, textAt, widthOf } from "./svg";

type LegendEntry = readonly [kind: string, text: string];

/** The kinds of lines that the picture has. */
export function legendOf(architecture: Architecture): LegendEntry[] {
  const { regions } = architecture;
  const pairs = pairsOf(architecture);
  const arcs = !isBracket(architecture);
  const entries: ReadonlyArray<readonly [shown: boolean, ...entry: LegendEntry]> = [
    [regions.some(({ routing }) => routing === "active"), "to-active", "requests to an active Region"],
    [
      regions.some(({ routing }) => routing === "passive"),
      "to-passive",
      "passive: requests after a failover",
    ],
    [arcs && pairs.some(({ both }) => both), "replicates", "replication in both directions"],
    [arcs && pairs.some(({ both }) => !both), "replicates", "replication in the direction of the arrow"],
  ];
  return entries.flatMap(([shown, ...entry]) => (shown ? [entry] : []));
}

export function legendWidth(entries: readonly LegendEntry[]): number {
  return entries.reduce((sum, [, text]) => sum + 34 + widthOf(text, 12) + 24, 0);
}

export function legend(entries: readonly LegendEntry[], x: number, y: number): string {
  return entries
    .map(([kind, text]) => {
      const entry =
        element("path", { d: `M${number(x)},${y - 4}h26`, class: kind }) + textAt(x + 34, y, text, "s");
      x += 34 + widthOf(text, 12) + 24;
      return entry;
    })
    .join("");
}
