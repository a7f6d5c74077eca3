import { awaitingInitialRouting, initialRoutingAdvice } from "../access-point/initial-routing";
import { isRead, type Direction } from "../access-point/observations";
import { isAbsent } from "../status/both";
import { sentence } from "../status/render";
import { nothingRead } from "../status/status";
import { limitFindings, stopFindings } from "../status/tables";
import { bytes, seconds } from "../text/numbers";
import { directionKey } from "./history";
import { percent, rate } from "./region-rows";
import type { Snapshot } from "./snapshot";
import { unreachableRegions } from "./unreachable";

/** The fact about one subject. */
export interface Fact {
  readonly text: string;
  /** Something that ends, such as an alarm: its end is reported. */
  readonly ends?: boolean;
}

/** A snapshot as facts, by their subjects. */
export type Facts = ReadonlyMap<string, Fact>;

export function factsOf(snapshot: Snapshot): Facts {
  const { status, requests, other } = snapshot;
  const { routing, file, environment = "ENVIRONMENT" } = status;
  const facts = new Map<string, Fact>([["routing", { text: sentence(status) }]]);
  const open = (subject: string, text: string): void => void facts.set(subject, { text, ends: true });
  if (other) {
    if (!isAbsent(other.status)) facts.set(`routing ${other.status.name}`, { text: sentence(other.status) });
    facts.set("both access points", { text: other.comparison.text });
  }
  const waiting = isRead(routing) && file ? awaitingInitialRouting(routing.value, file) : [];
  if (waiting.length > 0) open("initial routing", initialRoutingAdvice(waiting, environment));
  const cause = nothingRead(status);
  if (cause !== undefined) open("unreachable", cause);
  else for (const [place, why] of unreachableRegions(snapshot)) open(`unreachable ${place}`, why);
  for (const { region, name, reason } of status.alarms) open(`ALARM ${name} (${region})`, reason ?? "open");
  for (const { subject, text } of stopFindings(status)) open(`STOP ${subject}`, text);
  for (const { direction, text } of limitFindings(status)) open(`LIMIT ${direction}`, text);
  for (const [region, found] of requests) {
    if (!isRead(found)) continue;
    const rates = found.value;
    const text = rates
      ? `${rate(rates.requests)}/s, 4xx ${percent(rates.clientErrors)}, 5xx ${percent(rates.serverErrors)}, down ${bytes(rates.downloaded)}/s, up ${bytes(rates.uploaded)}/s`
      : "no data";
    facts.set(`requests ${region}`, { text });
  }
  for (const direction of status.observations.directions) {
    const known = [direction.latency, direction.pendingOperations, direction.failedOperations].some(isRead);
    if (known) facts.set(`replication ${directionKey(direction)}`, { text: replication(direction) });
  }
  return facts;
}

/** The lines of a reading, for a log: all facts at first, and then those that are new, have changed or have ended. */
export function linesOf(facts: Facts, before: Facts | undefined, at: Date): string[] {
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  const line = (subject: string, text: string): string => `${time} ${subject}: ${text}`;
  const fresh = [...facts].filter(([subject, { text }]) => before?.get(subject)?.text !== text);
  const ended = [...(before ?? [])].filter(([subject, { ends }]) => ends && !facts.has(subject));
  return [
    ...fresh.map(([subject, { text }]) => line(subject, text)),
    ...ended.map(([subject]) => line(subject, "over")),
  ];
}

function replication({ latency, pendingBytes, pendingOperations, failedOperations }: Direction): string {
  const show = (one: Direction["latency"], how: (value: number) => string): string =>
    isRead(one) ? (one.value ? how(one.value.value) : "no data") : "unreachable";
  return [
    `latency ${show(latency, seconds)}`,
    `pending ${show(pendingOperations, String)}${isRead(pendingBytes) && pendingBytes.value ? ` (${bytes(pendingBytes.value.value)})` : ""}`,
    `failed ${show(failedOperations, String)}`,
  ].join(", ");
}
