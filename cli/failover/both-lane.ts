import type { EnvironmentFile } from "../access-point/argument";
import { generations } from "../access-point/generations";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { unless } from "./interruption";
import type { RunContext } from "./run-context";
import { RunLog } from "./run-log";
import type { Ending, RunOptions } from "./run-types";

/** One of the two access points in a run that changes both. */
export interface Lane {
  readonly name: string;
  /** Its lines begin with the name of the access point. */
  readonly context: RunContext & { readonly argument: EnvironmentFile };
  readonly log: RunLog;
  /** How it ended, as soon as that is known. */
  ending?: Ending;
  /** The access point does not exist, or serves no clients yet or any more. In words. */
  absent?: string;
  /** AWS accepted the update, or it may still take effect. */
  sent?: boolean;
}

/** The lanes of a file in the order of the updates: first the access point that clients still use. */
export function lanesOf(
  file: EnvironmentFile,
  aws: Aws,
  terminal: Terminal,
  options: RunOptions,
): readonly [previous: Lane, next: Lane] {
  const [next, previous] = generations(file) as readonly [EnvironmentFile, EnvironmentFile];
  const lane = (argument: EnvironmentFile, sameRun?: RunLog): Lane => {
    const { name } = argument.environment;
    const speaking = named(terminal, name);
    const log = new RunLog(argument, aws, speaking, options, sameRun);
    return {
      name,
      log,
      context: { argument, aws, terminal: unless(() => log.interrupted, speaking), options, log },
    };
  };
  const first = lane(previous);
  return [first, lane(next, first.log)];
}

/** A terminal whose lines begin with the name of the access point. */
function named(terminal: Terminal, name: string): Terminal {
  return {
    ...terminal,
    say: (line) => terminal.say(`${name}: ${line}`),
    progress: (line) => terminal.progress(`${name}: ${line}`),
    warn: (line) => terminal.warn(`${name}: ${line}`),
  };
}
