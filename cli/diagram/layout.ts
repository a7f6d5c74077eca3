import { Graph, layout } from "@dagrejs/dagre";

/** A box to place. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly label?: { readonly width: number; readonly height: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with its place; x and y are those of its upper left corner. */
export type Placed = Box & Point;

export interface Layout {
  readonly boxes: ReadonlyMap<string, Placed>;
  /** In the order of the lines: their bends, and where their label stands. */
  readonly lines: ReadonlyArray<{ readonly points: readonly Point[]; readonly label?: Point }>;
  readonly width: number;
  readonly height: number;
}

/**
 * Places boxes in columns from left to right, so that lines lead to the right and cross little.
 * @param stretch a tall box: the other ones are spread over its height
 * @param column boxes of one column, all of one size, that stand there in this order
 */
export function place(
  boxes: readonly Box[],
  lines: readonly Line[],
  {
    gap,
    column,
    stretch,
  }: { readonly gap: number; readonly column: readonly string[]; readonly stretch?: string },
): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: gap, ranksep: 32, edgesep: 18, marginx: 0, marginy: 0 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  lines.forEach(({ from, to, label }, index) =>
    graph.setEdge(from, to, { ...label, labelpos: "c", weight: 1, minlen: 1 }, String(index)),
  );
  layout(graph);
  const placed = new Map(
    boxes.map((box) => {
      const { x = 0, y = 0 } = graph.node(box.id) as Partial<Point>;
      return [box.id, { ...box, x: x - box.width / 2, y: y - box.height / 2 }];
    }),
  );
  const spread = stretch === undefined ? (y: number) => y : spreadOver(placed, stretch);
  if (stretch !== undefined)
    for (const [id, box] of placed)
      if (id !== stretch) placed.set(id, { ...box, y: spread(box.y + box.height / 2) - box.height / 2 });
  const heights = column.map((id) => placed.get(id)!.y).sort((a, b) => a - b);
  column.forEach((id, index) => placed.set(id, { ...placed.get(id)!, y: heights[index]! }));
  const drawn = lines.map(({ from, to }, index) => {
    const edge = graph.edge(from, to, String(index)) as Partial<Point> & { points?: Point[] };
    const ends = { from: placed.get(from)!, to: placed.get(to)! };
    const points = [
      { x: ends.from.x + ends.from.width, y: ends.from.y + ends.from.height / 2 },
      // The bends of a line to a box that was moved are of another place.
      ...(column.includes(to)
        ? []
        : (edge.points ?? []).slice(1, -1).map(({ x, y }) => ({ x, y: spread(y) }))),
      { x: ends.to.x, y: ends.to.y + ends.to.height / 2 },
    ];
    return {
      points,
      ...(edge.x !== undefined && edge.y !== undefined && { label: { x: edge.x, y: spread(edge.y) } }),
    };
  });
  return {
    boxes: placed,
    lines: drawn,
    width: Math.max(...[...placed.values()].map(({ x, width }) => x + width)),
    height: Math.max(
      ...[...placed.values()].map(({ y, height }) => y + height),
      // A line may pass below all boxes.
      ...drawn.flatMap(({ points, label }) => [...points.map(({ y }) => y), ...(label ? [label.y + 8] : [])]),
    ),
  };
}

/** Maps the vertical middles of the other boxes, so that they fill the height of a tall one. */
function spreadOver(placed: ReadonlyMap<string, Placed>, tall: string): (y: number) => number {
  const frame = placed.get(tall)!;
  const others = [...placed.values()].filter(({ id }) => id !== tall);
  const first = others.reduce((one, other) => (other.y < one.y ? other : one));
  const last = others.reduce((one, other) => (other.y + other.height > one.y + one.height ? other : one));
  const from = [first.y + first.height / 2, last.y + last.height / 2] as const;
  const to = [frame.y + first.height / 2, frame.y + frame.height - last.height / 2] as const;
  const scale = (to[1] - to[0]) / (from[1] - from[0]);
  return scale > 1 ? (y) => to[0] + (y - from[0]) * scale : (y) => y;
}
