import { HOW_TO_SEARCH_ELSEWHERE, listEnvironments, searchedPlace } from "../../environment/find";
import { EnvironmentError } from "../../environment/error";
import { loadEnvironment } from "../../environment/load";
import { UserError } from "../errors";
import { table, type Cell, type TableOptions } from "../text/table";

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

/** The list as a table. A file with errors shows their number. */
export function listTable(list: readonly ListedEnvironment[], options: TableOptions): string[] {
  return table(
    ["ENVIRONMENT", "ACCESS POINT", "REGIONS", "FILE"],
    list.map(({ id, file, accessPoint, regions = [], errors }): Cell[] => [
      { text: id, style: "strong" },
      accessPoint ?? { text: errors === 1 ? "1 error" : `${errors} errors`, style: "red" },
      regions.join(", "),
      file,
    ]),
    options,
  );
}
