import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import {
  EnvironmentError,
  loadEnvironment,
  loadEnvironments,
  type Environment,
} from "../../environment/load";

const folders: string[] = [];

/** Creates a folder with the given files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "environments-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** Removes the folders that the tests created. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Loads a text as the file e.yaml. */
export function load(text: string): Environment {
  return loadEnvironment(path.join(folderWith({ "e.yaml": text }), "e.yaml"));
}

/** Returns the EnvironmentError that `run` throws, without the name of the folder. */
export function errorOf(run: () => unknown, folder?: string): EnvironmentError {
  try {
    run();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return folder === undefined
      ? error
      : new EnvironmentError(
          error.problems.map((one) => ({
            ...one,
            file: relative(folder, one.file),
            message: one.message.replaceAll(folder + path.sep, ""),
          })),
        );
  }
  throw new Error("nothing was thrown");
}

/** The report on a text as the file e.yaml. */
export function reportOn(text: string): string {
  const folder = folderWith({ "e.yaml": text });
  return errorOf(() => loadEnvironment(path.join(folder, "e.yaml")), folder).message;
}

/** The report on a folder of files. */
export function reportOnFolder(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  return errorOf(() => loadEnvironments(folder), folder).message;
}

function relative(folder: string, file: string): string {
  return file === folder ? "." : file.replace(folder + path.sep, "");
}

/** The shortest valid environment. */
export const SHORTEST = `name: my-mrap
regions:
  eu-west-1: { bucket: one-in-ireland }
  us-east-1: { bucket: two-in-virginia, routing: passive }
state: local
`;

/** The blocks of the report, without the line that counts them and without the long list of Regions. */
export function blocks(text: string): string {
  return reportOn(text)
    .split("\n")
    .slice(2)
    .join("\n")
    .replace(/af-south-1, ap-east-1,[\s\S]*?us-west-2$/m, "(Regions)");
}

export const region = (line: string): string =>
  SHORTEST.replace("{ bucket: one-in-ireland }", `{ bucket: one-in-ireland, ${line} }`);
export const bucket = (name: string): string => SHORTEST.replace("one-in-ireland", name);
export const plus = (text: string): string => SHORTEST + text;
export const state = (text: string): string => SHORTEST.replace("state: local", `state: { ${text} }`);

/** A description, the file, and the complete report. */
export type Case = [what: string, text: string, report: string];

/** Tests the complete report of each case. */
export function testReports(cases: Case[]): void {
  test.each(cases)("reports %s", (_what, text, report) => {
    expect(blocks(text)).toBe(report);
  });
}
