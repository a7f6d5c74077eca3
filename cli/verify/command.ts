import { print, withAws, type MrapCommand } from "../command";

export interface VerifyFlags {
  readonly readOnly?: boolean;
  readonly notify?: boolean;
  readonly json?: boolean;
  readonly profile?: string;
}

/** `mrap verify`: whether a deployed environment works. */
export function registerVerify(program: MrapCommand): void {
  program
    .command("verify")
    .description("Check whether a deployed environment works as its file says.")
    .note(
      "It compares the environment with its synthesized stack, writes a canary object to verify the replication, and deletes it. Nothing else is changed.",
    )
    .environment("file", { optional: true })
    .option("--read-only", "Write no canary object.")
    .option("--notify", "Send a test notification to the topics of the environment.")
    .option("--json", "Print the results as JSON.")
    .profile()
    .example("mrap verify photos", "mrap verify photos --read-only --json")
    .exitStatus({
      0: "No check found an error, and the result of every required check is known.",
      1: "A check found an error, or nothing can be checked.",
      2: "Bad arguments.",
      3: "No check found an error, but the result of a required check is not known.",
    })
    .action(async (argument: string | undefined, flags: VerifyFlags) => {
      const { environmentFile, onlyEnvironment } = await import("../access-point/argument");
      const file = argument === undefined ? await onlyEnvironment() : await environmentFile(argument);
      const { openTerminal } = await import("../adapters/terminal");
      const { verify } = await import("./verify");
      const { profile, json = false } = flags;
      const terminal = openTerminal({ quiet: json });
      await withAws(profile === undefined ? {} : { profile }, async (aws) => {
        const { status, output } = await verify(aws, file, terminal, flags);
        if (json) print(output);
        process.exitCode = status;
      });
    });
}
