import type { Paint } from "../text/paint";
import { age, bytes, seconds } from "../text/numbers";
import { isRead, type Direction, type Reading } from "../access-point/observations";
import { wrap } from "../text/wrap";
import { changes, describeRouting, sameRouting } from "../access-point/routing";
import { reported, routingSentence } from "../access-point/wording";
import type { Consensus } from "../access-point/reports";
import type { Status } from "./status";
import { table } from "../text/table";

/** The status for people. No line is longer than the terminal. */
export function renderStatus(
  status: Status,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string[] {
  const { observations, routing, file, alarms } = status;
  const now = status.at;
  const lines: string[] = [];
  const say = (text: string, lead = "", indent = 0): void =>
    void lines.push(...wrap(text, { columns, lead, indent }));
  say(`${status.name}  ${isRead(status.accessPoint) ? status.accessPoint.value : "status unreachable"}`);
  if (status.arn !== undefined) {
    say(status.arn);
    say(`${status.alias}.accesspoint.s3-global.amazonaws.com`);
  }
  lines.push(
    "",
    ...table(
      ["REGION", "ROUTING", ...(file ? ["FILE"] : []), "VERSIONING", "BUCKET"],
      observations.members.map((member) => [
        member.region,
        isRead(routing) ? state(member.active) : "unknown",
        ...(file ? [state(file.find(({ region }) => region === member.region)?.active)] : []),
        isRead(member.versioning) ? member.versioning.value.toLowerCase() : "unreachable",
        member.bucket,
      ]),
      { columns, paint },
    ),
    "",
    ...table(
      ["REPLICATION", "RULE", "LATENCY", "PENDING", "AGE", "FAILED/24H", "AGE"],
      observations.directions.map((direction) => row(direction, now)),
      { columns, paint },
    ),
    "",
  );
  if (alarms.length === 0 && status.alarmsUnreachable.length === 0) say("No open alarms.");
  for (const { name, region, since, reason } of alarms)
    say(
      `${name} (${region}${since ? `, for ${age(since, now)}` : ""}) ${reason ?? ""}`.trim(),
      paint("red", "ALARM "),
      6,
    );
  if (status.reports) say(controlLine(status.reports));
  for (const line of unreachable(status)) say(line, paint("amber", "unreachable  "), 13);
  if (isRead(routing) && file && !sameRouting(routing.value, file)) {
    const differs = changes(routing.value, file).map(({ region }) => region);
    say(
      `The routing differs from the environment file in ${differs.join(", ")}: mrap failback returns to it.`,
    );
  }
  say(sentence(status));
  return lines;
}

/** What the control Regions report: which routing, and how many of them. */
function controlLine(reports: Consensus): string {
  const { groups, unreachable } = reports;
  if (groups.length === 1 && unreachable.length === 0)
    return `All ${groups[0]!.regions.length} control Regions report the same routing.`;
  const text = reported(reports);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What the routing is now, in one sentence. */
export function sentence({ name, routing, reports }: Pick<Status, "name" | "routing" | "reports">): string {
  if (reports) return routingSentence(name, reports, "is:");
  return isRead(routing)
    ? `The routing of ${name} is: ${describeRouting(routing.value)}.`
    : `The routing of ${name} is not known.`;
}

function row({ from, to, ...direction }: Direction, now: Date): string[] {
  const { rules, latency, pendingBytes, pendingOperations, failedOperations } = direction;
  const failed = isRead(failedOperations) ? failedOperations.value : undefined;
  const newest = [latency, pendingBytes, pendingOperations]
    .flatMap((one) => (isRead(one) && one.value ? [one.value.at] : []))
    .sort((a, b) => b.getTime() - a.getTime())[0];
  return [
    `${from}>${to}`,
    ruleState(rules),
    cell(latency, (value) => seconds(value)),
    isRead(pendingOperations) && isRead(pendingBytes)
      ? pendingOperations.value
        ? `${pendingOperations.value.value}, ${bytes(pendingBytes.value?.value ?? 0)}`
        : "no data"
      : "unreachable",
    newest ? age(newest, now) : "-",
    cell(failedOperations, String),
    failed ? age(failed.at, now) : "-",
  ];
}

function cell(reading: Direction["latency"], show: (value: number) => string): string {
  if (!isRead(reading)) return "unreachable";
  return reading.value ? show(reading.value.value) : "no data";
}

function ruleState(rules: Direction["rules"]): string {
  if (!isRead(rules)) return "unreachable";
  if (rules.value.length === 0) return "none";
  return rules.value.every(({ enabled }) => enabled) ? "enabled" : "disabled";
}

function state(active: boolean | undefined): string {
  return active === undefined ? "-" : active ? "active" : "passive";
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
