/** The environment file of a change: read with its raw data, and written in one step. */
import { readFile, realpath } from "node:fs/promises";
import { environmentFile, onlyEnvironment } from "../access-point/argument";
import { changeMistakes } from "../../environment/change-order";
import { environmentId } from "../../environment/find";
import { isIdentity, readIdentity, type Identity } from "../../environment/identity";
import type { Environment } from "../../environment/load";
import { renderProblems } from "../../environment/report";
import { validate } from "../../environment/validate";
import { readYaml } from "../../environment/yaml-file";
import { writeWhole } from "../adapters/files";
import { ExitStatus, UserError } from "../errors";
import type { ChangingEnvironment, PreviousSet } from "./change";

export interface OpenedFile {
  readonly id: string;
  readonly file: string;
  readonly text: string;
  readonly environment: Environment;
  readonly changing: ChangingEnvironment;
  readonly identity?: Identity;
}

/**
 * Reads and checks an environment file.
 * @throws EnvironmentError with every error in the file: a file with errors is not edited
 */
export async function openFile(argument: string | undefined): Promise<OpenedFile> {
  const { file, environment } = await (argument === undefined
    ? onlyEnvironment()
    : environmentFile(argument));
  const record = readIdentity(file);
  return {
    id: environmentId(file),
    file,
    text: await readFile(file, "utf8"),
    environment,
    changing: environment,
    ...(isIdentity(record) && { identity: record }),
  };
}

/**
 * The environment that an edited text describes.
 * @throws UserError with every error. The edit caused them, because the file had none.
 */
export function checkEdited(file: string, text: string, identity: Identity | undefined): Environment {
  const yaml = readYaml(text);
  const { environment, mistakes } = validate(yaml.data, yaml.written);
  const order = environment === undefined ? [] : changeMistakes(file, identity, environment);
  if (environment !== undefined && order.length === 0 && yaml.faults.length === 0) return environment;
  const problems = [...mistakes, ...order].map(({ aboutKey = false, ...mistake }) => ({
    file,
    ...yaml.placeOf(mistake.path, aboutKey),
    ...mistake,
  }));
  throw new UserError(
    `With this change, the file would have errors. Nothing was written.\n\n${renderProblems(problems)}`,
    ExitStatus.usage,
  );
}

/**
 * Writes the text in one step. A file that somebody changed since it was read is not overwritten.
 * @param before the text that was read
 */
export async function replaceText(file: string, before: string, after: string): Promise<void> {
  // A symbolic link is not replaced by a file.
  const target = await realpath(file);
  if ((await readFile(target, "utf8")) !== before)
    throw new UserError(`${file} was changed in the meantime. Nothing was written. Run the command again.`);
  await writeWhole(target, after);
}

/** The lines that an edit removes and adds, for people. */
export function editLines(before: string, after: string): string[] {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  // The longest common subsequence. Environment files are short.
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      length[i]![j] =
        old[i] === now[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && length[i + 1]![j]! >= length[i]![j + 1]!)) {
      lines.push(`- ${old[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${now[j]}`);
      j += 1;
    }
  }
  return lines.filter((line) => line.trim().length > 1);
}

/**
 * The access point that is replaced.
 * @throws UserError if no change is in progress
 */
export function duringChange(id: string, { previous, name }: ChangingEnvironment): PreviousSet {
  if (previous === undefined)
    throw new UserError(
      `${name} has no previous access point in its file: no change is in progress. Step 1 is missing. Start a change with mrap regions add, remove or replace, or run: mrap regions status ${id}`,
    );
  return previous;
}
