import type { Command } from "commander";
import { addRunOptions, exitStatuses, runFromCommand, type RunFlags } from "./run-options";

/** `mrap failover`: makes Regions active and all others passive. */
export function registerFailover(program: Command): void {
  addRunOptions(
    program
      .command("failover")
      .description("Makes these Regions active and all others passive, in one update, after a preflight.")
      .argument("<ENVIRONMENT>", "an environment file or its name, or an access point's name, alias or ARN")
      .requiredOption("--to <region>", "a Region to make active; repeat it for several", collect),
  )
    .addHelpText("after", exitStatuses)
    .action((argument: string, flags: RunFlags & { to: string[] }) =>
      runFromCommand("failover", argument, flags, flags.to),
    );
}

function collect(region: string, regions: string[] = []): string[] {
  return [...regions, ...region.split(",").filter((one) => one !== "")];
}
