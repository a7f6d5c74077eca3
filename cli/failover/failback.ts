import type { Command } from "commander";
import { addRunOptions, exitStatuses, runFromCommand, type RunFlags } from "./run-options";

/** `mrap failback`: returns to the routing of the environment file. */
export function registerFailback(program: Command): void {
  addRunOptions(
    program
      .command("failback")
      .description(
        "Returns to the routing of the environment file. Refuses while objects still wait to be replicated back.",
      )
      .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/"),
  )
    .addHelpText("after", exitStatuses)
    .action((argument: string, flags: RunFlags) => runFromCommand("failback", argument, flags));
}
