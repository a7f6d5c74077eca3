import { writeFileSync } from "node:fs";
import { Aws } from "../adapters/aws/aws";
import { openTerminal, type Terminal } from "../adapters/terminal";
import { environmentArgument } from "../environment-argument";
import { ExitStatus, UserError } from "../errors";
import { readOptions, type TrafficFlags } from "./options";
import { renderTraffic } from "./render";
import type { TrafficReport } from "./report";
import { TrafficRun } from "./run";
import { findTarget } from "./target";

/** As a shell reports a program that SIGINT ended. */
const interruptedStatus = 130;

/** `mrap traffic` from its arguments to its exit status. */
export async function runTraffic(argument: string, flags: TrafficFlags): Promise<number> {
  const options = readOptions(flags);
  const environment = await environmentArgument(argument);
  const terminal = openTerminal({ quiet: flags.json });
  const aws = new Aws(flags);
  try {
    const target = await findTarget(aws, environment);
    const stop = new AbortController();
    const run = new TrafficRun(aws, target, options, terminal, stop.signal);
    const unwatch = watchInterrupt(stop, terminal, run.prefix);
    try {
      const report = await run.go();
      const text = JSON.stringify(report);
      if (flags.out) save(flags.out, text);
      if (flags.json) process.stdout.write(`${text}\n`);
      else for (const line of renderTraffic(report, terminal.paint)) terminal.say(line);
      return statusOf(report);
    } finally {
      unwatch();
      target.located.plane.close();
    }
  } finally {
    aws.close();
  }
}

/** Whether a run went as it should have. */
export function statusOf({ interrupted, total, pace, verified, cleanup }: TrafficReport): number {
  if (interrupted) return interruptedStatus;
  const faults = (verified?.missing.length ?? 0) + (verified?.differing.length ?? 0);
  const left = cleanup?.some((one) => one.left !== 0) ?? false;
  return total.failed > 0 || !pace.kept || faults > 0 || left ? ExitStatus.unconfirmed : ExitStatus.done;
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, `${text}\n`);
  } catch (error) {
    throw new UserError(`The result could not be written to ${file}: ${(error as Error).message}.`);
  }
}

function watchInterrupt(stop: AbortController, terminal: Terminal, prefix: string): () => void {
  const interrupted = (): void => {
    if (stop.signal.aborted) {
      terminal.warn(`Ended at once: what the run wrote below ${prefix} is left in the buckets.`);
      process.exit(interruptedStatus);
    }
    terminal.warn("Interrupted: cleaning up what was written (again to end at once) …");
    stop.abort();
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  return () => {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
  };
}
