import { setTimeout as sleep } from "node:timers/promises";
import type { Aws } from "../adapters/aws/aws";
import { isBroken, whenBroken } from "../adapters/streams";
import type { Terminal } from "../adapters/terminal";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { print } from "../command";
import { ExitStatus, UserError } from "../errors";
import { routingIsKnown } from "../status/both";
import { frame } from "./frame";
import { noHistory, remember } from "./history";
import { snapshotJson } from "./json";
import { factsOf, linesOf, type Facts } from "./lines";
import { live } from "./live";
import { openScreen } from "./screen";
import type { Snapshot } from "./snapshot";
import { Looker } from "./take";

export interface WatchOptions {
  readonly once?: boolean;
  readonly json?: boolean;
  /** Seconds from one look to the next. */
  readonly interval: number;
}

/**
 * Watches an access point: on a terminal a live view, else lines.
 * @returns the exit status
 */
export async function watch(
  aws: Aws,
  argument: EnvironmentArgument,
  terminal: Terminal,
  { once = false, json = false, interval }: WatchOptions,
): Promise<number> {
  const looker = new Looker(aws, argument);
  const look = (): Promise<Snapshot> => looker.look();
  const { paint } = terminal;
  if (once) {
    const snapshot = await look();
    const { columns } = terminal;
    if (json) print(JSON.stringify(snapshotJson(snapshot)));
    else
      for (const line of frame({ snapshot, history: remember(noHistory, snapshot), columns, paint }))
        terminal.say(line);
    const { status, other } = snapshot;
    const known = routingIsKnown({ status, ...(other && { other: other.status }) });
    return known ? ExitStatus.done : ExitStatus.failed;
  }
  if (json || !process.stdout.isTTY || process.env.TERM === "dumb") {
    let before: Facts | undefined;
    return forEver(look, interval * 1000, terminal, (snapshot) => {
      if (json) return print(JSON.stringify(snapshotJson(snapshot)));
      const facts = factsOf(snapshot);
      for (const line of linesOf(facts, before, snapshot.status.at)) print(line);
      before = facts;
    });
  }
  const screen = openScreen();
  try {
    const end = await live(screen, { look, intervalMs: interval * 1000, paint, name: nameOf(argument) });
    return { quit: ExitStatus.done, SIGINT: ExitStatus.done, SIGHUP: 129, SIGTERM: 143 }[end];
  } finally {
    screen.close();
  }
}

/**
 * Reads until the process ends, or until a write finds that the reader has left. A failed reading is reported. Only the
 * first one can end the command.
 */
async function forEver(
  look: () => Promise<Snapshot>,
  intervalMs: number,
  terminal: Terminal,
  tell: (snapshot: Snapshot) => void,
): Promise<number> {
  const unread = whenBroken(process.stdout);
  for (let first = true; !isBroken(process.stdout); first = false) {
    const began = Date.now();
    try {
      tell(await look());
    } catch (error) {
      if (first || !(error instanceof UserError)) throw error;
      terminal.warn(`The latest reading failed: ${error.message}`);
    }
    await Promise.race([unread, sleep(Math.max(200, intervalMs - (Date.now() - began)))]);
  }
  return ExitStatus.done;
}
