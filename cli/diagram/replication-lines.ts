import { isFullMesh, pairsOf, type Architecture } from "./architecture";
import { FEW, regionId } from "./cards";
import type { Placed, Point } from "./layout";
import { element, number, textAt, widthOf } from "./svg";

/** More pairs than this are one bracket: nobody can follow single arcs among so many. */
const MOST_ARCS = 6;

/** Whether replication is drawn as one bracket. */
export function isBracket(architecture: Architecture): boolean {
  return architecture.regions.length > FEW || pairsOf(architecture).length > MOST_ARCS;
}

/** A bracket around the Regions that says what replicates. */
function drawMesh(
  architecture: Architecture,
  places: ReadonlyMap<string, Placed>,
): { drawn: string; width: number } {
  const boxes = architecture.regions.map((one) => places.get(regionId(one))!);
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 8;
  const top = Math.min(...boxes.map(({ y }) => y)) + 4;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) - 4;
  const count = architecture.regions.length;
  const all = count * (count - 1);
  const text = isFullMesh(architecture)
    ? [`Full mesh`, "every bucket replicates", "to every other bucket"]
    : ["Partial mesh", `${architecture.replication.length} of ${all}`, "directions replicate"];
  const middle = (top + bottom) / 2;
  const path = element("path", {
    d: `M${number(right)},${number(top)}h10V${number(bottom)}h-10`,
    class: "replicates",
  });
  const lines = text.map((line, index) =>
    textAt(right + 20, middle - 14 + index * 18, line, index === 0 ? "b" : "s"),
  );
  return {
    drawn: `${element("g", {}, path, ...lines)}\n`,
    width: 28 + Math.max(...text.map((line) => widthOf(line, 12, false, true))),
  };
}

/** Arcs at the right of the Regions' column: the further apart two Regions are, the wider their arc. */
export function drawReplication(
  architecture: Architecture,
  places: ReadonlyMap<string, Placed>,
): { drawn: string; width: number } {
  if (isBracket(architecture)) return drawMesh(architecture, places);
  const pairs = pairsOf(architecture);
  const order = new Map(architecture.regions.map(({ region }, index) => [region, index]));
  const step = 34;
  let width = 0;
  const drawn = pairs.map(({ from, to, both }) => {
    const distance = order.get(to)! - order.get(from)!;
    const a = port(places.get(regionId({ region: from }))!, distance, order.size);
    const b = port(places.get(regionId({ region: to }))!, -distance, order.size);
    // A cubic line reaches three quarters of the way to its handles.
    const reach = 34 + step * Math.abs(distance);
    width = Math.max(width, reach * 0.75 + 10);
    return element("path", {
      d: `M${number(a.x)},${number(a.y)}C${number(a.x + reach)},${number(a.y)} ${number(b.x + reach)},${number(b.y)} ${number(b.x)},${number(b.y)}`,
      class: "replicates",
      "marker-end": "url(#tip-replicates)",
      ...(both && { "marker-start": "url(#tip-replicates)" }),
    });
  });
  return { drawn: element("g", {}, ...drawn) + "\n", width };
}

/** Where an arc meets a box: arcs upward in its upper half, the widest outermost. */
function port({ x, y, width, height }: Placed, distance: number, count: number): Point {
  const most = Math.max(1, count - 1);
  const room = (height - 16) / 2;
  const share = (Math.abs(distance) - 0.5) / most;
  return { x: x + width + 5, y: y + height / 2 + Math.sign(distance) * room * (1 - share) };
}
