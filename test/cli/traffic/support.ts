/** Runs `mrap traffic` as a process and reads its result. */
import type { Result } from "../../support/process";
import type { TrafficReport } from "../../../cli/traffic/result/report";

export function reportOf({ stdout, stderr, status }: Result): TrafficReport {
  try {
    return JSON.parse(stdout) as TrafficReport;
  } catch {
    throw new Error(`no report, status ${status}: ${stdout}${stderr}`);
  }
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
