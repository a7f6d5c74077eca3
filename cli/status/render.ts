import type { Paint } from "../text/paint";
import { age, bytes, seconds } from "../text/numbers";
import { isRead, type Direction, type Reading } from "../access-point/observations";
import { wrap } from "../text/wrap";
import { changes, describeRouting, sameRouting } from "../access-point/routing";
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
  const silent = status.controlRegions.filter((one) => !isRead(one.routing)).map(({ region }) => region);
  const count = status.controlRegions.length;
  if (count > 0)
    say(
      silent.length === 0
        ? `All ${count} control Regions answer.`
        : `${count - silent.length} of ${count} control Regions answer; unreachable: ${silent.join(", ")}.`,
    );
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

/** What the routing is now, in one sentence. */
export function sentence({ name, routing }: Pick<Status, "name" | "routing">): string {
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
  const why = (place: string, reading: Reading<unknown>): string[] =>
    isRead(reading) ? [] : reading.unreachable.split("\n").map((line) => `${place}: ${line.trim()}`);
  const lines = [
    ...why("routing", routing),
    ...why("access point", accessPoint),
    ...observations.members.flatMap(({ region, versioning }) => why(region, versioning)),
    ...observations.directions.flatMap(({ from, to, rules, latency, failedOperations }) => [
      ...why(from, rules),
      ...why(to, latency),
      ...why(from, failedOperations),
    ]),
    ...alarmsUnreachable.map(({ region, why: text }) => `${region}: ${text}`),
  ];
  return [...new Set(lines)];
}
