/** Reading environment files. Nothing is written, and nothing but the files is read. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { EnvironmentError } from "./error";
import type { Problem } from "./report";
import { environmentsMistakes, type Named } from "./rules/environments";
import type { PlacedMistake } from "./rules/rule";
import type { Environment } from "./schema";
import { validate } from "./validate";
import { readYaml, type YamlFile } from "./yaml-file";

export { EnvironmentError } from "./error";
export type { Problem } from "./report";
export type { Environment } from "./schema";

/** An environment and its file. */
export interface LoadedEnvironment extends Named {
  /** The file's name without .yaml or .yml; the stack has this name. */
  readonly id: string;
  /** The file, as messages name it. */
  readonly file: string;
  readonly environment: Environment;
}

/**
 * Reads one environment file.
 * @throws EnvironmentError with every mistake of the file
 */
export function loadEnvironment(file: string): Environment {
  const { environment, problems } = loadOne(file);
  if (environment === undefined) throw new EnvironmentError(problems);
  return environment;
}

/**
 * Reads the environment files of a folder (its own .yaml and .yml files, by name), or one file.
 * @throws EnvironmentError with every mistake of every file, and of the files among one another
 */
export function loadEnvironments(folderOrFile: string): LoadedEnvironment[] {
  const files = filesOf(folderOrFile);
  const problems: Problem[] = idProblems(files);
  const loaded: (LoadedEnvironment & { yaml: YamlFile })[] = [];
  for (const file of files) {
    const one = loadOne(file);
    problems.push(...one.problems);
    if (one.environment)
      loaded.push({ id: idOf(file), file: shownFile(file), environment: one.environment, yaml: one.yaml });
  }
  for (const { id, ...mistake } of environmentsMistakes(loaded)) {
    const owner = loaded.find((one) => one.id === id);
    if (owner) problems.push(placed(owner.file, owner.yaml, mistake));
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return loaded.map(({ id, file, environment }) => ({ id, file, environment }));
}

type One =
  | { readonly environment: Environment; readonly yaml: YamlFile; readonly problems: readonly [] }
  | { readonly environment?: undefined; readonly problems: readonly Problem[] };

function loadOne(file: string): One {
  const name = shownFile(file);
  const text = readText(file);
  if (typeof text !== "string") return { problems: [text] };
  const yaml = readYaml(text);
  const faults = yaml.faults.map(({ place, path: at, message, got, allowed, fix }) => ({
    file: name,
    ...place,
    path: at,
    message,
    got,
    allowed,
    fix,
  }));
  if (!yaml.readable) return { problems: faults };
  const { environment, mistakes } = validate(yaml.data, yaml.written);
  const problems = [...faults, ...mistakes.map((mistake) => placed(name, yaml, mistake))];
  return environment !== undefined && problems.length === 0
    ? { environment, yaml, problems: [] }
    : { problems };
}

function placed(file: string, yaml: YamlFile, { aboutKey = false, ...mistake }: PlacedMistake): Problem {
  return { file, ...yaml.placeOf(mistake.path, aboutKey), ...mistake };
}

function readText(file: string): string | Problem {
  const wrong = (message: string, fix: string): Problem => ({
    file: shownFile(file),
    path: [],
    message,
    fix,
  });
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "ENOENT":
      case "ENOTDIR":
        return wrong("does not exist", "name an environment file, such as environments/demo.yaml");
      case "EISDIR":
        return wrong("is a folder, and not an environment file", "name a file in it");
      case "EACCES":
      case "EPERM":
        return wrong("may not be read by you", "give yourself the permission to read it");
      default:
        return wrong(`cannot be read: ${(error as Error).message}`, "name a file that can be read");
    }
  }
}

function filesOf(folderOrFile: string): string[] {
  if (!statSync(folderOrFile, { throwIfNoEntry: false })?.isDirectory()) return [folderOrFile];
  const names = readdirSync(folderOrFile)
    .filter((name) => /^[^.].*\.ya?ml$/i.test(name))
    .sort();
  if (names.length > 0) return names.map((name) => path.join(folderOrFile, name));
  const message = "has no environment file";
  throw new EnvironmentError([
    {
      file: shownFile(folderOrFile),
      path: [],
      message,
      fix: "write one into it, with a name that ends in .yaml",
    },
  ]);
}

function idProblems(files: readonly string[]): Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap((file): Problem[] => {
    const id = idOf(file);
    const problem = { file: shownFile(file), path: [], got: id };
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(id)) {
      return [
        {
          ...problem,
          message: "has a name that a stack cannot have",
          allowed:
            "1 to 63 letters, digits, hyphens and underscores before .yaml, with a letter or digit first",
          fix: "rename the file",
        },
      ];
    }
    // Stacks are folders, and some file systems know no difference between Demo and demo.
    const earlier = seen.get(id.toLowerCase());
    if (earlier !== undefined)
      return [{ ...problem, message: `has the same name as ${earlier}`, fix: "rename one of the two" }];
    seen.set(id.toLowerCase(), shownFile(file));
    return [];
  });
}

function idOf(file: string): string {
  return path.basename(file).replace(/\.ya?ml$/i, "");
}

/** A path below the current folder is shown from there. */
function shownFile(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative) ? relative : file;
}
