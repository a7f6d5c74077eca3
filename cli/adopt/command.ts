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
      "The command changes nothing in AWS. It reads the configuration of each bucket in its Region, and the access point with its policy and its routing. It prints what an adoption changes, what it overwrites, what prevents it, and the lines for the environment file. If nothing prevents the adoption, it writes NAME.adopted.yaml beside the environment file. Commit this file: synth reads it instead of AWS. It contains no secrets.",
    )
    .note(
      "Run the command again if a bucket or the access point has changed since. --check only compares them with the record. It also covers what a plan cannot: the notifications, the tags, the ownership and the public access block.",
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
      0: "Nothing prevents the adoption, and the record is written. With --check: nothing has changed.",
      1: "Something prevents the adoption, or a part cannot be read. With --check: a bucket or the access point has changed.",
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
