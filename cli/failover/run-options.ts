import { InvalidArgumentError } from "commander";
import { print, withAws, type MrapCommand } from "../command";

export interface RunFlags {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly timeout: number;
  readonly requestTimeout: number;
  readonly waitForReplication?: number;
  readonly record?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

/** What failover and failback have in common. */
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
      positive,
    )
    .option("--no-wait", "Do not wait until the control Regions report the new routing.")
    .option("--timeout <seconds>", "How long to wait for the new routing.", positive, 180)
    .option(
      "--request-timeout <seconds>",
      "How long to wait for one answer of a control Region.",
      positive,
      10,
    )
    .option(
      "--record <place>",
      "Where to write the record: a file, or s3://BUCKET/PREFIX (default: runs.jsonl in the state folder of the user).",
    )
    .option("--json", "Print only the record, as JSON.")
    .profile()
    .exitStatus({
      0: "Done, or nothing to do.",
      1: "Refused or failed; this run changed nothing.",
      2: "Bad arguments.",
      3: "Submitted, but not confirmed.",
    });
}

export async function runFromCommand(
  command: "failover" | "failback",
  argument: string,
  flags: RunFlags,
  to?: readonly string[],
): Promise<void> {
  const { environmentArgument } = await import("../access-point/argument");
  const { recordTarget } = await import("./records");
  const record = recordTarget(flags.record);
  const target = await environmentArgument(argument);
  const { openTerminal } = await import("../adapters/terminal");
  const { runFailover } = await import("./run");
  const run = await withAws(flags, (aws) =>
    runFailover(target, aws, openTerminal({ quiet: flags.json }), {
      command,
      ...(to && { to }),
      ...flags,
      timeout: flags.timeout * 1000,
      catchUp: (flags.waitForReplication ?? 0) * 1000,
      requestLimit: flags.requestTimeout * 1000,
      record,
    }),
  );
  if (flags.json) print(JSON.stringify(run.record));
  process.exitCode = run.status;
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError(`Seconds above 0, got '${value}'.`);
  return number;
}
