import type { Command } from "commander";

/** `mrap status`: what an operator wants to know first. */
export function registerStatus(program: Command): void {
  program
    .command("status")
    .description(
      "Shows an access point: its status, routing, buckets, replication each way, and open alarms. Each figure is read\n" +
        "in the Region where it is published; what cannot be reached is shown as unreachable, and the rest still comes.",
    )
    .argument(
      "[ENVIRONMENT]",
      "an environment file or its name, or an access point's name, alias or ARN; needless where environments/ has one file",
    )
    .option("--json", "for machines")
    .option("--profile <name>", "profile of the AWS configuration")
    .addHelpText("after", "\nExit status: 0 shown, 1 the routing is not known, 2 bad arguments.")
    .exitOverride()
    .action(async (argument: string | undefined, options: { json?: boolean; profile?: string }) => {
      const { environmentArgument, onlyEnvironment } = await import("../access-point/argument");
      const target = argument === undefined ? await onlyEnvironment() : await environmentArgument(argument);
      const { Aws } = await import("../adapters/aws/aws");
      const { openTerminal } = await import("../adapters/terminal");
      const { takeStatus } = await import("./status");
      const terminal = openTerminal();
      const aws = new Aws(options);
      try {
        const status = await takeStatus(aws, target);
        if (options.json) {
          const { statusJson } = await import("./json");
          terminal.say(JSON.stringify(statusJson(status), null, 2));
        } else {
          const { renderStatus } = await import("./render");
          for (const line of renderStatus(status, terminal.paint)) terminal.say(line);
        }
        if ("unreachable" in status.routing) process.exitCode = 1;
      } finally {
        aws.close();
      }
    });
}
