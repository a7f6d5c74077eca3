/** Finds out for which stacks `cdktf` runs the app. cdktf itself does not tell the app. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Subcommands of cdktf that work on the stacks they name. */
const COMMANDS = ["diff", "plan", "deploy", "apply", "destroy", "output"];

/** The processes above this one: node, the shell that cdktf starts, cdktf, and one more for a wrapper. */
const MOST_ANCESTORS = 5;

/**
 * The stacks that the running `cdktf` command names; undefined if it names none, or uses patterns, or cannot be found. It
 * is read from the command lines of the processes above this one.
 */
export function requestedStacks(
  processOf: (id: number) => ProcessLine | undefined = readProcess,
  start: number = process.ppid,
): string[] | undefined {
  return requestedCommand(processOf, start)?.stacks;
}

/** A running `cdktf` command. */
export interface RequestedCommand {
  /** Such as `deploy`. */
  readonly name: string;
  /** Undefined if it names none, or uses patterns. */
  readonly stacks?: string[];
}

/** The running `cdktf` command; undefined if it is none on stacks, or cannot be found. */
export function requestedCommand(
  processOf: (id: number) => ProcessLine | undefined = readProcess,
  start: number = process.ppid,
): RequestedCommand | undefined {
  let id = start;
  for (let count = 0; count < MOST_ANCESTORS && id > 1; count += 1) {
    const found = processOf(id);
    if (found === undefined) return undefined;
    const command = commandIn(found.words);
    if (command !== undefined) return command;
    id = found.parent;
  }
  return undefined;
}

/** A process: its parent and its command line. */
export interface ProcessLine {
  readonly parent: number;
  readonly words: readonly string[];
}

/** The command of a command line; undefined if it is not a cdktf command on stacks. */
function commandIn(words: readonly string[]): RequestedCommand | undefined {
  const program = words.findIndex((word) => /(^|[\\/])(cdktf|cdktn)(\.js)?$/.test(word));
  const command = words[program + 1];
  if (program < 0 || command === undefined || !COMMANDS.includes(command)) return undefined;
  const rest = words.slice(program + 2);
  // An option may have a value that looks like a stack, so only names before the first option are certain.
  const end = rest.findIndex((word) => word.startsWith("-"));
  const names = end < 0 ? rest : rest.slice(0, end);
  const plain = names.length > 0 && names.every((name) => /^[A-Za-z0-9_-]+$/.test(name));
  return plain ? { name: command, stacks: [...names] } : { name: command };
}

function readProcess(id: number): ProcessLine | undefined {
  try {
    const words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0").filter(Boolean);
    const status = readFileSync(`/proc/${id}/stat`, "utf8");
    // The name of the program is in parentheses and may contain spaces.
    const parent = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
    return { parent, words };
  } catch {
    return readWithPs(id);
  }
}

/** Systems without /proc, such as macOS. */
function readWithPs(id: number): ProcessLine | undefined {
  try {
    const line = execFileSync("ps", ["-o", "ppid=,args=", "-p", String(id)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 2000,
    }).trim();
    const [parent, ...words] = line.split(/\s+/);
    return { parent: Number(parent), words };
  } catch {
    return undefined;
  }
}
