import { writeFileSync } from "node:fs";
import { Aws } from "../adapters/aws/aws";
import { openTerminal, type Terminal } from "../adapters/terminal";
import { environmentArgument } from "../access-point/argument";
import { ExitStatus, UserError } from "../errors";
import { cleanUp } from "./verify/cleanup";
import { S3Wire } from "./wire/client";
import { readFolder, readOptions, type TrafficFlags } from "./options";
import { parseDuration } from "./quantities";
import { renderRemoved, renderTraffic } from "./render";
import type { TrafficReport } from "./result/report";
import { lastSeconds, TrafficRun } from "./run";
import { findTarget, type Target } from "./target";

/** As a shell reports a program that SIGINT ended. */
const interruptedStatus = 130;

/** `mrap traffic` from its arguments to its exit status. */
export async function runTraffic(argument: string, flags: TrafficFlags): Promise<number> {
  if (flags.remove !== undefined) return removeRun(argument, readFolder(flags.remove), flags);
  const options = readOptions(flags);
  const environment = await environmentArgument(argument);
  const terminal = openTerminal({ quiet: flags.json });
  const aws = new Aws(flags);
  try {
    const target = await findTarget(aws, environment);
    const stop = new AbortController();
    const run = new TrafficRun(aws, target, options, terminal, stop.signal);
    const unwatch = watchInterrupt(stop, terminal, () => leftSentence(run, target, argument));
    try {
      const report = await run.go();
      const text = JSON.stringify(report);
      if (flags.out) save(flags.out, text);
      if (flags.json) process.stdout.write(`${text}\n`);
      else for (const line of renderTraffic(report, terminal.paint)) terminal.say(line);
      return statusOf(report);
    } finally {
      unwatch();
      target.located.controls.close();
    }
  } finally {
    aws.close();
  }
}

/** Whether a run went as it should have. */
export function statusOf({ interrupted, total, pace, verified, cleanup }: TrafficReport): number {
  if (interrupted) return interruptedStatus;
  const faults = verified
    ? verified.missing.length + verified.differing.length + verified.undeleted.length
    : 0;
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

/** `--remove`: deletes what a run left, and sends nothing. */
async function removeRun(argument: string, folder: string, flags: TrafficFlags): Promise<number> {
  const environment = await environmentArgument(argument);
  const terminal = openTerminal();
  const aws = new Aws(flags);
  const timeout = parseDuration("--timeout", flags.timeout, 3_600_000);
  try {
    const target = await findTarget(aws, environment);
    const wire = await S3Wire.open({ credentials: () => aws.credentials(), connections: 8, timeout });
    try {
      // Which objects there were is not known, so none is covered where a bucket refuses the deletion.
      const left = { prefix: folder, begun: 0, key: () => "" };
      const cleaned = await cleanUp(wire, target.host, left, target.regions);
      for (const line of renderRemoved(cleaned, folder, terminal.paint)) terminal.say(line);
      return cleaned.some((one) => one.left !== 0) ? ExitStatus.unconfirmed : ExitStatus.done;
    } finally {
      await wire.close();
      target.located.controls.close();
    }
  } finally {
    aws.close();
  }
}

function leftSentence({ begun, prefix }: TrafficRun, { regions }: Target, argument: string): string {
  const buckets = regions.map(({ bucket }) => bucket).join(", ");
  return `At most ${begun} objects are left below ${prefix} in each of ${buckets}; remove them with: mrap traffic ${argument} --remove ${prefix}`;
}

function watchInterrupt(stop: AbortController, terminal: Terminal, left: () => string): () => void {
  const interrupted = (): void => {
    if (stop.signal.aborted) {
      terminal.warn(`Ended at once. ${left()}`);
      process.exit(interruptedStatus);
    }
    terminal.warn(
      `Interrupted: what is on its way has ${lastSeconds} s, then what was written is cleaned up (again to end at once) …`,
    );
    stop.abort();
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  return () => {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
  };
}
