import type { MrapCommand } from "../command";
import { addRunOptions, runFromCommand, type RunFlags } from "./run-options";

/** `mrap failover`: makes Regions active and all others passive. */
export function registerFailover(program: MrapCommand): void {
  addRunOptions(
    program
      .command("failover")
      .description("Make Regions active and all others passive in one update, after a preflight.")
      .environment("any")
      .requiredOption(
        "--to <region>",
        "Region to make active. Repeat the option for several Regions.",
        collect,
      )
      .example(
        "mrap failover photos --to us-east-1",
        "mrap failover photos --to us-east-1 --yes --force --no-wait",
      ),
  ).action((argument: string, flags: RunFlags & { to: string[] }) =>
    runFromCommand("failover", argument, flags, flags.to),
  );
}

function collect(region: string, regions: string[] = []): string[] {
  return [...regions, ...region.split(",").filter((one) => one !== "")];
}
