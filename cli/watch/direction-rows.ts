import { bytes, seconds } from "../text/numbers";
import { defaultLimits, overLimits } from "../access-point/limits";
import { isRead, type Direction } from "../access-point/observations";
import { failedStyle, figure, valueOf } from "../status/tables";
import { compactTable, type Cell } from "../text/table";
import type { Row, View } from "./view";
import { directionKey, type History } from "./history";
import { sparks } from "./sparkline";

/** The directions of replication: if not all fit, the worst ones. */
export function directionRows({ snapshot, history, columns, paint }: View, room: number): Row[] {
  const limits = snapshot.status.limits ?? defaultLimits;
  const { directions } = snapshot.status.observations;
  const all = directions.length <= room;
  const shown = all
    ? directions
    : [...directions].sort((a, b) => concern(b) - concern(a)).slice(0, Math.max(1, room - 1));
  const known = (past: History["latency"]) => shown.map((one) => past.get(directionKey(one)) ?? []);
  const latency = sparks(known(history.latency), columns);
  const waiting = sparks(known(history.pending), columns);
  const lines = compactTable(
    ["REPLICATION", "LATENCY", "PENDING", "FAILED/24H"],
    shown.map((direction): Cell[] => {
      const key = directionKey(direction);
      const over = overLimits(direction, limits, snapshot.status.at);
      const { pendingBytes, pendingOperations, failedOperations } = direction;
      return [
        key,
        figure(
          direction.latency,
          (value) => latency(history.latency.get(key)) + seconds(value),
          over.has("latencySeconds") && "red",
        ),
        figure(
          pendingOperations,
          (value) => `${waiting(history.pending.get(key))}${value}, ${bytes(valueOf(pendingBytes))}`,
          over.has("pendingBytes") && "red",
        ),
        figure(failedOperations, String, failedStyle(direction, over)),
      ];
    }),
    { columns, paint, leaveOut: [2, 3] },
  );
  return [
    ...lines.map((painted): Row => ({ painted })),
    ...(all
      ? []
      : [{ text: `… and ${directions.length - shown.length} more directions, none of them worse` }]),
  ];
}

/** How urgent a direction is: unreachable, then failing, then slow. */
function concern({ latency, failedOperations, pendingOperations }: Direction): number {
  const value = (one: Direction["latency"]): number => (isRead(one) ? (one.value?.value ?? 0) : Infinity);
  const failed = value(failedOperations) > 0 ? 1e9 : 0;
  const lost = isRead(latency) ? 0 : 1e12;
  return lost + failed + (isRead(latency) ? value(latency) : 0) + Math.min(1, value(pendingOperations));
}
