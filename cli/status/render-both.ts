import type { Direction, OpenAlarm } from "../access-point/observations";
import type { Paint } from "../text/paint";
import { wrap } from "../text/wrap";
import { compareRoutings, isAbsent, type Statuses } from "./both";
import { statusJson } from "./json";
import { renderStatus } from "./render";
import type { Status } from "./status";

/** The status for people. During a change of Regions: both access points, and how their routings compare. */
export function renderStatuses(
  { status, other }: Statuses,
  output: { readonly paint: Paint; readonly columns: number },
): string[] {
  const lines = renderStatus(status, output);
  const comparison = compareRoutings({ status, ...(other && { other }) });
  if (other === undefined || comparison === undefined) return lines;
  const { columns, paint } = output;
  const differs = comparison.regions === undefined || comparison.regions.length > 0;
  return [
    ...lines,
    "",
    ...(isAbsent(other) ? [] : [...renderStatus(without(other, status), { ...output, brief: true }), ""]),
    ...wrap(comparison.text, {
      columns,
      ...(differs && !isAbsent(other) ? { lead: paint("red", "DIFFER  "), indent: 8 } : {}),
    }),
  ];
}

/** The status of the other access point without the directions and the alarms that are shown already. */
function without(other: Status, shown: Status): Status {
  const direction = ({ from, to }: Direction): string => `${from}>${to}`;
  const alarm = ({ name, region }: OpenAlarm): string => `${region} ${name}`;
  const directions = new Set(shown.observations.directions.map(direction));
  const alarms = new Set(shown.alarms.map(alarm));
  return {
    ...other,
    observations: {
      ...other.observations,
      directions: other.observations.directions.filter((one) => !directions.has(direction(one))),
    },
    alarms: other.alarms.filter((one) => !alarms.has(alarm(one))),
  };
}

/** The status as JSON: the access point, and the other one only during a change of Regions. */
export function statusesJson({ status, other }: Statuses): object {
  const json = statusJson(status) as object;
  const comparison = compareRoutings({ status, ...(other && { other }) });
  if (other === undefined || comparison === undefined) return json;
  return {
    ...json,
    otherAccessPoint: isAbsent(other) ? { name: other.name, unreachable: other.why } : statusJson(other),
    routingsDifferIn: comparison.regions ?? null,
    comparison: comparison.text,
  };
}
