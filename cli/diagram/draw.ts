import { summary, type Architecture } from "./architecture";
import { FEW, regionCards, regionId, watched } from "./cards";
import { describe } from "./describe";
import { graphOf, GRID, gridOf } from "./graph";
import { place, type Placed, type Point } from "./layout";
import { legend, legendOf, legendWidth } from "./legend";
import { drawReplication } from "./replication-lines";
import { escapeXml } from "../text/xml";
import { curve, element, number, textAt, widthOf } from "./svg";
import { style } from "./theme";

const MARGIN = 24;
const HEADER = 78;
const FOOTER = 46;

/** The picture of an environment, as an SVG document; the same architecture always gives the same text. */
export function drawSvg(architecture: Architecture): string {
  const { regions, name } = architecture;
  const { cards, lines } = graphOf(architecture);
  const many = regions.length > FEW;
  const layout = place(cards, lines, {
    gap: many ? 18 : 26,
    column: many ? [] : regions.map(regionId),
    ...(many && { stretch: GRID }),
  });
  const places = new Map<string, Placed>(
    [...layout.boxes].map(([id, box]) => [id, { ...box, x: box.x + MARGIN, y: box.y + HEADER }]),
  );
  const inGrid = many ? gridOf(regionCards(regions), places.get(GRID)!) : [];
  for (const { box } of inGrid) places.set(box.id, box);
  const moved = ({ x, y }: Point): Point => ({ x: x + MARGIN, y: y + HEADER });

  const arcs = drawReplication(architecture, places);
  const legendEntries = legendOf(architecture);
  const width = Math.max(
    MARGIN + layout.width + arcs.width + MARGIN,
    legendWidth(legendEntries) + 2 * MARGIN,
    widthOf(name, 20, false, true) + 2 * MARGIN,
    widthOf(subtitle(architecture), 12) + 2 * MARGIN,
  );
  const height = HEADER + layout.height + FOOTER + 14;
  const drawnLines = lines.map((line, index) => {
    const { points, label } = layout.lines[index]!;
    const tip = line.kind === "to-active" ? "tip-active" : "tip-plain";
    const path = element("path", {
      d: curve(short(points.map(moved))),
      class: line.kind,
      "marker-end": `url(#${tip})`,
    });
    if (!line.text || !label) return path;
    const at = moved(label);
    return path + textAt(at.x, at.y - 7, line.text, "s", { "text-anchor": "middle" });
  });
  const description = describe(architecture);
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${number(width)} ${number(height)}`,
      width,
      height,
      role: "img",
      "aria-labelledby": "picture-title picture-desc",
    },
    "\n",
    element("title", { id: "picture-title" }, escapeXml(`Architecture of ${name}`)),
    "\n",
    element("desc", { id: "picture-desc" }, escapeXml(description)),
    "\n",
    element("style", {}, style),
    "\n",
    element("defs", {}, ...["tip-active", "tip-plain", "tip-replicates"].map(tip)),
    "\n",
    element("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12, class: "ground" }),
    "\n",
    textAt(MARGIN, 34, name, "h"),
    textAt(MARGIN, 53, subtitle(architecture), "s"),
    "\n",
    ...drawnLines.map((line) => `${line}\n`),
    arcs.drawn,
    ...cards.map((one) => `${element("g", {}, one.draw(places.get(one.id)!))}\n`),
    ...inGrid.map(({ card: one, box }) => `${element("g", {}, one.draw(box))}\n`),
    legend(legendEntries, MARGIN, height - 22),
    "\n",
  )}\n`;
}

/** The line below the heading. */
function subtitle(architecture: Architecture): string {
  const many = architecture.regions.length > FEW;
  return [summary(architecture), ...(many ? inEachRegion(architecture.regions) : [])].join(" · ");
}

/** The parts that are the same in all Regions, if the boxes of many Regions have no room for them. */
function inEachRegion(regions: Architecture["regions"]): string[] {
  const [first, ...others] = [...new Set(regions.map((region) => watched(region).join(", ")))];
  return first && others.length === 0 ? [`in each Region ${first}`] : [];
}

/** Room for the arrow's tip. */
function short(points: readonly Point[]): Point[] {
  const last = points.at(-1)!;
  return [...points.slice(0, -1), { x: last.x - 6, y: last.y }];
}

function tip(id: string): string {
  return element(
    "marker",
    {
      id,
      viewBox: "0 0 8 8",
      refX: 3,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      markerUnits: "userSpaceOnUse",
      orient: "auto-start-reverse",
    },
    element("path", { d: "M0,0.5L8,4L0,7.5z", class: id }),
  );
}
