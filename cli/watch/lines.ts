import { bytes, seconds } from "../text/numbers";
import { isRead, type Direction } from "../access-point/observations";
import { sentence } from "../status/render";
import { directionKey } from "./history";
import { percent, rate } from "./region-rows";
import type { Snapshot } from "./snapshot";
import { unreachableRegions } from "./unreachable";

/** A snapshot as facts: what it is about, and what is known of it. */
export type Facts = ReadonlyMap<string, string>;

export function factsOf(snapshot: Snapshot): Facts {
  const { status, requests } = snapshot;
  const facts = new Map<string, string>([["routing", sentence(status)]]);
  for (const [place, why] of unreachableRegions(snapshot)) facts.set(`unreachable ${place}`, why);
  for (const { region, name, reason } of status.alarms)
    facts.set(`ALARM ${name} (${region})`, reason ?? "open");
  for (const [region, found] of requests) {
    if (!isRead(found)) continue;
    const rates = found.value;
    facts.set(
      `requests ${region}`,
      rates
        ? `${rate(rates.requests)}/s, 4xx ${percent(rates.clientErrors)}, 5xx ${percent(rates.serverErrors)}, down ${bytes(rates.downloaded)}/s, up ${bytes(rates.uploaded)}/s`
        : "no data",
    );
  }
  for (const direction of status.observations.directions) {
    const known = [direction.latency, direction.pendingOperations, direction.failedOperations].some(isRead);
    if (known) facts.set(`replication ${directionKey(direction)}`, replication(direction));
  }
  return facts;
}

/** The lines of a look, for who keeps or searches them: everything at first, then what is new or over. */
export function linesOf(facts: Facts, before: Facts | undefined, at: Date): string[] {
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  const line = (subject: string, fact: string): string => `${time} ${subject}: ${fact}`;
  const fresh = [...facts].filter(([subject, fact]) => before?.get(subject) !== fact);
  const over = [...(before?.keys() ?? [])].filter(
    (subject) => /^(ALARM|unreachable) /.test(subject) && !facts.has(subject),
  );
  return [
    ...fresh.map(([subject, fact]) => line(subject, fact)),
    ...over.map((subject) => line(subject, "over")),
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
