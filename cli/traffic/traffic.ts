import { writeFileSync } from "node:fs";
import { Aws } from "../adapters/aws/aws";
import { openTerminal, type Terminal } from "../adapters/terminal";
import { environmentArgument } from "../access-point/argument";
import { ExitStatus, UserError } from "../errors";
import { cleanUp } from "./verify/cleanup";
import { S3Wire } from "./wire/client";
import { readFolder, readOptions, type TrafficFlags } from "./options";
import { parseDuration } from "./parse";
import { renderRemoved, renderTraffic } from "./render";
import type { TrafficReport } from "./result/report";
import { LAST_SECONDS, TrafficRun } from "./run";
import { findTarget, type Target } from "./target";

/** The status that a shell reports for a program that SIGINT ended. */
const INTERRUPTED = 130;

/** Runs `mrap traffic` and returns the exit status. */
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
      else for (const line of renderTraffic(report, terminal)) terminal.say(line);
      return statusOf(report);
    } finally {
      unwatch();
      target.located.controls.close();
    }
  } finally {
    aws.close();
  }
}

/** The exit status of a run. */
export function statusOf({ interrupted, total, pace, verified, cleanup }: TrafficReport): number {
  if (interrupted) return INTERRUPTED;
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
    throw new UserError(`Cannot write the result to ${file}: ${(error as Error).message}.`);
  }
}

/** `--remove`: deletes the folder of an earlier run and sends no load. */
async function removeRun(argument: string, folder: string, flags: TrafficFlags): Promise<number> {
  const environment = await environmentArgument(argument);
  const terminal = openTerminal();
  const aws = new Aws(flags);
  const timeoutMs = parseDuration("--timeout", flags.timeout, 3_600_000);
  try {
    const target = await findTarget(aws, environment);
    const wire = await S3Wire.open({ credentials: () => aws.credentials(), connections: 8, timeoutMs });
    try {
      // The objects of the run are not known, so the cleanup cannot add delete markers if a bucket denies deletes.
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
  return `At most ${begun} objects are left below ${prefix} in each of the buckets ${buckets}. Delete them with: mrap traffic ${argument} --remove ${prefix}`;
}

function watchInterrupt(stop: AbortController, terminal: Terminal, left: () => string): () => void {
  const interrupted = (): void => {
    if (stop.signal.aborted) {
      terminal.warn(`Stopped without a cleanup. ${left()}`);
      process.exit(INTERRUPTED);
    }
    terminal.warn(
      `Interrupted. Waiting up to ${LAST_SECONDS} s for requests in flight, then cleaning up (press Ctrl-C again to stop at once) …`,
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
