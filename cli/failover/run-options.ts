import { InvalidArgumentError, type Command } from "commander";

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

export const exitStatuses = `
A red item of the preflight stops the command; --force goes on and records what it overrode.
With --force --no-wait no preflight is taken: the shortest way in an emergency.

Exit status: 0 done, 1 refused or failed with the routing unchanged, 2 bad arguments,
3 submitted but not confirmed. The last line says what the routing is now, or that it is not known.`;

/** What failover and failback have in common. */
export function addRunOptions(command: Command): Command {
  return command
    .option("--yes", "do not ask for the access point's name")
    .option("--force", "go on over red items; the record says which")
    .option("--dry-run", "stop before the update")
    .option(
      "--wait-for-replication <seconds>",
      "give replication that is behind so long to catch up, before it stops the command",
      positive,
    )
    .option("--no-wait", "do not wait until the control Regions report the new routing")
    .option("--timeout <seconds>", "how long to wait for it", positive, 180)
    .option("--request-timeout <seconds>", "how long one request to a control Region may take", positive, 10)
    .option("--record <place>", "where the record goes: a file, or s3://BUCKET/PREFIX")
    .option("--json", "print the record, and nothing else, to standard output")
    .option("--profile <name>", "profile of the AWS configuration")
    .exitOverride();
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
  const { Aws } = await import("../adapters/aws/aws");
  const { openTerminal } = await import("../adapters/terminal");
  const { runFailover } = await import("./run");
  const aws = new Aws(flags);
  try {
    const run = await runFailover(target, aws, openTerminal({ quiet: flags.json }), {
      command,
      ...(to && { to }),
      ...flags,
      timeout: flags.timeout * 1000,
      catchUp: (flags.waitForReplication ?? 0) * 1000,
      requestLimit: flags.requestTimeout * 1000,
      record,
    });
    if (flags.json) process.stdout.write(`${JSON.stringify(run.record)}\n`);
    process.exitCode = run.status;
  } finally {
    aws.close();
  }
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError(`Seconds above 0, got '${value}'.`);
  return number;
}
