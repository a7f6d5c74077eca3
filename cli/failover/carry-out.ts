import type { Update } from "../access-point/failover-controls";
import { sameRouting } from "../access-point/routing";
import { ExitStatus } from "../errors";
import { awaitRouting, majorityRoutes, type Awaited } from "./await-routing";
import type { PlannedRun } from "./run-context";
import type { Ending } from "./run-types";
import { submit, type Submitted } from "./submit";
import { retryAdvice } from "./wording";

/**
 * Submits the update and waits until it is in force. Returns how that ended.
 * @param onUpdate called as soon as the outcome of the update is known, before the routing is read again
 */
export async function carryOut(
  run: PlannedRun,
  onUpdate: (update: Update) => void = () => undefined,
): Promise<Ending> {
  const { terminal, options, log, found, wanted } = run;
  await log.submitting();
  try {
    terminal.progress("Submitting …");
    const target = { ...found, environment: options.environment };
    const submitted = await log.timed("update", () =>
      submit(target, found.routes, wanted, (update) => {
        log.update = update;
        onUpdate(update);
      }),
    );
    const { kind } = submitted.update;
    if ((kind !== "accepted" && kind !== "settled") || !options.wait) return endingOf(submitted);
    const awaited = await log.timed("wait", () => awaitRouting(run));
    return { ...endingOf(submitted), ...awaitedEnding(run, awaited) };
  } catch (error) {
    // Whatever failed, the update may have been sent. The run must not look like one that changed nothing.
    const why = error instanceof Error ? error.message : String(error);
    const sentence = `After the update was sent something failed (${why}): the routing of ${found.name} is not known. ${retryAdvice(options.environment)}`;
    return { status: ExitStatus.unconfirmed, outcome: why, sentence };
  }
}

function endingOf({ update, status, sentence, namesCopies, now }: Submitted): Ending {
  const routing = majorityRoutes(now);
  return {
    status,
    sentence,
    ...(namesCopies && { namesCopies }),
    outcome: update.kind,
    ...("endpoint" in update && { endpoint: update.endpoint }),
    ...(routing && { routing }),
  };
}

function awaitedEnding({ wanted, log }: PlannedRun, { now, canary, status, sentence }: Awaited): Ending {
  // The last reading ends as soon as a majority is known; the one before asked every Region.
  const reports = log.confirmed ?? now;
  const agree = reports.groups.find(({ routes }) => sameRouting(routes, wanted))?.regions ?? [];
  const routing = majorityRoutes(now);
  return {
    status,
    sentence,
    namesCopies: true,
    confirmedBy: agree,
    unreachable: reports.unreachable,
    ...(canary && { canary }),
    ...(routing && { routing }),
  };
}
