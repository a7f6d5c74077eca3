import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../../adapters/known-access-points";
import type { RunRecord } from "../../failover/record";
import type { FailoverMoment } from "./report";

/** The failovers of an access point during a run, from the records that this machine's failovers left. */
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
    // The steps are timed, what lies between them is not: the update was made between these two moments.
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

function parse(line: string): RunRecord | undefined {
  try {
    return JSON.parse(line) as RunRecord;
  } catch {
    return undefined;
  }
}
