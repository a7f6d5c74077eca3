import type { Aws } from "../adapters/aws/aws";
import { print, withAws, type MrapCommand } from "../command";
import type { ChangeRequest } from "./change";
import { EXIT, profileOf, terminalFor, type Common } from "./flags";
import { registerSteps } from "./step-commands";

/** `mrap regions`: changes the set of Regions of an environment, step by step. */
export function registerRegions(program: MrapCommand): void {
  const regions = program
    .command("regions")
    .description("Add, remove or replace Regions of an environment.")
    .note(
      "The Regions of an access point cannot change. The commands therefore describe a second access point in the environment file, next to the one that clients use. Both serve the same objects until you retire the old one. docs/change.md describes the steps.",
    );
  registerChanges(regions);
  registerSteps(regions);
}

function registerChanges(regions: MrapCommand): void {
  change(
    regions
      .command("add")
      .description("Add a Region.")
      .argument("<REGION>", "The new Region.")
      .environment("file", { optional: true })
      .requiredOption("--bucket <name>", "Name of the new bucket.")
      .example("mrap regions add ap-south-1 photos --bucket photos-mumbai"),
  ).action(
    async (region: string, argument: string | undefined, flags: Common & { readonly bucket: string }) =>
      start({ kind: "add", region, bucket: flags.bucket, ...named(flags) }, argument, flags),
  );
  change(
    regions
      .command("remove")
      .description("Remove a Region. Its bucket and its objects are kept.")
      .argument("<REGION>", "The Region to remove.")
      .environment("file", { optional: true })
      .example("mrap regions remove us-east-1 photos --dry-run"),
  ).action(async (region: string, argument: string | undefined, flags: Common) =>
    start({ kind: "remove", region, ...named(flags) }, argument, flags),
  );
  change(
    regions
      .command("replace")
      .description("Replace a Region with another one. The old bucket and its objects are kept.")
      .argument("<REGION>", "The Region to replace.")
      .environment("file", { optional: true })
      .requiredOption("--with <name>", "The new Region.")
      .option(
        "--bucket <name>",
        "Name of the new bucket (default: the name of the old one, if it contains the Region).",
      )
      .example("mrap regions replace eu-west-1 photos --with eu-west-2 --bucket photos-london"),
  ).action(
    async (
      region: string,
      argument: string | undefined,
      flags: Common & { readonly with: string; readonly bucket?: string },
    ) => {
      const { with: next, bucket } = flags;
      const request = { kind: "replace", region, with: next, ...(bucket && { bucket }) } as const;
      await start({ ...request, ...named(flags) }, argument, flags);
    },
  );
}

function change(command: MrapCommand): MrapCommand {
  return command
    .option("--name <name>", "Name of the new access point (default: the old name with the next number).")
    .option("--dry-run", "Show the change, and write nothing.")
    .option("--no-aws", "Do not ask AWS which Regions are active.")
    .option("--json", "Print JSON.")
    .profile()
    .exitStatus(EXIT);
}

function named({ name }: Common): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

async function start(request: ChangeRequest, argument: string | undefined, flags: Common): Promise<void> {
  const { begin } = await import("./begin");
  const { dryRun = false, json = false, aws = true } = flags;
  const options = {
    argument,
    request,
    dryRun,
    ...(aws && {
      withAws: <T>(run: (connection: Aws) => Promise<T>) => withAws(profileOf(flags), run),
    }),
  };
  const result = await begin(options, await terminalFor(json));
  if (json) print(JSON.stringify(result, undefined, 2));
}
