import { print, withAws, type MrapCommand } from "../command";

export interface AdoptFlags {
  readonly bucket?: readonly string[];
  readonly accessPoint?: string;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly profile?: string;
}

const repeatable = (value: string, all: readonly string[] | undefined): string[] => [...(all ?? []), value];

/** `mrap adopt`: inspects existing buckets and an existing access point, and records them before Terraform manages them. */
export function registerAdopt(program: MrapCommand): void {
  program
    .command("adopt")
    .description(
      "Inspect existing buckets and an existing access point, and record their configuration for an adoption.",
    )
    .note(
      "Nothing in AWS changes. For each bucket and for the access point, the output lists the changes of an adoption, the configurations that it overwrites, and the findings that prevent it. The lines for the environment file follow.",
    )
    .note(
      "If no finding prevents the adoption, mrap adopt writes the current configuration to NAME.adopted.yaml, next to the environment file. Commit this file. Synth reads it instead of AWS. It contains no secrets.",
    )
    .note(
      "If a bucket or the access point changes in AWS before the deploy, run mrap adopt again. --check compares them with the file, and writes nothing. Unlike terraform plan, it also compares the notifications, the tags, the object ownership and Block Public Access.",
    )
    .environment("file")
    .option(
      "--bucket <name>",
      "A bucket of the file to inspect. Repeatable (default: all buckets and the access point).",
      repeatable,
    )
    .option(
      "--access-point <name>",
      "The access point of the file to inspect (default: all buckets and the access point).",
    )
    .option("--check", "Compare the buckets and the access point with NAME.adopted.yaml, and write nothing.")
    .option("--json", "Print JSON.")
    .profile()
    .example(
      "mrap adopt photos",
      "mrap adopt photos --bucket example-photos-ireland",
      "mrap adopt photos --access-point photos",
      "mrap adopt photos --check",
    )
    .exitStatus({
      0: "No finding prevents the adoption. With --check: no change was found.",
      1: "A finding prevents the adoption, or AWS gave no answer. With --check: a bucket or the access point has changed, or cannot be compared.",
      2: "Bad arguments.",
    })
    .action(async (argument: string, flags: AdoptFlags) => {
      const [{ environmentToAdopt }, { adopt }, { openTerminal }, { ExitStatus }] = await Promise.all([
        import("../access-point/argument"),
        import("./adopt"),
        import("../adapters/terminal"),
        import("../errors"),
      ]);
      const file = await environmentToAdopt(argument);
      const terminal = openTerminal({ quiet: flags.json ?? false });
      await withAws(flags, async (aws) => {
        const result = await adopt(aws, file, flags, terminal);
        if (!result.ok) process.exitCode = ExitStatus.failed;
        if (flags.json) print(JSON.stringify(result.json, undefined, 2));
      });
    });
}
