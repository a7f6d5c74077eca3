import { spawn } from "node:child_process";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, resolve, sep } from "node:path";

/** A file could not be read or written. The message completes "FILE: …". */
export class FileProblem extends Error {
  constructor(
    message: string,
    /** There is no such file. */
    readonly missing = false,
  ) {
    super(message);
  }
}

/** How long one access may take, in milliseconds. */
const limitMs = 1000;

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

/** The folders whose file system did not answer: they are not asked a second time. */
const dead = new Set<string>();

/**
 * Reads a small file. A file system that does not answer, such as a network home directory, neither blocks the
 * process nor keeps it alive: only a local one is accessed in this process.
 */
export async function readBounded(file: string, mounts?: readonly Mount[]): Promise<string> {
  if (!isLocal(file, mounts)) return inChild(file, '[ -e "$1" ] || exit 44; exec cat -- "$1"');
  return inProcess(() => {
    const handle = openSync(file, O_RDONLY | O_NONBLOCK);
    try {
      if (!fstatSync(handle).isFile()) throw new FileProblem("it is not a regular file");
      return readFileSync(handle, "utf8");
    } finally {
      closeSync(handle);
    }
  });
}

/** Appends to a file that only its owner may read; makes its folder. */
export async function appendBounded(file: string, text: string, mounts?: readonly Mount[]): Promise<void> {
  if (!isLocal(file, mounts))
    return void (await inChild(file, 'umask 077; mkdir -p -- "${1%/*}" && exec cat >>"$1"', text));
  return inProcess(() => {
    mkdirSync(dirname(file), { recursive: true });
    write(file, O_APPEND, text);
  });
}

/** Replaces a file that only its owner may read, as a whole. */
export async function replaceBounded(file: string, text: string): Promise<void> {
  if (!isLocal(file)) {
    const script = 'umask 077; mkdir -p -- "${1%/*}" && cat >"$1.$$" && exec mv -f -- "$1.$$" "$1"';
    return void (await inChild(file, script, text));
  }
  return inProcess(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    write(draft, O_TRUNC, text);
    renameSync(draft, file);
  });
}

function write(file: string, flag: number, text: string): void {
  const handle = openSync(file, O_WRONLY | O_CREAT | O_NONBLOCK | flag, 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  } finally {
    closeSync(handle);
  }
}

async function inProcess<T>(access: () => T): Promise<T> {
  try {
    return await Promise.resolve(access());
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileProblem(message, code === "ENOENT");
  }
}

function inChild(file: string, script: string, input = ""): Promise<string> {
  const folder = dirname(file);
  const silent = (): FileProblem => new FileProblem(`the file system of ${folder} does not answer`);
  if (dead.has(folder)) return Promise.reject(silent());
  return new Promise((done, fail) => {
    const child = spawn("/bin/sh", ["-c", script, "sh", resolve(file)], { stdio: ["pipe", "pipe", "pipe"] });
    let [text, problem] = ["", ""];
    const timer = setTimeout(() => {
      dead.add(folder);
      child.kill("SIGKILL");
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      fail(silent());
    }, limitMs);
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (problem += chunk));
    const end = (error?: FileProblem): void => {
      clearTimeout(timer);
      if (error) fail(error);
      else done(text);
    };
    child.on("error", ({ message }) => end(new FileProblem(message)));
    child.on("close", (status) =>
      end(
        status === 0
          ? undefined
          : new FileProblem(
              problem.trim().split("\n").at(-1) || `it cannot be accessed (${status})`,
              status === 44,
            ),
      ),
    );
  });
}

const localTypes =
  /^(ext[234]|xfs|btrfs|zfs|f2fs|jfs|overlay|aufs|tmpfs|ramfs|devtmpfs|devpts|vfat|exfat|ntfs3?|bcachefs|squashfs|erofs|iso9660|proc|sysfs)$/;

/** True for a file on a file system of this machine. Nothing is accessed before its mount is known. */
export function isLocal(file: string, mounts: readonly Mount[] = mountTable()): boolean {
  let rest = resolve(file).split(sep).slice(1);
  let at = "";
  for (let links = 0; rest.length > 0;) {
    const next = `${at}/${rest[0]}`;
    if (!localTypes.test(typeOf(next, mounts))) return false;
    rest = rest.slice(1);
    const target = link(next);
    if (target === undefined) at = next;
    else {
      if (++links > 40) return false;
      rest = [
        ...resolve(at || "/", target)
          .split(sep)
          .slice(1),
        ...rest,
      ];
      at = "";
    }
  }
  return true;
}

/** A line of the table of mounted file systems. */
export interface Mount {
  readonly folder: string;
  readonly type: string;
}

function typeOf(path: string, mounts: readonly Mount[]): string {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const within = mount.folder === "/" || path === mount.folder || path.startsWith(`${mount.folder}/`);
    if (within && mount.folder.length >= (found?.folder.length ?? 0)) found = mount;
  }
  return found?.type ?? "";
}

function mountTable(): Mount[] {
  try {
    return readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" "))
      .map(([, folder = "", type = ""]) => ({
        folder: folder.replace(/\\([0-7]{3})/g, (_, octal: string) =>
          String.fromCharCode(parseInt(octal, 8)),
        ),
        type,
      }));
  } catch {
    // No such table here, as on macOS: every file system is taken for a remote one.
    return [];
  }
}

function link(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
