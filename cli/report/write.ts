import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ExitStatus, UserError } from "../errors";
import type { TrafficReport } from "../traffic/result/report";
import { reportPage, type Plotting } from "./page";

/** `mrap report` from its arguments to the file. */
export function writeReport(from: string, to: string): void {
  const page = reportPage(readRun(from), plotting());
  try {
    writeFileSync(to, page);
  } catch (error) {
    throw new UserError(`The page could not be written to ${to}: ${(error as Error).message}.`);
  }
}

function readRun(file: string): TrafficReport {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new UserError(`The run ${file} cannot be read: ${why}.`, ExitStatus.usage);
  }
  const run = parse(text) as Partial<TrafficReport> | null | undefined;
  if (run?.format === "mrap-traffic-1") return run as TrafficReport;
  throw new UserError(
    `${file} is no run of mrap traffic: name the file that mrap traffic --out wrote.`,
    ExitStatus.usage,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Read as files, so that no other command carries the library. */
function plotting(): Plotting {
  let folder: string;
  try {
    folder = dirname(createRequire(__filename).resolve("uplot"));
  } catch {
    throw new UserError("The plotting library uplot is not installed: run npm ci in the project's folder.");
  }
  return {
    script: readFileSync(join(folder, "uPlot.iife.min.js"), "utf8"),
    style: readFileSync(join(folder, "uPlot.min.css"), "utf8"),
  };
}
