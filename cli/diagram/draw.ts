import { isFullMesh, pairsOf, stateLines, summary, type Architecture } from "./architecture";
import { accessPointCard, card, FEW, regionCards, regionId, watched, type Card } from "./cards";
import { place, type Line, type Placed, type Point } from "./layout";
import { escapeXml } from "../text/xml";
import { curve, element, number, textAt, widthOf } from "./svg";
import { style } from "./theme";

const MARGIN = 24;
const HEADER = 78;
const FOOTER = 46;

interface Drawn extends Line {
  readonly kind: "to-active" | "to-passive" | "plain";
  readonly text?: string;
}

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

/** The id of the box around many Regions. */
const GRID = "regions";
const GRID_COLUMNS = 2;
const GRID_GAP = 10;

/** The size of the grid, without a frame of its own. */
function gridCard(cards: readonly Card[]): Card {
  const rows = Math.ceil(cards.length / GRID_COLUMNS);
  const [{ width, height }] = cards as [Card, ...Card[]];
  return {
    id: GRID,
    width: GRID_COLUMNS * (width + GRID_GAP) - GRID_GAP,
    height: rows * (height + GRID_GAP) - GRID_GAP,
    draw: () => "",
  };
}

/** Many Regions in columns, in the order of the environment file. */
function gridOf(cards: readonly Card[], { x, y }: Placed): Array<{ card: Card; box: Placed }> {
  const rows = Math.ceil(cards.length / GRID_COLUMNS);
  return cards.map((one, index) => ({
    card: one,
    box: {
      id: one.id,
      width: one.width,
      height: one.height,
      x: x + Math.floor(index / rows) * (one.width + GRID_GAP),
      y: y + (index % rows) * (one.height + GRID_GAP),
    },
  }));
}

/** The parts that are the same in all Regions, if the boxes of many Regions have no room for them. */
function inEachRegion(regions: Architecture["regions"]): string[] {
  const [first, ...others] = [...new Set(regions.map((region) => watched(region).join(", ")))];
  return first && others.length === 0 ? [`in each Region ${first}`] : [];
}

/** The boxes and the lines between them; replication is drawn apart. */
function graphOf(architecture: Architecture): { cards: Card[]; lines: Drawn[] } {
  const { regions, state, controlRegions, runbook, announcement } = architecture;
  const inside = regions.filter(({ endpoint }) => endpoint).map(({ region }) => region);
  const label = (text: string) => ({ text, label: { width: widthOf(text, 12) + 12, height: 22 } });
  const to = (from: string, target: string, text?: string): Drawn => ({
    from,
    to: target,
    kind: "plain",
    ...(text !== undefined && label(text)),
  });
  const listed = inside.length > 4 ? [...inside.slice(0, 3), `and ${inside.length - 3} more`] : inside;
  const cards = [
    card("applications", "Applications", [{ text: "use its ARN" }]),
    ...(inside.length > 0
      ? [
          card(
            "endpoints",
            "VPC endpoints",
            listed.map((text) => ({ text, fixed: true })),
          ),
        ]
      : []),
    card("operator", "mrap failover", [{ text: "needs no Terraform" }]),
    card(
      "control",
      "Control Regions",
      controlRegions.map((text) => ({ text, fixed: true })),
    ),
    ...(runbook.length > 0
      ? [
          card(
            "runbook",
            "Runbook",
            runbook.map((text) => ({ text, fixed: true })),
          ),
        ]
      : []),
    ...(announcement === undefined
      ? []
      : [
          card("announcement", "Announcement", [
            { text: "event rule · topic" },
            { text: announcement, fixed: true },
          ]),
        ]),
    card("terraform", "Terraform", [{ text: "plans and applies" }]),
    ...(state
      ? [
          card(
            "state",
            "State",
            stateLines(state).map((text) => ({ text, fixed: true })),
          ),
        ]
      : []),
    accessPointCard(architecture),
    ...(regions.length > FEW ? [gridCard(regionCards(regions))] : regionCards(regions)),
  ];
  const lines = [
    ...(architecture.onlyFromEndpoints ? [] : [to("applications", "access-point", "SigV4A, TLS")]),
    ...(inside.length > 0
      ? [to("applications", "endpoints", "in a VPC"), to("endpoints", "access-point")]
      : []),
    to("operator", "control", "routing"),
    ...(runbook.length > 0 ? [to("runbook", "control")] : []),
    ...(announcement === undefined ? [] : [to("control", "announcement", "CloudTrail")]),
    // Without a text: the room that lines need to come together.
    { ...to("control", "access-point"), label: { width: 30, height: 1 } },
    ...(state ? [to("terraform", "state")] : []),
    ...(regions.length > FEW
      ? routingLines(regions)
      : regions.map(({ region, routing }): Drawn => ({
          from: "access-point",
          to: regionId({ region }),
          kind: `to-${routing}`,
          label: { width: 24, height: 1 },
        }))),
  ];
  return { cards, lines };
}

/** One line to all active Regions and one to all passive ones. */
function routingLines(regions: Architecture["regions"]): Drawn[] {
  return (["active", "passive"] as const).flatMap((routing): Drawn[] => {
    const count = regions.filter((one) => one.routing === routing).length;
    if (count === 0) return [];
    const text = `${count} ${routing}`;
    const label = { width: widthOf(text, 12) + 24, height: 26 };
    return [{ from: "access-point", to: GRID, kind: `to-${routing}`, text, label }];
  });
}

/** More pairs than this are one bracket: nobody can follow single arcs among so many. */
const MOST_ARCS = 6;

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
function drawReplication(
  architecture: Architecture,
  places: ReadonlyMap<string, Placed>,
): { drawn: string; width: number } {
  const pairs = pairsOf(architecture);
  if (architecture.regions.length > FEW || pairs.length > MOST_ARCS) return drawMesh(architecture, places);
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

type LegendEntry = readonly [kind: string, text: string];

/** The kinds of lines that the picture has. */
function legendOf(architecture: Architecture): LegendEntry[] {
  const { regions } = architecture;
  const pairs = pairsOf(architecture);
  const arcs = regions.length <= FEW && pairs.length <= MOST_ARCS;
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

function legendWidth(entries: readonly LegendEntry[]): number {
  return entries.reduce((sum, [, text]) => sum + 34 + widthOf(text, 12) + 24, 0);
}

function legend(entries: readonly LegendEntry[], x: number, y: number): string {
  return entries
    .map(([kind, text]) => {
      const entry =
        element("path", { d: `M${number(x)},${y - 4}h26`, class: kind }) + textAt(x + 34, y, text, "s");
      x += 34 + widthOf(text, 12) + 24;
      return entry;
    })
    .join("");
}

/** The picture in words, for those who cannot see it. */
function describe(architecture: Architecture): string {
  const { regions, state, controlRegions, runbook, announcement } = architecture;
  const of = (routing: string): string =>
    regions
      .filter((one) => one.routing === routing)
      .map(({ region, bucket }) => `${region} (${bucket})`)
      .join(", ") || "none";
  return [
    `${summary(architecture)}.`,
    `Active: ${of("active")}. Passive: ${of("passive")}.`,
    isFullMesh(architecture)
      ? "Every bucket replicates to every other one."
      : `Replication: ${pairsOf(architecture)
          .map(({ from, to, both }) => `${from} ${both ? "and" : "to"} ${to}`)
          .join(", ")}.`,
    `The routing is set in one of ${controlRegions.join(", ")}.`,
    ...(runbook.length > 0 ? [`A runbook in ${runbook.join(" and ")} does it without mrap.`] : []),
    ...(announcement === undefined ? [] : [`A topic in ${announcement} tells of every change.`]),
    state
      ? `Terraform's state is in ${stateLines(state)[0]} (${stateLines(state)[1]}).`
      : "Terraform's state is a local file.",
  ].join(" ");
}
