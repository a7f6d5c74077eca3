/** The setup that the tests of `mrap traffic` share. */
import type { Result } from "../../support/process";
import type { Entry } from "../../../cli/traffic/load/log";
import type { TrafficReport } from "../../../cli/traffic/result/report";

export function reportOf({ stdout, stderr, status }: Result): TrafficReport {
  try {
    return JSON.parse(stdout) as TrafficReport;
  } catch {
    throw new Error(`no report, status ${status}: ${stdout}${stderr}`);
  }
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A request, an answered read unless a test says otherwise. */
export const entry = (one: Partial<Entry>): Entry => ({
  operation: "get",
  due: 0,
  sent: 1000,
  ended: 1010,
  object: 1,
  ...one,
});
