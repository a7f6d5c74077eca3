import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { consensus, type Report } from "../access-point/reports";
import { allReport } from "../access-point/reports";
import type { Sighting } from "../access-point/failover-controls-types";
import { describeRouting } from "../access-point/routing";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus } from "../errors";
import { runId, type RunRecord } from "./record";
import type { RunLog } from "./run-log";
import type { Ending, RunOptions } from "./run-types";
import { lastSeen, reported, routingSentence } from "../access-point/wording";
import { retryAdvice, unsettledSentence } from "./wording";

/** Ctrl-C, the end of a job, and a terminal that closes. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Whether a signal has arrived. The first one is caught; a second one ends the process as it always does. */
export class Interruption {
  happened = false;
  private readonly promise: Promise<void>;
  private readonly onSignal: () => void;

  constructor() {
    let resolve = (): void => {};
    this.promise = new Promise((done) => (resolve = done));
    this.onSignal = () => {
      this.happened = true;
      this.release();
      resolve();
    };
    for (const signal of signals) process.on(signal, this.onSignal);
  }

  /** Does the work, or `instead` as soon as a signal arrives; what the work still returns is dropped. */
  async or<T>(work: () => Promise<T>, instead: () => Promise<T>): Promise<T> {
    const interrupted = this.promise.then(() => undefined);
    const done = await Promise.race([work().then((value) => ({ value })), interrupted]);
    return done ? done.value : instead();
  }

  /** From here on signals end the process as they always do. */
  release(): void {
    for (const signal of signals) process.off(signal, this.onSignal);
  }
}

/** A terminal that prints nothing more once it is over: the last line is the last. */
export function unless(over: () => boolean, terminal: Terminal): Terminal {
  return {
    ...terminal,
    say: (line) => void (over() || terminal.say(line)),
    progress: (line) => void (over() || terminal.progress(line)),
    warn: (line) => void (over() || terminal.warn(line)),
  };
}

/** The record of a run that is interrupted before the environment file is read. */
export function interruptedAtOnce(command: string, environment: string) {
  const now = new Date().toISOString();
  return {
    run: runId(),
    event: "ended",
    command,
    started: now,
    ended: now,
    accessPoint: { name: environment },
    caller: { unknown: "not asked" },
    from: {},
    to: {},
    preflight: "skipped",
    overridden: [],
    steps: [],
    status: ExitStatus.failed,
    outcome: "interrupted",
    sentence: `Interrupted before anything was submitted. The routing of ${environment} is not known.`,
  } as const satisfies RunRecord;
}

/** The last line of an interrupted run. It claims only what the run knows. */
export function interruptedEnding(log: RunLog, argument: EnvironmentArgument, options: RunOptions): Ending {
  const { located, submitted, ending, update, confirmed } = log;
  // The last line was ready and not printed yet.
  if (ending) return ending;
  const name = located?.name ?? nameOf(argument);
  if (!submitted || !located) {
    const routing = located
      ? lastSeen(name, located.controls.sightings.all)
      : `The routing of ${name} is not known.`;
    return {
      status: ExitStatus.failed,
      outcome: "interrupted",
      sentence: `Interrupted before anything was submitted. ${routing}`,
      ...(located && { routing: located.routes }),
    };
  }
  const { controls } = located;
  const now = consensus(latest(controls.sightings.sinceUpdate));
  if (confirmed && allReport(now, log.wanted))
    return {
      outcome: "interrupted",
      status: ExitStatus.done,
      sentence: `Interrupted while waiting for ${log.waitingFor ?? "nothing"}. ${routingSentence(name, now)}`,
      namesCopies: true,
      confirmedBy: now.groups[0]!.regions,
      routing: log.wanted,
    };
  const taken =
    update?.kind === "accepted"
      ? `Interrupted after ${update.endpoint} accepted the update (${describeRouting(log.wanted)})`
      : "Interrupted after the update was sent. No answer says what became of it, and it may still take effect";
  const seen = now.groups.length > 0 ? ` So far ${reported(now)}.` : "";
  return {
    outcome: "interrupted",
    status: ExitStatus.unconfirmed,
    sentence: `${taken}.${seen}${unsettledSentence(controls.unsettled)} ${retryAdvice(options.environment)}`,
  };
}

/** The latest report of each Region. */
function latest(sightings: readonly Sighting[]): ReadonlyMap<string, Report> {
  return new Map(sightings.map(({ region, routes }) => [region, { kind: "routing", routes }]));
}
