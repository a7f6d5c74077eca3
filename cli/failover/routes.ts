import type { MrapCommand } from "../command";
import { runFromCommand, type RunFlags } from "./run-options";

/** `mrap routes apply`: sets the initial routing of an environment. */
export function registerRoutes(program: MrapCommand): void {
  program
    .command("routes")
    .description("Manage the initial routing of an environment.")
    .command("apply")
    .description("Set the initial routing of a new access point from its environment file.")
    .note(
      "In a new access point, every Region is active. If somebody has changed the routing since, the command refuses to change it: use mrap failback, which returns to the routing of the file after a preflight.",
    )
    .environment("file")
    .option("--force", "Set the routing even if somebody has changed it.")
    .profile()
    .onlyAccessPoint()
    .example("mrap routes apply photos")
    .exitStatus({
      0: "The routing is that of the file.",
      1: "Refused or failed; the routing is unchanged.",
      2: "Bad arguments.",
      3: "Submitted, but not confirmed.",
    })
    .action((argument: string, flags: RunFlags) =>
      runFromCommand("routes apply", argument, { ...flags, yes: true, wait: false }),
    );
}
