import { defaultLimits, overLimits, type Limit, type Limits } from "../access-point/limits";
import { isRead, type Direction, type Point, type Reading } from "../access-point/observations";
import type { Route } from "../access-point/routing";
import { age, bytes, seconds } from "../text/numbers";
import type { Style } from "../text/paint";
import { table, type Cell, type TableOptions } from "../text/table";
import type { Status } from "./status";

/** The member Regions: what is active is strong, and what stops a failover is red. */
export function regionTable({ observations, routing, file }: Status, options: TableOptions): string[] {
  return table(
    ["REGION", "ROUTING", ...(file ? ["FILE"] : []), "VERSIONING", "BUCKET"],
    observations.members.map((member) => [
      member.region,
      isRead(routing) ? routingCell(member.active) : { text: "unknown", style: "amber" },
      ...(file ? [inFile(file, member.region)] : []),
      isRead(member.versioning)
        ? styled(member.versioning.value.toLowerCase(), member.versioning.value !== "Enabled" && "red")
        : unreachable,
      member.bucket,
    ]),
    options,
  );
}

/** The directions of replication: figures over the limits of the preflight are red. */
export function directionTable(
  { observations, at, limits = defaultLimits }: Status,
  options: TableOptions,
): string[] {
  return table(
    ["REPLICATION", "RULE", "LATENCY", "PENDING", "AGE", "FAILED/24H", "AGE"],
    observations.directions.map((direction) => row(direction, limits, at)),
    options,
  );
}

/** The rules and the versioning at which the preflight stops, in words. */
export function stopFindings({
  observations: { members, directions },
}: Status): ReadonlyArray<{ readonly subject: string; readonly text: string }> {
  const versioning = members.flatMap(({ region, bucket, versioning: reading }) =>
    isRead(reading) && reading.value !== "Enabled"
      ? [
          {
            subject: region,
            text: `the versioning of ${bucket} is ${reading.value.toLowerCase()}. The preflight refuses every failover.`,
          },
        ]
      : [],
  );
  const rules = directions.flatMap(({ from, to, rules: reading }) => {
    if (!isRead(reading)) return [];
    const off = reading.value.filter(({ enabled }) => !enabled).map(({ id }) => id);
    if (reading.value.length > 0 && off.length === 0) return [];
    const what = off.length > 0 ? `disabled: ${off.join(", ")}` : "there is no replication rule";
    const text = `${what}. The preflight refuses a failover between these Regions.`;
    return [{ subject: `${from}>${to}`, text }];
  });
  return [...versioning, ...rules];
}

/** The figures over their limits, in words. */
export function limitFindings({
  observations,
  at,
  limits = defaultLimits,
}: Status): ReadonlyArray<{ readonly direction: string; readonly text: string }> {
  return observations.directions.flatMap((direction) => {
    const over = [...overLimits(direction, limits, at)].map((limit) => described[limit](direction, limits));
    const text = `${over.join(", and ")}. The preflight refuses a failover in this direction.`;
    return over.length === 0 ? [] : [{ direction: `${direction.from}>${direction.to}`, text }];
  });
}

const described: Readonly<Record<Limit, (direction: Direction, limits: Limits) => string>> = {
  latencySeconds: ({ latency }, { latencySeconds }) =>
    `the latency of ${seconds(valueOf(latency))} is over the limit of ${seconds(latencySeconds)}`,
  pendingBytes: ({ pendingBytes }, limits) =>
    `${bytes(valueOf(pendingBytes))} pending are over the limit of ${bytes(limits.pendingBytes)}`,
  failedOperations: ({ failedOperations }, limits) =>
    `${valueOf(failedOperations)} failed operations reach the limit of ${limits.failedOperations}`,
};

export const unreachable: Cell = { text: "unreachable", style: "amber" };

export function routingCell(active: boolean): Cell {
  return styled(active ? "active" : "passive", active && "strong");
}

export function styled(text: string, style: Style | false): Cell {
  return style === false ? text : { text, style };
}

function row(direction: Direction, limits: Limits, now: Date): Cell[] {
  const { from, to, rules, latency, pendingBytes, pendingOperations, failedOperations } = direction;
  const over = overLimits(direction, limits, now);
  const failed = isRead(failedOperations) ? failedOperations.value : undefined;
  const newest = [latency, pendingBytes, pendingOperations]
    .flatMap((one) => (isRead(one) && one.value ? [one.value.at] : []))
    .sort((a, b) => b.getTime() - a.getTime())[0];
  return [
    `${from}>${to}`,
    ruleState(rules),
    figure(latency, seconds, over.has("latencySeconds") && "red"),
    isRead(pendingBytes)
      ? figure(
          pendingOperations,
          (value) => `${value}, ${bytes(valueOf(pendingBytes))}`,
          over.has("pendingBytes") && "red",
        )
      : unreachable,
    newest ? age(newest, now) : "-",
    figure(failedOperations, String, failedStyle(direction, over)),
    failed ? age(failed.at, now) : "-",
  ];
}

/** Failed operations are red while they stop a failover, and amber for the rest of the day. */
export function failedStyle({ failedOperations }: Direction, over: ReadonlySet<Limit>): Style | false {
  return over.has("failedOperations") ? "red" : valueOf(failedOperations) > 0 && "amber";
}

/** One figure as a cell. */
export function figure(
  reading: Reading<Point | undefined>,
  show: (value: number) => string,
  style: Style | false,
): Cell {
  if (!isRead(reading)) return unreachable;
  return reading.value ? styled(show(reading.value.value), style) : "no data";
}

function ruleState(rules: Direction["rules"]): Cell {
  if (!isRead(rules)) return unreachable;
  if (rules.value.length === 0) return { text: "none", style: "red" };
  return rules.value.every(({ enabled }) => enabled) ? "enabled" : { text: "disabled", style: "red" };
}

function inFile(file: readonly Route[], region: string): string {
  const found = file.find((route) => route.region === region);
  return found === undefined ? "-" : found.active ? "active" : "passive";
}

export function valueOf(reading: Reading<Point | undefined>): number {
  return isRead(reading) ? (reading.value?.value ?? 0) : 0;
}
