import { bytes } from "../text/numbers";
import { isRead, type Point, type Reading } from "../access-point/observations";
import { routingCell, styled, unreachable } from "../status/tables";
import { compactTable, type Cell } from "../text/table";
import type { Row, View } from "./view";
import type { RequestRates } from "./snapshot";
import { sparks } from "./sparkline";
import { unreachableRegions } from "./unreachable";

/** The Regions, as many as fit. */
export function regionRows({ snapshot, columns, paint }: View, room: number): Row[] {
  const { status, requests } = snapshot;
  const { members } = status.observations;
  const lost = unreachableRegions(snapshot);
  // If not all fit, unreachable Regions come first, and then active ones.
  const concern = ({ region, active }: (typeof members)[number]): number =>
    (lost.has(region) ? 2 : 0) + (active ? 1 : 0);
  const shown =
    members.length > room
      ? [...members].sort((a, b) => concern(b) - concern(a)).slice(0, Math.max(1, room - 1))
      : members;
  const spark = sparks(
    [...requests.values()].map((found) => (isRead(found) ? (found.value?.past ?? []) : [])),
    columns,
  );
  const lines = compactTable(
    ["REGION", "ROUTING", "REQUESTS/S", "4XX", "5XX", "DOWN/S", "UP/S"],
    shown.map(({ region, active }) => [
      styled(region, lost.has(region) && "amber"),
      isRead(status.routing) ? routingCell(active) : { text: "unknown", style: "amber" },
      ...rateCells(requests.get(region), spark),
    ]),
    { columns, paint, leaveOut: [6, 5, 3, 4] },
  );
  return [
    ...lines.map((painted): Row => ({ painted })),
    ...(shown.length < members.length
      ? [{ text: `… and ${members.length - shown.length} more Regions` }]
      : []),
  ];
}

function rateCells(
  found: Reading<RequestRates | undefined> | undefined,
  spark: (points: readonly Point[]) => string,
): Cell[] {
  if (found === undefined) return ["no data", "-", "-", "-", "-"];
  if (!isRead(found)) return [unreachable, "-", "-", "-", "-"];
  if (found.value === undefined) return ["no data", "-", "-", "-", "-"];
  const { requests, clientErrors, serverErrors, downloaded, uploaded, past } = found.value;
  return [
    `${spark(past)}${rate(requests)}`,
    percent(clientErrors),
    percent(serverErrors),
    bytes(downloaded),
    bytes(uploaded),
  ];
}

export function rate(value: number): string {
  if (value > 0 && value < 0.05) return "<0.1";
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}

export function percent(part: number): string {
  return part > 0 && part < 0.001 ? "<0.1 %" : `${Math.round(part * 1000) / 10} %`;
}
