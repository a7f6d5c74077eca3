import { isAbsent, type Absent } from "../status/both";
import type { Status } from "../status/status";

/** The status of the first access point, with the Regions, the directions and the alarms that only the other one has. */
export function merged(status: Status, other: Status | Absent): Status {
  if (isAbsent(other)) return status;
  const { observations } = status;
  const add = <T>(own: readonly T[], more: readonly T[], key: (one: T) => string): T[] => {
    const known = new Set(own.map(key));
    return [...own, ...more.filter((one) => !known.has(key(one)))];
  };
  return {
    ...status,
    observations: {
      ...observations,
      members: add(observations.members, other.observations.members, ({ region }) => region),
      directions: add(
        observations.directions,
        other.observations.directions,
        ({ from, to }) => `${from}>${to}`,
      ),
    },
    alarms: add(status.alarms, other.alarms, ({ region, name }) => `${region} ${name}`),
    alarmsUnreachable: add(status.alarmsUnreachable, other.alarmsUnreachable, ({ region }) => region),
  };
}
