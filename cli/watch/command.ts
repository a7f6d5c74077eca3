import { InvalidArgumentError } from "commander";
import { withAws, type MrapCommand } from "../command";

interface WatchFlags {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly interval: number;
  readonly profile?: string;
}

/** `mrap watch`: the status, read again and again. */
export function registerWatch(program: MrapCommand): void {
  program
    .command("watch")
    .description(
      "Show an access point live: its routing, the replication in each direction, the requests of each Region and the open alarms.",
    )
    .note("Press q or Ctrl-C to quit. The bars of a column share one scale.")
    .note(
      "If the output is not a terminal, watch prints one line for each figure, and then one line for each change.",
    )
    .note(
      "S3 publishes its metrics once a minute. Each reading requests four metrics for each direction and five for each Region from CloudWatch, which AWS bills. A longer interval costs less, in particular with many Regions.",
    )
    .environment("any", { optional: true })
    .option("--once", "Print one reading and exit.")
    .option("--interval <seconds>", "Time between two readings, from 1 to 3600.", interval, 10)
    .option("--json", "Print each reading as one line of JSON.")
    .profile()
    .example("mrap watch photos", "mrap watch photos --interval 60", "mrap watch photos --once --json")
    .exitStatus({
      0: "The access point was shown.",
      1: "A failure. With --once: the routing is not known.",
      2: "Bad arguments.",
    })
    .action(async (argument: string | undefined, flags: WatchFlags) => {
      const { environmentArgument, onlyEnvironment } = await import("../access-point/argument");
      const target = argument === undefined ? await onlyEnvironment() : await environmentArgument(argument);
      const { nameOf } = await import("../access-point/argument");
      const { openTerminal } = await import("../adapters/terminal");
      const { routingOrReason } = await import("../live/routing-or-reason");
      const { watch } = await import("./watch");
      const terminal = openTerminal();
      const last = { name: nameOf(target), terminal, json: flags.json };
      const status = await routingOrReason(last, () =>
        withAws(flags, (aws) => watch(aws, target, terminal, flags)),
      );
      process.exitCode = status ?? 1;
    });
}

function interval(value: string): number {
  const number = Number(value);
  if (!(number >= 1 && number <= 3600))
    throw new InvalidArgumentError(`Allowed are seconds from 1 to 3600, got '${value}'.`);
  return number;
}
