import { constants } from "node:fs";
import {
  access,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
  chmod,
} from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { ExitStatus, UserError } from "../errors";

export type Outcome = "written" | "replaced" | "unchanged";

/**
 * Writes the files of a handover into a folder, all or none: they are written to a folder beside it, which then takes
 * its place. A folder with other content is rejected without `force`. With `force`, the Terraform files, the tests and
 * the README are replaced. Everything else in the folder, such as a repository, a state or variable values, is kept.
 */
export async function writeBundle(
  out: string,
  files: ReadonlyMap<string, string>,
  { force = false }: { force?: boolean } = {},
): Promise<Outcome> {
  const target = resolve(out);
  const existing = await contentOf(target, out);
  if (existing !== undefined && existing.length > 0) {
    if (await sameAs(target, existing, files)) return "unchanged";
    if (!force) throw notEmpty(out, existing);
  }
  const parent = dirname(target);
  await mkdir(parent, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot create the folder '${dirname(out)}': ${reason(error)}. Nothing was written.`);
  });
  const staging = await mkdtemp(join(parent, `.${basename(target)}.`)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(`Cannot write to the folder of '${out}': ${reason(error)}. Nothing was written.`);
    },
  );
  try {
    await chmod(staging, 0o755);
    for (const [path, text] of files) {
      const file = join(staging, "new", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await swap(target, staging, existing ?? [], existing !== undefined);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot write '${out}': ${reason(error as NodeJS.ErrnoException)}. The folder is unchanged.`,
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return existing !== undefined && existing.length > 0 ? "replaced" : "written";
}

/** Replaces the target with `staging/new` and the files that the target keeps. Undoes every step if one fails. */
async function swap(
  target: string,
  staging: string,
  existing: readonly string[],
  exists: boolean,
): Promise<void> {
  const fresh = join(staging, "new");
  const old = join(staging, "old");
  const undo: Array<() => Promise<unknown>> = [];
  const move = async (from: string, to: string) => {
    await rename(from, to);
    undo.unshift(() => rename(to, from));
  };
  try {
    if (exists) {
      await access(target, constants.W_OK);
      await move(target, old);
    }
    for (const entry of existing.filter((name) => !belongsToHandover(name))) {
      // The folder's own .gitignore is kept.
      if (entry === IGNORE) await rm(join(fresh, entry), { force: true });
      await move(join(old, entry), join(fresh, entry));
    }
    await move(fresh, target);
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

/** Whether a handover writes this entry, in this version or in an earlier one. */
function belongsToHandover(entry: string): boolean {
  return (
    /\.tf(\.json)?$/.test(entry) ||
    ["README.md", "tests", ".terraform.lock.hcl", "terraform.tfvars.example", "hcl", "json"].includes(entry)
  );
}

const IGNORE = ".gitignore";

async function contentOf(target: string, out: string): Promise<string[] | undefined> {
  try {
    const found = await lstat(target);
    if (found.isSymbolicLink())
      throw new UserError(
        `'${out}' is a symbolic link. Name the folder that it points to. Nothing was written.`,
        ExitStatus.usage,
      );
    if (!found.isDirectory())
      throw new UserError(
        `'${out}' is a file, and --out names a folder. Nothing was written.`,
        ExitStatus.usage,
      );
    if (`${process.cwd()}${sep}`.startsWith(`${target}${sep}`))
      throw new UserError(
        `'${out}' is the current folder or a folder above it. Name another folder with --out. Nothing was written.`,
        ExitStatus.usage,
      );
    return await readdir(target);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(
      `Cannot read '${out}': ${reason(error as NodeJS.ErrnoException)}. Nothing was written.`,
    );
  }
}

async function sameAs(
  target: string,
  existing: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<boolean> {
  const top = new Set([...files.keys()].map((path) => path.split("/")[0]!));
  const others = existing.filter((entry) => belongsToHandover(entry) && !top.has(entry));
  if (others.length > 0) return false;
  for (const [path, text] of files) {
    if (path === IGNORE && existing.includes(IGNORE)) continue;
    const found = await readFile(join(target, path), "utf8").catch(() => undefined);
    if (found !== text) return false;
  }
  return true;
}

function notEmpty(out: string, existing: readonly string[]): UserError {
  const some = existing.slice(0, 3).join(", ");
  const more = existing.length > 3 ? ` and ${existing.length - 3} more` : "";
  return new UserError(
    `'${out}' is not empty. It contains ${some}${more}. Name an empty or a new folder with --out, or replace the ` +
      "Terraform files, the tests and the README in it with --force. Nothing was written.",
  );
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ENOSPC":
      return "the disk is full";
    case "ENOTDIR":
    case "EEXIST":
      return "part of the path is a file";
    case "EROFS":
      return "the file system is read-only";
    default:
      return error.message;
  }
}
