import { bytes, seconds } from "../text/numbers";
import { isRead, type Direction } from "../access-point/observations";
import { compactTable } from "../text/table";
import type { Row } from "./view";
import type { View } from "./view";
import { directionKey, type History } from "./history";
import { sparks } from "./sparkline";

/** The directions of replication; where there is no room for all, those that are worst. */
export function directionRows({ snapshot, history, columns }: View, room: number): Row[] {
  const { directions } = snapshot.status.observations;
  const all = directions.length <= room;
  const shown = all
    ? directions
    : [...directions].sort((a, b) => concern(b) - concern(a)).slice(0, Math.max(1, room - 1));
  const known = (past: History["latency"]) => shown.map((one) => past.get(directionKey(one)) ?? []);
  const latency = sparks(known(history.latency), columns);
  const waiting = sparks(known(history.pending), columns);
  const [head = "", ...lines] = compactTable(
    ["REPLICATION", "LATENCY", "PENDING", "FAILED/24H"],
    shown.map((direction) => [
      directionKey(direction),
      reading(
        direction.latency,
        (value) => latency(history.latency.get(directionKey(direction))) + seconds(value),
      ),
      pending(direction, waiting(history.pending.get(directionKey(direction)))),
      reading(direction.failedOperations, String),
    ]),
    { columns, leaveOut: [2, 3] },
  );
  return [
    { text: head },
    ...lines.map((text, index): Row => {
      const { latency, failedOperations } = shown[index]!;
      if (!isRead(latency) || !isRead(failedOperations)) return { text, level: "amber" };
      return (failedOperations.value?.value ?? 0) > 0 ? { text, level: "red" } : { text };
    }),
    ...(all
      ? []
      : [{ text: `… and ${directions.length - shown.length} more directions, none of them worse` }]),
  ];
}

/** How much a direction wants to be looked at: unreachable, failing, then slow. */
function concern({ latency, failedOperations, pendingOperations }: Direction): number {
  const value = (one: Direction["latency"]): number => (isRead(one) ? (one.value?.value ?? 0) : Infinity);
  const failed = value(failedOperations) > 0 ? 1e9 : 0;
  const lost = isRead(latency) ? 0 : 1e12;
  return lost + failed + (isRead(latency) ? value(latency) : 0) + Math.min(1, value(pendingOperations));
}

function pending({ pendingBytes, pendingOperations }: Direction, past: string): string {
  const size = isRead(pendingBytes) ? (pendingBytes.value?.value ?? 0) : 0;
  return reading(pendingOperations, (value) => `${past}${value}, ${bytes(size)}`);
}

function reading(one: Direction["latency"], show: (value: number) => string): string {
  if (!isRead(one)) return "unreachable";
  return one.value ? show(one.value.value) : "no data";
}
