import type { MrapCommand } from "../command";
import { addRunOptions, runFromCommand, type RunFlags } from "./run-options";

/** `mrap failback`: returns to the routing of the environment file. */
export function registerFailback(program: MrapCommand): void {
  addRunOptions(
    program
      .command("failback")
      .description("Return to the routing of the environment file, after a preflight.")
      .note(
        "The preflight refuses a failback while objects wait for replication to the Regions that become active.",
      )
      .environment("file")
      .example("mrap failback photos --wait-for-replication 600"),
  ).action((argument: string, flags: RunFlags) => runFromCommand("failback", argument, flags));
}
