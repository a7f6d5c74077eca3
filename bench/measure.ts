import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One figure of the benchmark with its limit. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly pass: boolean;
  /** How the figure came about, for a reader. */
  readonly detail: string;
}

export interface Measurement {
  /** Wall time, in milliseconds. */
  readonly milliseconds: number;
  /** Peak memory of the process, in MiB; child processes do not count. */
  readonly peak: number;
}

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a node process once. */
export function measure({ args, cwd, env = {} }: Command): Measurement {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const peakFile = join(folder, "peak");
    const started = process.hrtime.bigint();
    const run = spawnSync(process.execPath, ["-r", join(__dirname, "peak.js"), ...args], {
      cwd,
      env: { ...process.env, ...env, PEAK_FILE: peakFile },
      encoding: "utf8",
    });
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    if (run.status !== 0) throw new Error(`node ${args.join(" ")} ended with ${run.status}:\n${run.stderr}`);
    return { milliseconds, peak: Number(readFileSync(peakFile, "utf8")) / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs the commands in turns. Other load on the machine then affects all of them. */
export function inTurn(commands: readonly Command[], rounds: number): Measurement[] {
  const runs: Measurement[][] = commands.map(() => []);
  for (let round = 0; round < rounds; round++) {
    commands.forEach((command, index) => runs[index]!.push(measure(command)));
  }
  return runs.map((all) => ({
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    peak: Math.max(...all.map(({ peak }) => peak)),
  }));
}

/** A figure that must not be above its limit. */
export function atMost(name: string, value: number, limit: number, detail: string): Figure {
  return { name, value, limit, pass: value <= limit, detail };
}

/** A figure that must not be below its limit. */
export function atLeast(name: string, value: number, limit: number, detail: string): Figure {
  return { name, value, limit, pass: value >= limit, detail };
}
