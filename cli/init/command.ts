import { Option } from "commander";
import { print, type MrapCommand } from "../command";
import type { Cdk } from "./project";

interface InitFlags {
  readonly project: string;
  readonly cdk: Cdk;
  readonly package?: string;
}

/** `mrap init`: a project that deploys environments with this package. */
export function registerInit(program: MrapCommand): void {
  program
    .command("init")
    .description("Write a minimal project that deploys environments with this package.")
    .requiredOption("--project <folder>", "Folder to write. It must be empty or missing.")
    .addOption(new Option("--cdk <name>", "CDK of the project.").choices(["cdktf", "cdktn"]).default("cdktf"))
    .option(
      "--package <specifier>",
      "Tarball from npm pack, or npm specifier, of this package (default: the running version).",
    )
    .example("mrap init --project access-points", "mrap init --project access-points --cdk cdktn")
    .exitStatus({ 0: "The project is written.", 1: "The project cannot be written.", 2: "Bad arguments." })
    .action(async ({ project, cdk, package: specifier }: InitFlags) => {
      const { writeProject } = await import("./project");
      for (const file of writeProject({ folder: project, cdk, ...(specifier && { package: specifier }) }))
        print(`Wrote ${project}/${file}`);
      print(`Next: cd ${project}, edit environments/photos.yaml, then run npm install and npm run deploy.`);
    });
}
