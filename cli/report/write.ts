import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ExitStatus, UserError } from "../errors";
import type { TrafficReport } from "../traffic/result/report";
import { reportPage, type Plotting } from "./page";

/** Reads the result of a run and writes its page. */
export function writeReport(from: string, to: string): void {
  const page = reportPage(readRun(from), plotting());
  try {
    writeFileSync(to, page);
  } catch (error) {
    throw new UserError(`Cannot write the page to ${to}: ${(error as Error).message}.`);
  }
}

function readRun(file: string): TrafficReport {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? "the file does not exist"
        : (error as Error).message;
    throw new UserError(`Cannot read the run ${file}: ${why}.`, ExitStatus.usage);
  }
  const run = parse(text) as Partial<TrafficReport> | null | undefined;
  if (run?.format === "mrap-traffic-1") return run as TrafficReport;
  throw new UserError(
    `${file} is not the result of a traffic run. Name a file that mrap traffic --out wrote.`,
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

/** Reads the plotting library as files, so that the other commands do not contain it. */
function plotting(): Plotting {
  let folder: string;
  try {
    folder = dirname(createRequire(__filename).resolve("uplot"));
  } catch {
    throw new UserError(
      "The plotting library uplot is not installed. Run npm ci in the folder of the project.",
    );
  }
  return {
    script: readFileSync(join(folder, "uPlot.iife.min.js"), "utf8"),
    style: readFileSync(join(folder, "uPlot.min.css"), "utf8"),
  };
}
