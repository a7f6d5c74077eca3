import { nameOf, unknownEnvironment, type EnvironmentArgument } from "../access-point/argument";
import { allReport, consensus } from "../access-point/reports";
import {
  describeRouting,
  passiveRegions,
  sameRouting,
  withActive,
  type Route,
} from "../access-point/routing";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { unsettledUpdates, type UnsettledUpdate } from "../adapters/unsettled-updates";
import { ExitStatus, UserError } from "../errors";
import { locate, type Located } from "../live/locate";
import { afterwards, noteUnsettled } from "./afterwards";
import { carryOut } from "./carry-out";
import { interruptedEnding, unless, type Interruption } from "./interruption";
import { prepare } from "./prepare";
import type { PlannedRun, RunContext } from "./run-context";
import { RunLog } from "./run-log";
import type { Ending, Run, RunOptions } from "./run-types";
import { checkAgainstFile, checkTargets } from "./targets";
import { list } from "../access-point/wording";
import { namingCopies } from "./wording";

/**
 * A change of the routing from its arguments to its record. The last line says what the routing is now.
 * @param onEnd called after the last line, before everything that it did not need to wait for
 */
export async function changeRouting(
  argument: EnvironmentArgument,
  aws: Aws,
  terminal: Terminal,
  options: RunOptions,
  interruption: Interruption,
  onEnd: (run: Run) => void = () => undefined,
): Promise<Run> {
  if (options.command === "failback" && argument.kind !== "file")
    throw argument.kind === "name" ? unknownEnvironment(argument.name) : noInitialRouting();
  checkAgainstFile(argument, options);
  const log = new RunLog(argument, aws, terminal, options);
  const context = { argument, aws, terminal: unless(() => log.interrupted, terminal), options, log };
  const finish = async (ending: Ending): Promise<Ending> => {
    const copies = log.located?.controls.unsettled ?? [];
    if (copies.length > 0) await noteUnsettled(context, copies);
    return namingCopies(ending, copies);
  };
  try {
    const run = await interruption.or(
      async () => {
        log.ending = await workOut(context);
        await log.callerAsked();
        return log.end(await finish(log.ending));
      },
      async () => log.interrupt(await finish(interruptedEnding(log, argument, options))),
    );
    onEnd(run);
    if (!log.interrupted)
      await interruption.or(
        () => afterwards(context, run),
        () => Promise.resolve(),
      );
    return run;
  } finally {
    log.located?.controls.close();
  }
}

/** Does the whole run. Returns how it ended. */
async function workOut(run: RunContext): Promise<Ending> {
  const planned = await planRun(run);
  if ("ending" in planned) return planned.ending;
  const prepared = await prepare(planned.run);
  const ending = "ending" in prepared ? prepared.ending : await carryOut(prepared.run);
  return afterEarlier(planned.run, ending);
}

/** The run to continue with, or its end because nothing is to be done or can be done. */
export type Planned = { readonly run: PlannedRun } | { readonly ending: Ending };

/** Finds the access point and its routing, and the routing to submit. Nothing is changed. */
async function planRun(run: RunContext): Promise<Planned> {
  const { argument, terminal, log } = run;
  try {
    log.located = await find(run);
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    terminal.warn(error.message);
    return { ending: notFound(nameOf(argument), error) };
  }
  return planFound(run, log.located);
}

/** Finds the access point and reads its routing. */
export function find({ argument, aws, terminal, options, log }: RunContext): Promise<Located> {
  return log.timed("read the routing", () =>
    locate(aws, argument, () => log.identity, {
      targets: options.to ?? [],
      requestTimeoutMs: options.requestTimeoutMs,
      warn: (line) => terminal.warn(line),
    }),
  );
}

export function notFound(name: string, error: UserError): Ending {
  const sentence = `Nothing was submitted: the routing of ${name} is not known.`;
  return { status: ExitStatus.failed, outcome: error.message, sentence };
}

/** The routing to submit, unless every control Region that answers reports it already. */
export async function planFound(run: RunContext, found: Located): Promise<Planned> {
  const { argument, terminal, options, log } = run;
  let wanted: Route[];
  try {
    wanted = withActive(found.routes, checkTargets(found, argument, options));
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    terminal.warn(error.message);
    const sentence = `Nothing was submitted. ${found.endpoint} reports the routing of ${found.name} as ${describeRouting(found.routes)}.`;
    return {
      ending: { status: ExitStatus.failed, outcome: error.message, sentence, routing: found.routes },
    };
  }
  log.wanted = wanted;
  const earlier = await unsettledUpdates(found.arn);
  for (const one of earlier) terminal.warn(earlierSentence(one));
  const already = await nothingToDo({ ...run, found, wanted });
  if ("ending" in already) return { ending: withEarlier(already.ending, earlier, wanted) };
  log.located = already.found;
  return { run: { ...run, found: already.found, wanted } };
}

/** Names the copies of earlier updates that may undo this run. */
export async function afterEarlier({ found, wanted }: PlannedRun, ending: Ending): Promise<Ending> {
  return withEarlier(ending, await unsettledUpdates(found.arn), wanted);
}

/**
 * Ends the run if every control Region that answers reports the routing already. Each one is asked, because one alone
 * may be out of date. The run continues from the routing that another Region reports.
 */
async function nothingToDo({
  found,
  wanted,
  options,
}: PlannedRun): Promise<{ readonly ending: Ending } | { readonly found: Located }> {
  const { name, routes, controls } = found;
  const initial = options.command === "routes apply";
  if (!sameRouting(routes, wanted)) {
    if (!initial || options.force) return { found };
    const now = await controls.agree();
    const actual = now.majority?.routes ?? routes;
    if (!sameRouting(actual, wanted))
      return passiveRegions(actual).length > 0
        ? { ending: moved(name, actual) }
        : { found: { ...found, routes: actual } };
  }
  if (options.force) return { found };
  const now = consensus(await controls.poll({ waitMs: options.requestTimeoutMs ?? 10_000 }));
  const other = now.groups.find((group) => !sameRouting(group.routes, wanted));
  if (other)
    return { found: { ...found, routes: other.routes, endpoint: other.regions[0] ?? found.endpoint } };
  if (!allReport(now, wanted)) return { found };
  const by =
    now.unreachable.length === 0
      ? ""
      : ` (${list(now.groups[0]!.regions)} ${now.groups[0]!.regions.length === 1 ? "reports" : "report"} this; no answer from ${list(now.unreachable)})`;
  const sentence = initial
    ? `The routing of ${name} is as the file says: ${describeRouting(wanted)}${by}.`
    : `Nothing to do: the routing of ${name} is ${describeRouting(wanted)} already${by}.`;
  return { ending: { status: ExitStatus.done, outcome: "already", sentence, routing: wanted } };
}

function moved(name: string, routes: readonly Route[]): Ending {
  return {
    status: ExitStatus.failed,
    outcome: "not submitted",
    routing: routes,
    sentence: `The routing of ${name} was changed since it was created, so nothing was submitted: it is ${describeRouting(routes)}. To return to the file's routing, run mrap failback, which checks replication first; --force skips the checks.`,
  };
}

/** A copy of an earlier update may undo this one: the last line says so. */
function withEarlier(ending: Ending, earlier: readonly UnsettledUpdate[], wanted: readonly Route[]): Ending {
  const other = earlier.filter(({ routing }) =>
    wanted.some(({ region, active }) => routing[region] !== (active ? "active" : "passive")),
  );
  if (other.length === 0 || ending.outcome === "not submitted") return ending;
  const regions = [...new Set(other.flatMap(({ regions: all }) => all))];
  return {
    ...ending,
    sentence: `${ending.sentence} An earlier update, which ${list(regions)} ${regions.length === 1 ? "has" : "have"} not confirmed, may still undo this.`,
    unsettled: regions,
  };
}

function earlierSentence({ at, regions, routing }: UnsettledUpdate): string {
  const active = Object.keys(routing).filter((region) => routing[region] === "active");
  return `An update of ${at.slice(11, 19)}Z, which makes ${list(active)} active, was not confirmed by ${list(regions)}. It may still take effect.`;
}

function noInitialRouting(): UserError {
  return new UserError(
    "A failback returns to the routing of an environment file, and an ARN or alias has none: name the environment file, or use mrap failover --to REGION.",
    ExitStatus.usage,
  );
}
