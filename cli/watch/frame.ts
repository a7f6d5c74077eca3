import { isRead } from "../access-point/observations";
import { wrap } from "../text/wrap";
import { sentence } from "../status/render";
import { sameRouting } from "../access-point/routing";
import { directionRows } from "./direction-rows";
import { regionRows } from "./region-rows";
import type { Row, View } from "./view";
import { unreachableRegions } from "./unreachable";

/** One frame of the live view. Nothing here knows of a terminal but its size. */
export function frame(view: View): string[] {
  const { snapshot, columns, rows, paint, hint } = view;
  const top = [headline(view), { text: "" }];
  const bottom: Row[] = [
    { text: "" },
    ...news(view, rows === undefined ? Infinity : Math.max(2, Math.floor(rows / 5))),
    ...routing(view),
    ...(hint === undefined ? [] : [{ text: hint }]),
  ];
  const room = rows === undefined ? Infinity : rows - top.length - bottom.length - 3;
  const { members, directions } = snapshot.status.observations;
  const forDirections = Math.min(directions.length, Math.max(3, room - members.length));
  const middle = [
    ...regionRows(view, Math.max(2, room - forDirections)),
    { text: "" },
    ...directionRows(view, Math.max(2, room - Math.min(members.length, Math.max(2, room - forDirections)))),
  ];
  return [...top, ...middle, ...bottom].slice(0, rows).map(({ text, level }) => {
    const cut = text.length > columns ? `${text.slice(0, Math.max(0, columns - 1))}…` : text;
    return level === undefined ? cut : paint(level, cut);
  });
}

function headline({ snapshot: { status }, columns, note = "" }: View): Row {
  const name = `${status.name}  ${isRead(status.accessPoint) ? status.accessPoint.value : "status unreachable"}`;
  return { text: note === "" ? name : `${name}  ${note.padStart(columns - name.length - 2)}` };
}

/** What wants attention, each thing on a line, the first of them where there is no room for all. */
function news({ snapshot, error }: View, room: number): Row[] {
  const { alarms } = snapshot.status;
  const rows: Row[] = [
    ...(error === undefined
      ? []
      : [{ text: `not read anew: ${error.split("\n")[0]}`, level: "red" } as const]),
    ...alarms.map(({ name, region, reason }): Row => ({
      text: `ALARM ${name} (${region}) ${reason ?? ""}`.trim(),
      level: "red",
    })),
    ...[...unreachableRegions(snapshot)].map(([place, why]): Row => ({
      text: `unreachable ${place}: ${why}`,
      level: "amber",
    })),
  ];
  if (alarms.length === 0 && snapshot.status.alarmsUnreachable.length === 0)
    rows.push({ text: "No open alarms." });
  if (rows.length <= room) return rows;
  return [...rows.slice(0, room - 1), { text: `… and ${rows.length - room + 1} more`, level: "red" }];
}

/** Where the routing is: as many lines as it takes, up to a fifth of the screen. */
function routing({ snapshot: { status }, columns, rows = Infinity }: View): Row[] {
  const { file } = status;
  const moved = isRead(status.routing) && file !== undefined && !sameRouting(status.routing.value, file);
  const text = sentence(status) + (moved ? " It differs from the environment file." : "");
  const lines = wrap(text, { columns });
  const most = Math.max(1, Math.floor(rows / 5));
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]} …`] : lines;
  return shown.map((line) => ({ text: line }));
}
