import { Option } from "commander";
import { say, type MrapCommand } from "../command";
import type { Format } from "./bundle";

interface HandoffOptions {
  readonly out?: string;
  readonly format: Format;
  readonly force?: true;
  readonly lock: boolean;
}

/** `mrap handoff`: the configuration as a Terraform module, for a team that takes it over. */
export function registerHandoff(program: MrapCommand): void {
  program
    .command("handoff")
    .description("Write an environment as a standalone Terraform root module.")
    .note(
      "The module has the resource addresses of the deployed state. A team that takes over the state and the module plans no changes.",
    )
    .environment("file")
    .option("--out <folder>", "Folder to write (default: handoff/ENVIRONMENT).")
    .addOption(
      new Option("--format <format>", "Form of the module; both writes hcl/ and json/ in the folder.")
        .choices(["hcl", "json", "both"])
        .default("hcl"),
    )
    .option("--force", "Replace the Terraform files, the tests and the README of a folder that is not empty.")
    .option("--no-lock", "Write no .terraform.lock.hcl.")
    .example("mrap handoff photos --out terraform/photos")
    .exitStatus({
      0: "The module is written.",
      1: "Failed; nothing is changed.",
      2: "Bad arguments.",
    })
    .action(async (argument: string, options: HandoffOptions) => {
      const { environmentFile } = await import("../access-point/argument");
      const { file, environment } = await environmentFile(argument);
      const { handOff } = await import("./hand-off");
      await handOff({ file, environment, ...options }, say);
    });
}
