import type { Aws } from "../adapters/aws/aws";
import { locate } from "../live/locate";
import type { Terminal } from "../adapters/terminal";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { ExitStatus, UserError } from "../errors";
import { carryOut } from "./carry-out";
import { interruptedEnding, interruptible, unless } from "./interruption";
import { prepare } from "./prepare";
import { describeRouting, sameRouting, withActive } from "../access-point/routing";
import { RunLog } from "./run-log";
import type { Ending, Run, RunOptions } from "./run-types";
import type { RunContext } from "./run-context";
import { checkTargets } from "./targets";

/** A failover or a failback from its arguments to its record. The last line says what the routing is now. */
export async function runFailover(
  argument: EnvironmentArgument,
  aws: Aws,
  terminal: Terminal,
  options: RunOptions,
): Promise<Run> {
  if (options.command === "failback" && argument.kind !== "file") throw noStartingRouting();
  const log = new RunLog(argument, aws, terminal, options);
  const run = { argument, aws, terminal: unless(() => log.interrupted, terminal), options, log };
  try {
    return await interruptible(
      async () => log.end(await workOut(run)),
      () => log.interrupt(interruptedEnding(log, argument)),
    );
  } finally {
    log.located?.controls.close();
  }
}

/** All of it. Returns how it ended. */
async function workOut(run: RunContext): Promise<Ending> {
  const { argument, aws, terminal, options, log } = run;
  try {
    log.located = await log.timed("read the routing", () =>
      locate(aws, argument, () => log.identity, {
        targets: options.to ?? [],
        requestLimit: options.requestLimit,
      }),
    );
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    terminal.warn(error.message);
    const sentence = `Nothing was submitted: the routing of ${nameOf(argument)} is not known.`;
    return { status: ExitStatus.failed, outcome: error.message, sentence };
  }
  const found = log.located;
  const { name, routes } = found;
  const wanted = withActive(routes, checkTargets(found, argument, options));
  log.wanted = wanted;
  if (sameRouting(routes, wanted)) {
    const sentence = `Nothing to do: the routing of ${name} is ${describeRouting(routes)} already.`;
    return { status: ExitStatus.done, outcome: "already", sentence, routing: routes };
  }
  const planned = { ...run, found, wanted };
  return (await prepare(planned)) ?? carryOut(planned);
}

function noStartingRouting(): UserError {
  return new UserError(
    "A failback returns to the routing of an environment file, and an access point alone has none: name the file, or say where to with mrap failover --to REGION.",
    ExitStatus.usage,
  );
}
