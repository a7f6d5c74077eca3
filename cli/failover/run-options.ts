import { InvalidArgumentError } from "commander";
import { withAws, type MrapCommand } from "../command";
import type { RunOptions } from "./run-types";

export interface RunFlags {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly timeout?: number;
  readonly requestTimeout?: number;
  readonly waitForReplication?: number;
  readonly record?: string;
  readonly profile?: string;
  readonly json?: boolean;
  readonly accessPoint?: string;
}

/** One day. Longer waits overflow a timer. */
const mostSeconds = 86_400;

/** The options that failover and failback share. */
export function addRunOptions(command: MrapCommand): MrapCommand {
  return command
    .note(
      "A red item of the preflight stops the command. With --force, it continues and records the red items. With --force --no-wait, it takes no preflight: use this in an emergency.",
    )
    .note("The last line says what the routing is now, or that it is not known.")
    .option("--yes", "Do not ask for the name of the access point.")
    .option("--force", "Continue if the preflight has red items, and record them.")
    .option("--dry-run", "Stop before the update.")
    .option(
      "--wait-for-replication <seconds>",
      "How long to wait for replication to catch up before it stops the command (default: no wait).",
      seconds,
    )
    .option("--no-wait", "Do not wait until the control Regions report the new routing.")
    .option("--timeout <seconds>", "How long to wait for the new routing.", seconds, 180)
    .option(
      "--request-timeout <seconds>",
      "How long to wait for one answer of a control Region.",
      seconds,
      10,
    )
    .option(
      "--record <place>",
      "Where to write the record: a file, or s3://BUCKET/PREFIX (default: runs.jsonl in the state folder of the user).",
    )
    .option("--json", "Print only the record, as JSON.")
    .profile()
    .onlyAccessPoint()
    .exitStatus({
      0: "Done, or nothing to do.",
      1: "Refused or failed; this run changed nothing.",
      2: "Bad arguments.",
      3: "Submitted, but not confirmed.",
    });
}

export async function runFromCommand(
  command: RunOptions["command"],
  environment: string,
  flags: RunFlags,
  to?: readonly string[],
): Promise<void> {
  const { Interruption, interruptedAtOnce } = await import("./interruption");
  const { write } = await import("../adapters/streams");
  const interruption = new Interruption();
  const { openTerminal } = await import("../adapters/terminal");
  const terminal = openTerminal({ quiet: flags.json });
  terminal.progress(`Looking for ${environment} …`);
  const { environmentArgument, environmentFile } = await import("../access-point/argument");
  const { recordTarget } = await import("./records");
  const record = recordTarget(flags.record);
  const named = await interruption.or(
    () => (command === "routes apply" ? environmentFile : environmentArgument)(environment),
    () => Promise.resolve(undefined),
  );
  if (named === undefined) {
    const ended = interruptedAtOnce(command, environment);
    terminal.say(ended.sentence);
    if (flags.json) write(process.stdout, `${JSON.stringify(ended)}\n`);
    process.exitCode = ended.status;
    return;
  }
  const { generationNames, isChanging, newRegions, onlyAccessPoint } =
    await import("../access-point/generations");
  const one = flags.accessPoint;
  const argument = one === undefined ? named : onlyAccessPoint(named, one);
  if (one !== undefined && isChanging(named))
    terminal.warn(
      `Only ${one} is changed. ${generationNames(named)
        .filter((name) => name !== one)
        .join()} keeps its routing, so clients of the two access points may use different Regions.`,
    );
  try {
    const options: RunOptions = {
      command,
      environment,
      ...(to && { to }),
      ...(flags.yes && { yes: true }),
      ...(flags.force && { force: true }),
      ...(flags.dryRun && { dryRun: true }),
      wait: flags.wait ?? true,
      timeoutMs: (flags.timeout ?? 180) * 1000,
      waitForReplicationMs: (flags.waitForReplication ?? 0) * 1000,
      requestTimeoutMs: (flags.requestTimeout ?? 10) * 1000,
      record,
      ...(one !== undefined && { accessPoint: one }),
      ...(isChanging(named) && { newRegions: newRegions(named) }),
    };
    const print = (record: object): void => {
      if (flags.json) write(process.stdout, `${JSON.stringify(record)}\n`);
    };
    const run = await withAws(flags, async (aws) => {
      if (isChanging(argument)) {
        const { bothRecord, changeBoth } = await import("./both");
        return changeBoth(argument, aws, terminal, options, interruption, (ended) =>
          print(bothRecord(ended)),
        );
      }
      const { changeRouting } = await import("./run");
      return changeRouting(argument, aws, terminal, options, interruption, (ended) => print(ended.record));
    });
    process.exitCode = run.status;
  } finally {
    interruption.release();
  }
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= mostSeconds))
    throw new InvalidArgumentError(`Use seconds above 0 and up to ${mostSeconds}, got '${value}'.`);
  return number;
}
