import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../errors";

/** Writes a file in one step: who reads it sees the old one or the new one, and a failure leaves the old one. */
export async function writeWhole(file: string, text: string): Promise<"written" | "replaced" | "unchanged"> {
  const before = await readFile(file, "utf8").catch(() => undefined);
  if (before === text) return "unchanged";
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    if (
      await stat(file).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      throw Object.assign(new Error(), { code: "EISDIR" });
    await writeFile(beside, text);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new UserError(
      `Cannot write '${file}': ${reason(error as NodeJS.ErrnoException, file)}. Nothing was written.`,
    );
  }
  return before === undefined ? "written" : "replaced";
}

function reason(error: NodeJS.ErrnoException, file: string): string {
  switch (error.code) {
    case "ENOENT":
      return `there is no folder '${dirname(file)}'; make it first`;
    case "EISDIR":
      return "it is a folder; name a file in it";
    case "ENOTDIR":
      return "a part of the path is a file";
    case "EACCES":
    case "EPERM":
      return "you may not write there";
    case "ENOSPC":
      return "the disk is full";
    case "EROFS":
      return "the file system is read-only";
    default:
      return error.message;
  }
}
