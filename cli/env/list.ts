import { HOW_TO_SEARCH_ELSEWHERE, listEnvironments, searchedPlace } from "../../environment/find";
import { EnvironmentError } from "../../environment/error";
import { loadEnvironment } from "../../environment/load";
import { UserError } from "../errors";

/** One environment in the list. A file with errors has no access point. */
export interface ListedEnvironment {
  readonly id: string;
  readonly file: string;
  readonly accessPoint?: string;
  readonly regions?: readonly string[];
  /** The number of errors in the file. */
  readonly errors: number;
}

/**
 * The environments and their access points.
 * @throws UserError if there is no environment
 */
export function environmentList(): ListedEnvironment[] {
  const found = listEnvironments();
  if (found.length === 0) throw new UserError(`${searchedPlace()}. ${HOW_TO_SEARCH_ELSEWHERE}`);
  return found.map((entry) => {
    try {
      const { name, regions } = loadEnvironment(entry.file);
      return { ...entry, accessPoint: name, regions: Object.keys(regions), errors: 0 };
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      return { ...entry, errors: error.problems.length };
    }
  });
}

/** The list as text, one line for each environment. */
export function listText(list: readonly ListedEnvironment[]): string {
  const width = Math.max(...list.map(({ id }) => id.length));
  return list
    .map(({ id, file, accessPoint, regions = [], errors }) => {
      const about =
        accessPoint === undefined
          ? `${errors} ${errors === 1 ? "error" : "errors"} in ${file}`
          : `${accessPoint} in ${regions.join(", ")} (${file})`;
      return `${id.padEnd(width)}  ${about}`;
    })
    .join("\n");
}
