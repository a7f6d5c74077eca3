import { Option, type Command } from "commander";
import type { Format } from "./bundle";

interface HandoffOptions {
  readonly out?: string;
  readonly format: Format;
  readonly force?: true;
  readonly lock: boolean;
}

/** `mrap handoff`: the configuration as Terraform's own, for a team that takes it over. */
export function registerHandoff(program: Command): void {
  program
    .command("handoff")
    .description(
      "Writes an environment as a Terraform root module which stands on its own, with the addresses of the deployed\n" +
        "state: a team that takes it over plans no changes.",
    )
    .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/")
    .option("--out <dir>", "the folder to write (default: handoff/ENVIRONMENT)")
    .addOption(
      new Option("--format <format>", "both: the two forms, in hcl/ and json/ below the folder")
        .choices(["hcl", "json", "both"])
        .default("hcl"),
    )
    .option(
      "--force",
      "write over the Terraform files, the tests and the README of a folder that is not empty",
    )
    .option("--no-lock", "without .terraform.lock.hcl")
    .addHelpText(
      "after",
      "\nExit status: 0 written, 1 refused or failed and nothing was changed, 2 bad arguments.",
    )
    .exitOverride()
    .action(async (argument: string, options: HandoffOptions) => {
      const { environmentFile } = await import("../access-point/argument");
      const { file, environment } = await environmentFile(argument);
      const { handOff } = await import("./hand-off");
      await handOff({ file, environment, ...options }, (line) => process.stdout.write(`${line}\n`));
    });
}
