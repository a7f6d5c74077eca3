import { describeRouting } from "../access-point/routing";
import { rememberUnsettled } from "../adapters/unsettled-updates";
import { recordedRouting } from "./record";
import { putRecord } from "./records";
import type { RunContext } from "./run-context";
import type { Run } from "./run-types";
import { list } from "../access-point/wording";

/** How long the deletion of a canary and the like may take after the last line, in milliseconds. */
const finishMs = 5000;

/**
 * Everything that the last line did not need to wait for: the record in its bucket, the deletion of a canary, and the
 * copies of the update that a control Region has not answered.
 */
export async function afterwards(run: RunContext, { record }: Run): Promise<void> {
  const { aws, options, terminal } = run;
  const put = putRecord(aws, options.record, record).then((problem) => problem && terminal.warn(problem));
  await Promise.all([put, outstanding(run), aws.finish(finishMs)]);
}

/** Lets a later run know of the copies of the update that may still take effect. Called before the last line. */
export async function noteUnsettled({ log }: RunContext, regions: readonly string[]): Promise<void> {
  const { located, wanted } = log;
  if (!located) return;
  const at = new Date().toISOString();
  await rememberUnsettled({ run: log.id, arn: located.arn, at, regions, routing: recordedRouting(wanted) });
}

/** Waits until each copy is answered or its time is up. */
async function outstanding(run: RunContext): Promise<void> {
  const { log, terminal } = run;
  const controls = log.located?.controls;
  if (!controls || !log.submitted || controls.waitingFor.length === 0) return;
  terminal.warn(
    `Waiting for the answer of ${list(controls.waitingFor)} to the same update (${describeRouting(log.wanted)}). Ctrl-C does no harm now.`,
  );
  await controls.updatesEnded();
  const { unsettled } = controls;
  await Promise.all([log.settled(unsettled), noteUnsettled(run, unsettled)]);
  terminal.warn(
    unsettled.length === 0
      ? "Every control Region has answered."
      : `${list(unsettled)} did not confirm the update. It may still take effect there for some minutes.`,
  );
}
