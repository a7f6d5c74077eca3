/** A change of the routing of two access points, during a change of Regions. */
import type { EnvironmentFile } from "../access-point/argument";
import { routingSentence } from "../access-point/wording";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { notServing } from "../live/not-serving";
import { afterwards, noteUnsettled } from "./afterwards";
import { lanesOf, type Lane } from "./both-lane";
import { prepareBoth } from "./both-prepare";
import { bothEnding, targetsOfBoth } from "./both-wording";
import { carryOut } from "./carry-out";
import { interruptedEnding, type Interruption } from "./interruption";
import type { PlannedRun } from "./run-context";
import { afterEarlier, find, notFound, planFound } from "./run";
import type { Ending, Run, RunOptions } from "./run-types";
import { namingCopies } from "./wording";

/** How a run that changes two access points ended: one record for each, the new access point first. */
export interface BothRun {
  readonly status: number;
  readonly sentence: string;
  readonly runs: readonly Run[];
}

/** The record of the new access point, with the outcome of the whole run and both records. */
export function bothRecord({ status, sentence, runs }: BothRun): object {
  return { ...runs[0]?.record, status, sentence, accessPoints: runs.map(({ record }) => record) };
}

/**
 * Gives both access points of an environment file the same routing. Nothing is submitted unless both can be changed. The
 * update of the second one is sent only after AWS took the first one, or may have taken it.
 */
export async function changeBoth(
  file: EnvironmentFile,
  aws: Aws,
  terminal: Terminal,
  options: RunOptions,
  interruption: Interruption,
  onEnd: (run: BothRun) => void = () => undefined,
): Promise<BothRun> {
  targetsOfBoth(file, options);
  const lanes = lanesOf(file, aws, terminal, options);
  const say = (line: string): void => {
    if (!lanes.some(({ log }) => log.interrupted)) terminal.say(line);
  };
  try {
    const run = await interruption.or(
      async () => {
        await workOutBoth(lanes, { ...terminal, say });
        await lanes[0].log.callerAsked();
        return end(lanes, options, terminal, (lane, ending) => lane.log.end(ending));
      },
      async () => {
        // From here on no lane submits anything.
        for (const { log } of lanes) log.interrupted = true;
        for (const lane of lanes) {
          const { log, context } = lane;
          lane.sent ||= log.submitted;
          lane.ending ??= interruptedEnding(log, context.argument, options);
        }
        return end(lanes, options, terminal, (lane, ending) => lane.log.interrupt(ending));
      },
    );
    onEnd(run);
    if (!lanes[0].log.interrupted)
      await interruption.or(
        () =>
          Promise.all(
            present(lanes).map((lane, index) =>
              afterwards(lane.context, run.runs[run.runs.length - 1 - index]!),
            ),
          ),
        () => Promise.resolve([]),
      );
    return run;
  } finally {
    for (const { log } of lanes) log.located?.controls.close();
  }
}

/** Writes the records, then the last line. */
async function end(
  lanes: readonly Lane[],
  options: RunOptions,
  terminal: Terminal,
  leave: (lane: Lane, ending: Ending) => Promise<Run>,
): Promise<BothRun> {
  const runs: Run[] = [];
  for (const lane of present(lanes)) {
    const copies = lane.log.located?.controls.unsettled ?? [];
    if (copies.length > 0) await noteUnsettled(lane.context, copies);
    lane.ending = namingCopies(lane.ending!, copies);
    runs.unshift(await leave(lane, lane.ending));
  }
  const { status, sentence } = bothEnding(lanes, options);
  terminal.say(sentence);
  return { status, sentence, runs };
}

/** The access points that exist. If none does, all of them: each one has its own reason. */
function present(lanes: readonly Lane[]): readonly Lane[] {
  const found = lanes.filter(({ absent }) => absent === undefined);
  return found.length > 0 ? found : lanes;
}

/** Gives every lane its ending. */
async function workOutBoth(lanes: readonly Lane[], terminal: Terminal): Promise<void> {
  await Promise.all(lanes.map(locateLane));
  const here = lanes.filter(({ absent }) => absent === undefined);
  for (const { absent } of lanes)
    if (absent !== undefined && here.length > 0)
      terminal.warn(`${absent} Only ${here[0]!.name} can be changed.`);
  if (here.length === 0 || here.some(({ ending }) => ending)) return leaveUnchanged(here);
  checkMembersOfBoth(here);
  const planned: Array<readonly [Lane, PlannedRun]> = [];
  await Promise.all(
    here.map(async (lane) => {
      const found = await planFound(lane.context, lane.log.located!);
      if ("ending" in found) lane.ending = found.ending;
      else planned.push([lane, found.run]);
    }),
  );
  if (planned.length === 0 || here.some(({ ending }) => ending && ending.status !== ExitStatus.done))
    return leaveUnchanged(here);
  planned.sort(([a], [b]) => lanes.indexOf(a) - lanes.indexOf(b));
  const runs = await prepareBoth(planned, terminal);
  if (runs === undefined) return;
  await carryOutBoth(runs);
}

/** Finds the access point of a lane. One that AWS does not have, or that is not ready, does not stop the other one. */
async function locateLane(lane: Lane): Promise<void> {
  const { context, log } = lane;
  try {
    log.located = await find(context);
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    const absent = await notServing(context.aws, context.argument, () => log.identity, error);
    lane.ending = notFound(lane.name, error);
    if (absent !== undefined) lane.absent = absent;
    else context.terminal.warn(error.message);
  }
}

/** Says about each access point that this run did not change what its routing is. */
async function leaveUnchanged(lanes: readonly Lane[]): Promise<void> {
  await Promise.all(
    lanes
      .filter(({ ending }) => ending === undefined)
      .map(async (lane) => {
        lane.ending = await unchanged(lane);
      }),
  );
}

async function unchanged({ name, log }: Lane): Promise<Ending> {
  const now = await log.located!.controls.agree();
  const routing = now.majority?.routes;
  return {
    status: ExitStatus.failed,
    outcome: "not submitted",
    sentence: `Nothing was submitted. ${routingSentence(name, now, "is:")}`,
    ...(routing && { routing }),
  };
}

/** @throws UserError if a target is a member of one of the access points only */
function checkMembersOfBoth(lanes: readonly Lane[]): void {
  const [one, other] = lanes;
  if (one === undefined || other === undefined) return;
  targetsOfBoth(one.context.argument, one.context.options, [
    { name: other.name, regions: other.log.located!.routes.map(({ region }) => region) },
    { name: one.name, regions: one.log.located!.routes.map(({ region }) => region) },
  ]);
}

/** Submits one update after the other, and waits for both at once. */
async function carryOutBoth(runs: ReadonlyArray<readonly [Lane, PlannedRun]>): Promise<void> {
  const waiting: Array<Promise<void>> = [];
  let goesOn = false;
  for (const [index, [lane, run]] of runs.entries()) {
    if (index > 0 && !goesOn) {
      await Promise.all(waiting);
      lane.ending = await unchanged(lane);
      continue;
    }
    const taken = new Promise<void>((resolve) => {
      const done = carryOut(run, (update) => {
        lane.sent = update.kind !== "refused" && !(update.kind === "conflict" && !update.sent);
        // An update without an answer may still take effect, so the other access point follows it. After a conflict,
        // another operator decides about the first one.
        goesOn = ["accepted", "settled", "unknown"].includes(update.kind);
        resolve();
      });
      waiting.push(
        done.then(async (ending) => {
          lane.ending = await afterEarlier(run, ending);
          // Something failed after the update was sent.
          lane.sent ??= true;
          resolve();
        }),
      );
    });
    await taken;
  }
  await Promise.all(waiting);
}
