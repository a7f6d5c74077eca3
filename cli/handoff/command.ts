import { Option, type Command } from "commander";
import type { Format } from "./bundle";

interface HandoffOptions {
  readonly out?: string;
  readonly format: Format;
  readonly force?: true;
  readonly lock: boolean;
}

/** `mrap handoff`: an environment as a standalone Terraform root module. */
export function registerHandoff(program: Command): void {
  program
    .command("handoff")
    .description(
      "Writes an environment as a standalone Terraform root module. It has the addresses of the deployed state, so a\n" +
        "team that takes over the state plans no changes.",
    )
    .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/")
    .option("--out <dir>", "folder to write (default: handoff/ENVIRONMENT)")
    .addOption(
      new Option("--format <format>", "language; both writes hcl/ and json/ into the folder")
        .choices(["hcl", "json", "both"])
        .default("hcl"),
    )
    .option("--force", "replace the Terraform files, the tests and the README in a folder that is not empty")
    .option("--no-lock", "do not write .terraform.lock.hcl")
    .addHelpText("after", "\nExit status: 0 written, 1 failed and nothing was changed, 2 bad arguments.")
    .exitOverride()
    .action(async (argument: string, options: HandoffOptions) => {
      const { environmentFile } = await import("../access-point/argument");
      const { file, environment } = await environmentFile(argument);
      const { handOff } = await import("./hand-off");
      await handOff({ file, environment, ...options }, (line) => process.stdout.write(`${line}\n`));
    });
}
