import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../../adapters/known-access-points";
import type { RunRecord } from "../../failover/record";
import type { Entry } from "../load/log";
import type { FailoverMoment } from "./report";
import type { ServedBy } from "./served-by";

/** The failovers of an access point during a run, from the records of failovers that ran on this machine. */
export function failoversDuring(
  arn: string,
  began: Date,
  ended: Date,
  file = join(stateFolder(), "runs.jsonl"),
): FailoverMoment[] {
  let lines: string[];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
  return lines.flatMap((line) => {
    const record = parse(line);
    if (record?.event !== "ended" || record.accessPoint.arn !== arn) return [];
    const update = record.steps.findIndex(({ step }) => step === "update");
    if (update < 0) return [];
    // The steps are timed, and the time between them is not. The update happened between these two times.
    const spent = (steps: RunRecord["steps"]): number =>
      steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const at = new Date(new Date(record.started).getTime() + spent(record.steps.slice(0, update)));
    const last = new Date(record.ended ?? record.started).getTime() - spent(record.steps.slice(update + 1));
    const until = new Date(Math.max(last, at.getTime()));
    if (until < began || at > ended) return [];
    const seconds = (time: Date): number => (time.getTime() - began.getTime()) / 1000;
    return [
      {
        at: seconds(at),
        until: seconds(until),
        time: at.toISOString(),
        command: record.command,
        to: record.to,
        outcome: record.outcome ?? "",
      },
    ];
  });
}

/** Adds when the requests moved to the Regions that became active. */
export function withMoves(
  failovers: readonly FailoverMoment[],
  log: Iterable<Entry>,
  servedBy: ServedBy,
): FailoverMoment[] {
  if (failovers.length === 0) return [];
  const ordered = [...failovers].sort((one, other) => one.at - other.at);
  const spans = ordered.map((one, index) => ({
    ...one,
    end: ordered[index + 1]?.at ?? Infinity,
    /** The last request that a passive Region served, and the requests of active Regions. */
    lastPassive: one.at,
    active: [] as number[],
  }));
  for (const entry of log) {
    const sent = entry.sent / 1000;
    const span = spans.find(({ at, end }) => sent >= at && sent < end);
    const { region } = span ? servedBy.of(entry) : {};
    if (span === undefined || region === undefined) continue;
    if (span.to[region] === "passive") span.lastPassive = Math.max(span.lastPassive, sent);
    else if (span.to[region] === "active") span.active.push(sent);
  }
  return spans.map(({ end: _end, lastPassive, active, ...failover }) => {
    const moved = active.filter((sent) => sent >= lastPassive).reduce((a, b) => Math.min(a, b), Infinity);
    return { ...failover, moved: moved === Infinity ? null : moved };
  });
}

function parse(line: string): RunRecord | undefined {
  try {
    return JSON.parse(line) as RunRecord;
  } catch {
    return undefined;
  }
}
