/** Reads environment files. Nothing else is read, and nothing is written. */
import { readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { changeMistakes, lostRecordMistake } from "./change-order";
import { adoptedParts, isAdopted, readAdopted } from "./adopted";
import { adoptedMistakes } from "./checks/adopted";
import { adoptedAccessPointMistakes } from "./checks/adopted-access-point";
import { environmentsMistakes, type NamedEnvironment } from "./checks/environments";
import { EnvironmentError } from "./error";
import { environmentId, listEnvironments } from "./find";
import { earlierIdentity } from "./history";
import {
  destroyMistake,
  identified,
  isIdentity,
  objectLockMistake,
  readIdentity,
  renameMistake,
  type Identity,
  type IdentifiedEnvironment,
} from "./identity";
import type { Problem } from "./report";
import type { PlacedMistake } from "./rules/rule";
import { validate } from "./validate";
import { readYaml, type YamlFile } from "./yaml-file";

export { EnvironmentError } from "./error";
export type { Problem } from "./report";
export type { Environment } from "./schema";

/** An environment and its file. The id is the name of the file without .yaml or .yml, and the name of the stack. */
export interface LoadedEnvironment extends NamedEnvironment {
  readonly environment: IdentifiedEnvironment;
  /** What is known from earlier runs. */
  readonly identity?: Identity;
}

/**
 * Reads one environment file.
 * @throws EnvironmentError with every error in the file
 */
export function loadEnvironment(file: string): IdentifiedEnvironment {
  return loaded(loadOne(file));
}

/**
 * Reads one environment file, and does not compare it with the record of its adopted buckets.
 * @throws EnvironmentError with every other error in the file
 */
export function loadEnvironmentToAdopt(file: string): IdentifiedEnvironment {
  return loaded(loadOne(file, { adopting: true }));
}

function loaded({ environment, problems }: One): IdentifiedEnvironment {
  if (environment === undefined) throw new EnvironmentError(problems);
  return environment;
}

/** The file and the lines of each environment that was loaded. */
const sources = new WeakMap<object, { readonly file: string; readonly yaml: YamlFile }>();

/**
 * The problems for mistakes that the stack of an environment has, at their lines in its file.
 * @param name stands for the file if the environment was not loaded from one
 */
export function problemsOf(environment: object, mistakes: readonly PlacedMistake[], name: string): Problem[] {
  const source = sources.get(environment);
  return mistakes.map((mistake) => {
    if (source) return placed(source.file, source.yaml, mistake);
    const { aboutKey: _, ...problem } = mistake;
    return { file: name, ...problem };
  });
}

/** The valid environments of a folder, and the errors in the other files. */
export interface LoadedFolder {
  readonly environments: readonly LoadedEnvironment[];
  readonly problems: readonly Problem[];
  /** The ids of the environments that have errors. */
  readonly broken: readonly string[];
}

/**
 * Reads the environment files of a folder (its own .yaml and .yml files, by name), or one file.
 * @throws EnvironmentError with every error in every file, and between the files
 */
export function loadEnvironments(folderOrFile: string): LoadedEnvironment[] {
  const { environments, problems } = readEnvironments(folderOrFile);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return [...environments];
}

/** Like {@link loadEnvironments}, but returns the errors beside the environments without errors. */
export function readEnvironments(folderOrFile: string): LoadedFolder {
  return readEnvironmentFiles(filesOf(folderOrFile));
}

/** Reads several files. The environments are also checked against one another, and against their earlier names. */
export function readEnvironmentFiles(files: readonly string[]): LoadedFolder {
  const problems: Problem[] = [];
  const loaded: (LoadedEnvironment & { yaml: YamlFile })[] = [];
  const broken = new Set<string>();
  const report = (id: string, found: readonly Problem[]): void => {
    problems.push(...found);
    if (found.length > 0) broken.add(id);
  };
  const earlier = new Map<string, string>();
  for (const file of files) {
    const id = environmentId(file);
    report(id, idProblems(file, earlier));
    const one = loadOne(file, { withHistory: true });
    report(id, one.problems);
    if (!one.environment) continue;
    const { environment, yaml, identity } = one;
    loaded.push({ id, file: shownFile(file), environment, yaml, ...(identity && { identity }) });
    const record = one.fromHistory ? undefined : identity;
    const lost =
      one.fromHistory && identity && !environment.previous
        ? lostRecordMistake(file, identity, environment)
        : [];
    const mistakes = [
      ...changeMistakes(file, record, environment),
      ...lost,
      ...(identity && lost.length === 0 ? renameMistake(file, identity, environment) : []),
      ...(identity ? destroyMistake(id, identity, environment) : []),
      ...(identity ? objectLockMistake(file, identity, environment) : []),
    ];
    report(
      id,
      mistakes.map((mistake) => placed(shownFile(file), yaml, mistake)),
    );
  }
  for (const { id, ...mistake } of environmentsMistakes(loaded)) {
    const owner = loaded.find((one) => one.id === id);
    if (owner) report(id, [placed(owner.file, owner.yaml, mistake)]);
  }
  return {
    environments: loaded.filter(({ id }) => !broken.has(id)).map(({ yaml: _, ...one }) => one),
    problems,
    broken: [...broken],
  };
}

type One =
  | {
      readonly environment: IdentifiedEnvironment;
      readonly yaml: YamlFile;
      readonly identity?: Identity;
      /** True if the identity is from the history, because there is no record. */
      readonly fromHistory: boolean;
      readonly problems: readonly [];
    }
  | { readonly environment?: undefined; readonly problems: readonly Problem[] };

interface LoadOptions {
  /** Reads the earlier name from git if there is no identity record. */
  readonly withHistory?: boolean;
  /** Accepts buckets to adopt that the record does not describe. */
  readonly adopting?: boolean;
}

function loadOne(file: string, { withHistory = false, adopting = false }: LoadOptions = {}): One {
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
  const record = readIdentity(file);
  const adopted = readAdopted(file);
  const unread = [
    ...(record === undefined || isIdentity(record) ? [] : [record]),
    ...(adopted === undefined || isAdopted(adopted) || adopting ? [] : [adopted]),
  ];
  if (environment !== undefined && unread.length === 0 && !adopting) {
    const recorded = isAdopted(adopted) ? adopted : undefined;
    unread.push(
      ...adoptedMistakes(file, environment, recorded),
      ...adoptedAccessPointMistakes(file, environment, recorded),
    );
  }
  const problems = [...faults, ...[...mistakes, ...unread].map((mistake) => placed(name, yaml, mistake))];
  if (environment === undefined || problems.length > 0) return { problems };
  const identity = isIdentity(record) ? record : withHistory ? earlierIdentity(file, environment) : undefined;
  const known = {
    ...(identity === undefined ? environment : identified(environment, yaml.data, identity)),
    ...adoptedParts(environment, isAdopted(adopted) ? adopted : undefined),
  };
  sources.set(known, { file: name, yaml });
  const fromHistory = identity !== undefined && identity !== record;
  return { environment: known, yaml, problems: [], fromHistory, ...(identity && { identity }) };
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
    if (statSync(file).size > LARGEST_FILE_BYTES)
      return wrong(
        `is larger than ${LARGEST_FILE_BYTES / 1024 ** 2} MiB`,
        "name an environment file, such as environments/demo.yaml",
      );
    return textOf(readFileSync(file)) ?? wrong("is not UTF-8 text", "save the file as UTF-8");
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "ENOENT":
      case "ENOTDIR":
        return wrong("does not exist", "name an environment file, such as environments/demo.yaml");
      case "EISDIR":
        return wrong("is a folder and not an environment file", "name a file in the folder");
      case "EACCES":
      case "EPERM":
        return wrong("cannot be read: permission denied", "give yourself read permission");
      default:
        return wrong(`cannot be read: ${(error as Error).message}`, "name a file that can be read");
    }
  }
}

/** No environment needs more. A larger file would only keep the parser busy. */
const LARGEST_FILE_BYTES = 4 * 1024 ** 2;

function textOf(bytes: Buffer): string | undefined {
  try {
    // UTF-16 without a byte order mark has a zero byte in every ASCII character.
    if ([0, 1].some((first) => bytes[first] === 0 && bytes[first + 2] === 0)) return undefined;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function filesOf(folderOrFile: string): string[] {
  if (!statSync(folderOrFile, { throwIfNoEntry: false })?.isDirectory()) return [folderOrFile];
  const files = listEnvironments(folderOrFile).map(({ file }) => file);
  if (files.length > 0) return files;
  throw new EnvironmentError([
    {
      file: shownFile(folderOrFile),
      path: [],
      message: "contains no environment file",
      fix: "add a file whose name ends in .yaml",
    },
  ]);
}

/** Checks the name of a file. `earlier` collects the files by name. */
function idProblems(file: string, earlier: Map<string, string>): Problem[] {
  const id = environmentId(file);
  const problem = { file: shownFile(file), path: [], got: id };
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(id)) {
    return [
      {
        ...problem,
        message: "has a name that cannot be the name of a stack",
        allowed:
          "1 to 63 letters, digits, hyphens and underscores before .yaml, with a letter or digit first",
        fix: "rename the file",
      },
    ];
  }
  // Each stack is a folder, and some file systems do not distinguish Demo from demo.
  const other = earlier.get(id.toLowerCase());
  earlier.set(id.toLowerCase(), other ?? shownFile(file));
  if (other === undefined) return [];
  return [{ ...problem, message: `has the same name as ${other}`, fix: "rename one of the two" }];
}

/** Shortens a path below the current folder. */
function shownFile(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative) ? relative : file;
}
