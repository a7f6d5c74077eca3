/** Finds environment files. Synth and the CLI use the same way. Nothing here reads the files or loads the schema. */
import { readdirSync, statSync } from "node:fs";
import * as path from "node:path";

/** The environment variable that names another folder, or one file. */
export const ENVIRONMENTS_VARIABLE = "MRAP_ENVIRONMENTS";

/** The folder of the environment files, in the current folder. */
const DEFAULT_FOLDER = "environments";

/** An environment file that exists. */
export interface EnvironmentFileEntry {
  /** The name of the file without .yaml or .yml. The stack has this name. */
  readonly id: string;
  readonly file: string;
}

/** Where environments are looked for: a folder or a file, as the user wrote it. */
export function environmentsPath(variables: NodeJS.ProcessEnv = process.env): string {
  const chosen = variables[ENVIRONMENTS_VARIABLE]?.trim();
  return chosen === undefined || chosen === "" ? DEFAULT_FOLDER : chosen;
}

/** Lists the environment files of a folder, by name, or the one file. Empty if the path does not exist. */
export function listEnvironments(folderOrFile: string = environmentsPath()): EnvironmentFileEntry[] {
  const found = statSync(folderOrFile, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [{ id: environmentId(folderOrFile), file: folderOrFile }];
  return readdirSync(folderOrFile)
    .filter((name) => /^[^.].*\.ya?ml$/i.test(name) && !/\.adopted\.yaml$/.test(name))
    .sort()
    .map((name) => ({ id: environmentId(name), file: path.join(folderOrFile, name) }));
}

/** Finds the file of an environment by its name. */
export function findEnvironment(id: string, folderOrFile: string = environmentsPath()): string | undefined {
  return listEnvironments(folderOrFile).find((one) => one.id === id)?.file;
}

/** The name of an environment, from its file. */
export function environmentId(file: string): string {
  return path.basename(file).replace(/\.ya?ml$/i, "");
}

/** Says where environments were looked for, what is there, and how to look elsewhere. */
export function searchedPlace(variables: NodeJS.ProcessEnv = process.env): string {
  const where = environmentsPath(variables);
  const full = path.resolve(where);
  const origin = where === variables[ENVIRONMENTS_VARIABLE]?.trim() ? ` (from ${ENVIRONMENTS_VARIABLE})` : "";
  const found = statSync(full, { throwIfNoEntry: false });
  if (found === undefined) return `${full}${origin} does not exist`;
  const names = listEnvironments(where).map(({ id }) => id);
  if (!found.isDirectory()) return `${full}${origin} is the environment ${names.join(", ")}`;
  return names.length > 0
    ? `${full}${origin} contains ${names.join(", ")}`
    : `${full}${origin} contains no environment file`;
}

/** How to look for environments in another place. */
export const HOW_TO_SEARCH_ELSEWHERE = `Run the command in the project's folder, set ${ENVIRONMENTS_VARIABLE} to a folder or file, or name the file.`;
