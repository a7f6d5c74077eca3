import { isRead } from "../access-point/observations";
import { cut } from "../text/table";
import { wrap } from "../text/wrap";
import { awaitingInitialRouting, initialRoutingAdvice } from "../access-point/initial-routing";
import { sameRouting } from "../access-point/routing";
import { isAbsent } from "../status/both";
import { sentence } from "../status/render";
import { nothingRead, type Status } from "../status/status";
import { limitFindings, stopFindings } from "../status/tables";
import { directionRows } from "./direction-rows";
import { regionRows } from "./region-rows";
import type { Row, View } from "./view";
import { unreachableReasons } from "./unreachable";

/** One frame of the live view. It depends on the size of the terminal only. */
export function frame(view: View): string[] {
  const { snapshot, columns, rows, paint, hint } = view;
  const nothing = nothingRead(snapshot.status) !== undefined;
  const top = [headline(view), ...(nothing ? [] : [{ text: "" }])];
  const bottom: Row[] = [
    { text: "" },
    ...news(view, rows === undefined ? Infinity : Math.max(2, Math.floor(rows / 5))),
    ...routing(view),
    ...otherRouting(view),
    ...(hint === undefined ? [] : [{ text: hint }]),
  ];
  const room = rows === undefined ? Infinity : rows - top.length - bottom.length - 3;
  const { members, directions } = snapshot.status.observations;
  const forDirections = Math.min(directions.length, Math.max(3, room - members.length));
  const middle = nothing
    ? []
    : [
        ...regionRows(view, Math.max(2, room - forDirections)),
        { text: "" },
        ...directionRows(
          view,
          Math.max(2, room - Math.min(members.length, Math.max(2, room - forDirections))),
        ),
      ];
  return [...top, ...middle, ...bottom].slice(0, rows).flatMap((row) => {
    if ("painted" in row) return row.painted;
    const { text, level } = row;
    // A frame that is not redrawn has room for all of a text.
    const lines = rows === undefined ? wrap(text, { columns }) : [cut(text, columns)];
    return level === undefined ? lines : lines.map((line) => paint(level, line));
  });
}

function headline({ snapshot: { status }, columns, note = "" }: View): Row {
  const name = `${status.name}  ${isRead(status.accessPoint) ? status.accessPoint.value : "status unreachable"}`;
  return { text: note === "" ? name : `${name}  ${note.padStart(columns - name.length - 2)}` };
}

/** The items that need attention, one on each line, and a count of the rest if there is not enough room. */
function news({ snapshot, error }: View, room: number): Row[] {
  const { alarms } = snapshot.status;
  const rows: Row[] = [
    ...(error === undefined
      ? []
      : [{ text: `The latest reading failed: ${error.split("\n")[0]}`, level: "red" } as const]),
    ...stopFindings(snapshot.status).map(({ subject, text }): Row => ({
      text: `STOP ${subject}: ${text}`,
      level: "red",
    })),
    ...limitFindings(snapshot.status).map(({ direction, text }): Row => ({
      text: `LIMIT ${direction}: ${text}`,
      level: "red",
    })),
    ...alarms.map(({ name, region, reason }): Row => ({
      text: `ALARM ${name} (${region}) ${reason ?? ""}`.trim(),
      level: "red",
    })),
    ...[...unreachableReasons(snapshot)].map(([why, places]): Row => ({
      text: places.length === 0 ? `unreachable: ${why}` : `unreachable ${places.join(", ")}: ${why}`,
      level: "amber",
    })),
  ];
  if (alarms.length === 0 && snapshot.status.alarmsUnreachable.length === 0)
    rows.push({ text: "No open alarms." });
  if (rows.length <= room) return rows;
  return [...rows.slice(0, room - 1), { text: `… and ${rows.length - room + 1} more`, level: "red" }];
}

/** The routing in words: as many lines as needed, up to a fifth of the screen. */
function routing({ snapshot: { status }, columns, rows = Infinity }: View): Row[] {
  const text = `${sentence(status)}${fileSentence(status)}`;
  const lines = wrap(text, { columns });
  const most = Math.max(1, Math.floor(rows / 5));
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]} …`] : lines;
  return shown.map((line) => ({ text: line }));
}

/** The other access point of a change of Regions, and how the two routings compare. */
function otherRouting({ snapshot: { other } }: View): Row[] {
  if (other === undefined) return [];
  const { status, comparison } = other;
  const differs = (comparison.regions ?? []).length > 0;
  return [
    ...(isAbsent(status)
      ? []
      : [
          {
            text: `${sentence(status)}${isRead(status.accessPoint) ? ` It is ${status.accessPoint.value}.` : ""}`,
          },
        ]),
    { text: comparison.text, ...(differs && { level: "red" as const }) },
  ];
}

/** How the routing compares with the environment file, behind the sentence about the routing. */
function fileSentence({ routing, file, environment = "ENVIRONMENT" }: Status): string {
  if (!isRead(routing) || file === undefined) return "";
  const waiting = awaitingInitialRouting(routing.value, file);
  if (waiting.length > 0) return ` ${initialRoutingAdvice(waiting, environment)}`;
  return sameRouting(routing.value, file) ? "" : " It differs from the environment file.";
}
