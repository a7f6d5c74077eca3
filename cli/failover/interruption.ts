import type { Terminal } from "../adapters/terminal";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { ExitStatus } from "../errors";
import { describeRouting } from "../access-point/routing";
import type { RunLog } from "./run-log";
import type { Ending } from "./run-types";

/** Ctrl-C, and whoever ends a job. A second one ends the process as it always does. */
const signals = ["SIGINT", "SIGTERM"] as const;

/** Does the work, or what is to be done instead as soon as it is interrupted; what the work still brings is dropped. */
export async function interruptible<T>(work: () => Promise<T>, instead: () => Promise<T>): Promise<T> {
  let interrupt = (): void => {};
  const interrupted = new Promise<undefined>((resolve) => (interrupt = () => resolve(undefined)));
  const stop = (): void => signals.forEach((signal) => void process.off(signal, onSignal));
  const onSignal = (): void => {
    stop();
    interrupt();
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const done = await Promise.race([work().then((value) => ({ value })), interrupted]);
    return done ? done.value : await instead();
  } finally {
    stop();
  }
}

/** A terminal that says nothing more once it is over: the last line is the last. */
export function unless(over: () => boolean, terminal: Terminal): Terminal {
  return {
    ...terminal,
    say: (line) => void (over() || terminal.say(line)),
    progress: (line) => void (over() || terminal.progress(line)),
    warn: (line) => void (over() || terminal.warn(line)),
  };
}

/** What an interrupted run says: what it knows, and no more. */
export function interruptedEnding(
  { located, submitted, ending }: RunLog,
  argument: EnvironmentArgument,
): Ending {
  // It was only about to be told.
  if (ending) return ending;
  const name = located?.name ?? nameOf(argument);
  if (submitted)
    return {
      status: ExitStatus.unconfirmed,
      outcome: "interrupted",
      sentence: `Interrupted after the update was sent: the routing of ${name} is not known; mrap status shows it.`,
    };
  const routing = located
    ? `the routing of ${name} is unchanged: ${describeRouting(located.routes)}.`
    : `the routing of ${name} is not known.`;
  return {
    status: ExitStatus.failed,
    outcome: "interrupted",
    sentence: `Interrupted before anything was submitted: ${routing}`,
    ...(located && { routing: located.routes }),
  };
}
