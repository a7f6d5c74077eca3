import { distributions, eventRules, stateLines, type Architecture } from "./architecture";
import { accessPointCard, card, FEW, previousCard, regionCards, regionId, type Card } from "./cards";
import type { Line, Placed } from "./layout";
import { widthOf } from "./svg";

/** A line of the picture. */
export interface Drawn extends Line {
  readonly kind: "to-active" | "to-passive" | "plain";
  readonly text?: string;
}

/** The boxes and the lines between them; replication is drawn apart. */
export function graphOf(architecture: Architecture): { cards: Card[]; lines: Drawn[] } {
  const { regions, change, state, controlRegions, runbook, announcement, cloudFront } = architecture;
  const { previous } = change ?? {};
  const members = change?.members ?? regions.map(({ region }) => region);
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
    ...(cloudFront > 0
      ? [
          card("cloudfront", "CloudFront", [
            { text: distributions(cloudFront) },
            { text: "origin access control" },
          ]),
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
          card("announcement", "Notification", [
            { text: eventRules(announcement) },
            { text: `topic in ${announcement.topic}` },
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
    ...(previous ? [previousCard(previous)] : []),
    ...(regions.length > FEW ? [gridCard(regionCards(regions))] : regionCards(regions)),
  ];
  const lines = [
    ...(architecture.onlyFromEndpoints ? [] : [to("applications", "access-point", "SigV4A, TLS")]),
    ...(inside.length > 0
      ? [to("applications", "endpoints", "in a VPC"), to("endpoints", "access-point")]
      : []),
    ...(cloudFront > 0 ? [to("cloudfront", "access-point", "reads")] : []),
    to("operator", "control", "routing"),
    ...(runbook.length > 0 ? [to("runbook", "control")] : []),
    ...(announcement === undefined ? [] : [to("control", "announcement", "CloudTrail")]),
    // Without a text: the room that lines need to come together.
    { ...to("control", "access-point"), label: { width: 30, height: 1 } },
    ...(previous
      ? [
          ...(architecture.onlyFromEndpoints ? [] : [to("applications", "previous", "until they move")]),
          ...(inside.length > 0 ? [to("endpoints", "previous")] : []),
          { ...to("control", "previous"), label: { width: 30, height: 1 } },
        ]
      : []),
    ...(state ? [to("terraform", "state")] : []),
    ...routesOf("access-point", regions, members),
    ...(previous ? routesOf("previous", regions, previous.members) : []),
  ];
  return { cards, lines };
}

/** The lines from an access point to its Regions. */
function routesOf(from: string, all: Architecture["regions"], members: readonly string[]): Drawn[] {
  const regions = all.filter(({ region }) => members.includes(region));
  if (all.length > FEW) return routingLines(from, regions);
  return regions.map(({ region, routing }): Drawn => ({
    from,
    to: regionId({ region }),
    kind: `to-${routing}`,
    label: { width: 24, height: 1 },
  }));
}

/** One line to all active Regions and one to all passive ones. */
function routingLines(from: string, regions: Architecture["regions"]): Drawn[] {
  return (["active", "passive"] as const).flatMap((routing): Drawn[] => {
    const count = regions.filter((one) => one.routing === routing).length;
    if (count === 0) return [];
    const text = `${count} ${routing}`;
    const label = { width: widthOf(text, 12) + 24, height: 26 };
    return [{ from, to: GRID, kind: `to-${routing}`, text, label }];
  });
}

/** The id of the box around many Regions. */
export const GRID = "regions";
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
export function gridOf(cards: readonly Card[], { x, y }: Placed): Array<{ card: Card; box: Placed }> {
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
