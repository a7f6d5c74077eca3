/** Runs `mrap traffic` as a process and reads its result. */
import type { Result } from "../failover/process";
import type { TrafficReport } from "../../../cli/traffic/report";
import type { LocalAws } from "../../../local-aws";
import { resolve } from "node:path";

/** A bundle elsewhere than in the project finds what is not in it, such as the native signer. */
export function bundleEnv(aws: LocalAws): Record<string, string> {
  return aws.childEnv({ NODE_PATH: resolve(__dirname, "../../../node_modules") });
}

export function reportOf({ stdout, stderr, status }: Result): TrafficReport {
  try {
    return JSON.parse(stdout) as TrafficReport;
  } catch {
    throw new Error(`no report, status ${status}: ${stdout}${stderr}`);
  }
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
