import { ExitStatus } from "../errors";
import { awaitRouting, type Awaited } from "./await-routing";
import type { Ending } from "./run-types";
import type { PlannedRun } from "./run-context";
import { submit, type Submitted } from "./submit";

/** Submits the update and waits until it is in force. Returns how that ended. */
export async function carryOut(run: PlannedRun): Promise<Ending> {
  const { aws, terminal, options, log, found, wanted } = run;
  await log.submitting();
  try {
    terminal.progress("Submitting …");
    const submitted = await log.timed("update", () => submit(found, found.routes, wanted));
    const taken = submitted.update.kind === "accepted" || submitted.update.kind === "settled";
    if (!taken || !options.wait) return endingOf(submitted);
    const awaited = await log.timed("wait", () =>
      awaitRouting(aws, found, wanted, terminal, options.timeout),
    );
    return { ...endingOf(submitted), ...awaitedEnding(awaited) };
  } catch (error) {
    // Whatever went wrong, the update may be out, and nobody shall take this for a run that changed nothing.
    const why = (error as Error).message;
    const sentence = `After the update was sent something failed (${why}): the routing of ${found.name} is not known; mrap status shows it.`;
    return { status: ExitStatus.unconfirmed, outcome: why, sentence };
  }
}

function endingOf({ update, status, sentence, now }: Submitted): Ending {
  const endpoint = "endpoint" in update ? { endpoint: update.endpoint } : {};
  return { status, sentence, outcome: update.kind, ...endpoint, ...(now && { routing: now }) };
}

function awaitedEnding({ confirmation, canary, ...verdict }: Awaited): Ending {
  return {
    ...verdict,
    confirmedBy: confirmation.agree,
    unreachable: confirmation.unreachable,
    ...(canary && { canary }),
    ...(confirmation.now && { routing: confirmation.now }),
  };
}
