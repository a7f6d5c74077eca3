import { hostOf } from "../access-point/host";
import { awaitingInitialRouting, initialRoutingAdvice } from "../access-point/initial-routing";
import { isRead, type Reading } from "../access-point/observations";
import type { Consensus } from "../access-point/reports";
import { changes, describeRouting } from "../access-point/routing";
import { reported, routingSentence } from "../access-point/wording";
import { age } from "../text/numbers";
import type { Paint } from "../text/paint";
import { wrap } from "../text/wrap";
import { nothingRead, type Status } from "./status";
import { directionTable, limitFindings, regionTable, stopFindings } from "./tables";

/** The status for people. No line is longer than the terminal. */
export function renderStatus(
  status: Status,
  {
    paint,
    columns,
    brief = false,
  }: {
    readonly paint: Paint;
    readonly columns: number;
    /** Leave out what another status above it says already. @default false */
    readonly brief?: boolean;
  },
): string[] {
  const { routing, file, alarms } = status;
  const now = status.at;
  const lines: string[] = [];
  const say = (text: string, lead = "", indent = 0): void =>
    void lines.push(...wrap(text, { columns, lead, indent }));
  say(`${status.name}  ${isRead(status.accessPoint) ? status.accessPoint.value : "status unreachable"}`);
  if (status.arn !== undefined) {
    say(status.arn);
    if (status.alias !== undefined) say(hostOf(status.alias));
  }
  const cause = nothingRead(status);
  if (cause !== undefined) {
    say(cause, paint("amber", "unreachable  "), 13);
    say(sentence(status));
    return lines;
  }
  lines.push(
    "",
    ...regionTable(status, { columns, paint }),
    "",
    ...(brief && status.observations.directions.length === 0
      ? []
      : [...directionTable(status, { columns, paint }), ""]),
  );
  for (const { subject, text } of stopFindings(status)) say(`${subject}: ${text}`, paint("red", "STOP  "), 6);
  for (const { direction, text } of limitFindings(status))
    say(`${direction}: ${text}`, paint("red", "LIMIT "), 6);
  if (!brief && alarms.length === 0 && status.alarmsUnreachable.length === 0) say("No open alarms.");
  for (const { name, region, since, reason } of alarms)
    say(
      `${name} (${region}${since ? `, for ${age(since, now)}` : ""}) ${reason ?? ""}`.trim(),
      paint("red", "ALARM "),
      6,
    );
  if (status.reports) say(controlLine(status.reports));
  for (const line of unreachable(status)) say(line, paint("amber", "unreachable  "), 13);
  if (isRead(routing) && file) {
    const waiting = awaitingInitialRouting(routing.value, file);
    const differs = changes(routing.value, file).map(({ region }) => region);
    const environment = status.environment ?? "ENVIRONMENT";
    if (waiting.length > 0) say(initialRoutingAdvice(waiting, environment), paint("amber", "NEXT  "), 6);
    else if (differs.length > 0)
      say(
        `The routing differs from the environment file in ${differs.join(", ")}: run mrap failback ${environment} to return to it.`,
      );
  }
  say(sentence(status));
  return lines;
}

/** The reports of the control Regions: each routing with the number of Regions. */
function controlLine(reports: Consensus): string {
  const { groups, unreachable } = reports;
  if (groups.length === 1 && unreachable.length === 0)
    return `All ${groups[0]!.regions.length} control Regions report the same routing.`;
  const text = reported(reports);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The current routing, in one sentence. */
export function sentence({ name, routing, reports }: Pick<Status, "name" | "routing" | "reports">): string {
  if (reports) return routingSentence(name, reports, "is:");
  return isRead(routing)
    ? `The routing of ${name} is: ${describeRouting(routing.value)}.`
    : `The routing of ${name} is not known.`;
}

/** Why something could not be read, each reason once. */
function unreachable({ accessPoint, routing, observations, alarmsUnreachable }: Status): string[] {
  type Why = readonly [place: string, reason: string];
  const why = (place: string, reading: Reading<unknown>): Why[] =>
    isRead(reading) ? [] : reading.unreachable.split("\n").map((line) => [place, line.trim()]);
  const all: Why[] = [
    ...why("routing", routing),
    ...why("access point", accessPoint),
    ...observations.members.flatMap(({ region, versioning }) => why(region, versioning)),
    ...observations.directions.flatMap(({ from, to, rules, latency, failedOperations }) => [
      ...why(from, rules),
      ...why(to, latency),
      ...why(from, failedOperations),
    ]),
    ...alarmsUnreachable.map(({ region, why: text }): Why => [region, text]),
  ];
  const places = new Map<string, Set<string>>();
  for (const [place, reason] of all) places.set(reason, (places.get(reason) ?? new Set()).add(place));
  return [...places].map(([reason, where]) => `${[...where].join(", ")}: ${reason}`);
}
