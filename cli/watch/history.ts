import { isRead, type Direction, type Point, type Reading } from "../access-point/observations";
import type { Snapshot } from "./snapshot";

/** The values of each direction so far, the oldest first, for sparklines. */
export interface History {
  readonly latency: ReadonlyMap<string, readonly Point[]>;
  readonly pending: ReadonlyMap<string, readonly Point[]>;
}

export const noHistory: History = { latency: new Map(), pending: new Map() };

/** As many as a sparkline ever shows. */
const KEPT = 60;

export function directionKey({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from}>${to}`;
}

/** The history with what a snapshot adds. A value that was seen before (same time) takes the earlier one's place. */
export function remember(history: History, { status }: Snapshot): History {
  const { directions } = status.observations;
  const add = (
    past: ReadonlyMap<string, readonly Point[]>,
    of: (direction: Direction) => Reading<Point | undefined>,
  ) =>
    new Map(
      directions.map((direction) => {
        const key = directionKey(direction);
        const before = past.get(key) ?? [];
        const now = of(direction);
        return [key, isRead(now) && now.value ? appended(before, now.value) : before];
      }),
    );
  return {
    latency: add(history.latency, ({ latency }) => latency),
    pending: add(history.pending, ({ pendingOperations }) => pendingOperations),
  };
}

function appended(points: readonly Point[], point: Point): Point[] {
  const earlier = points.filter(({ at }) => at.getTime() !== point.at.getTime());
  return [...earlier, point].slice(-KEPT);
}
