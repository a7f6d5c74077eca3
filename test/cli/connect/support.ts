import { execFile } from "node:child_process";
import { connection, type Connection } from "../../../cli/connect/connection";

export interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, [...args], { ...options, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === "number" ? error.code : 1) : 0;
      resolve({ status, output: stdout + stderr });
    });
  });
}

/** The connection to an access point with these Regions. */
export function connectionTo(name: string, regions: readonly string[]): Connection {
  return connection({
    name,
    arn: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    alias: "mfzwi23gnjvgw.mrap",
    account: "123456789012",
    routes: regions.map((region) => ({ region, bucket: `${name}-${region}`, active: true })),
  });
}
