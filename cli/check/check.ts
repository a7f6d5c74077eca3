import {
  environmentsPath,
  findEnvironment,
  HOW_TO_SEARCH_ELSEWHERE,
  listEnvironments,
  searchedPlace,
} from "../../environment/find";
import { readEnvironmentFiles, type LoadedEnvironment } from "../../environment/load";
import { warningsOf } from "../../environment/warnings";
import { renderProblems, type Problem } from "../../environment/report";
import { UserError } from "../errors";
import type { Comparison } from "./compare";

export interface Checked {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  /** The environments without errors. */
  readonly environments: readonly LoadedEnvironment[];
}

/**
 * Checks environment files, alone and against one another.
 * @param named paths, or names of environments; all environments if empty
 * @throws UserError if there is no environment
 */
export function checkFiles(named: readonly string[]): Checked {
  const all = named.length === 0;
  const files = all
    ? listEnvironments(environmentsPath()).map(({ file }) => file)
    : [...new Set(named.map((name) => findEnvironment(name) ?? name))];
  if (files.length === 0) throw new UserError(`${searchedPlace()}. ${HOW_TO_SEARCH_ELSEWHERE}`);
  const { problems, environments } = readEnvironmentFiles(files);
  return { files, problems, environments };
}

/** The error report, or one sentence. @param columns the width of the report */
export function checkReport({ files, problems }: Checked, columns: number | undefined): string {
  if (problems.length > 0) return renderProblems(problems, columns);
  return files.length === 1
    ? `${files[0]} has no errors.`
    : `${files.length} environment files have no errors.`;
}

/** The warnings about the files without errors. */
export function checkWarnings({
  environments,
}: Checked): { readonly file: string; readonly message: string }[] {
  return environments.flatMap(({ file, environment }) =>
    warningsOf(environment).map((message) => ({ file, message })),
  );
}

/** The fields of an error are a contract. */
export function checkJson(checked: Checked, compared?: readonly Comparison[]): object {
  const { files, problems } = checked;
  const warnings = checkWarnings(checked);
  return {
    files,
    errors: problems.map(({ path, ...rest }) => ({ ...rest, path: path.map(String) })),
    ...(warnings.length > 0 && { warnings }),
    ...(compared && { compared }),
  };
}
