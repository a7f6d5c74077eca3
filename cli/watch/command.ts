import { InvalidArgumentError, type Command } from "commander";

interface WatchFlags {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly interval: number;
  readonly profile?: string;
}

/** `mrap watch`: the status, again and again. */
export function registerWatch(program: Command): void {
  program
    .command("watch")
    .description(
      "Shows an access point live: routing, replication each way, requests of each Region, open alarms. Where output is\n" +
        "no terminal, it prints a line for each thing, and later for each thing that has changed.",
    )
    .argument(
      "[ENVIRONMENT]",
      "an environment file or its name, or an access point's name, alias or ARN; needless where environments/ has one file",
    )
    .option("--once", "print one frame and end")
    .option("--interval <seconds>", "from one look to the next", interval, 10)
    .option("--json", "for machines: one line a look")
    .option("--profile <name>", "profile of the AWS configuration")
    .addHelpText(
      "after",
      "\nq or Ctrl-C ends. S3 publishes its metrics once a minute. Each look asks CloudWatch for four metrics a direction\n" +
        "and five a Region, which AWS bills by the thousand: with 17 Regions a longer interval saves money.\n\n" +
        "Exit status: 0 ended or shown, 1 failed (--once: the routing is not known), 2 bad arguments.",
    )
    .exitOverride()
    .action(async (argument: string | undefined, flags: WatchFlags) => {
      const { environmentArgument, onlyEnvironment } = await import("../access-point/argument");
      const target = argument === undefined ? await onlyEnvironment() : await environmentArgument(argument);
      const { Aws } = await import("../adapters/aws/aws");
      const { openTerminal } = await import("../adapters/terminal");
      const { watch } = await import("./watch");
      const aws = new Aws(flags);
      try {
        process.exitCode = await watch(aws, target, openTerminal(), flags);
      } finally {
        aws.close();
      }
    });
}

function interval(value: string): number {
  const number = Number(value);
  if (!(number >= 1 && number <= 3600))
    throw new InvalidArgumentError(`Seconds from 1 to 3600, got '${value}'.`);
  return number;
}
