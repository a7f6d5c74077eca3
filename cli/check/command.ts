import { print, type MrapCommand } from "../command";

/** `mrap check`: the error report of environment files, without synthesizing them. */
export function registerCheck(program: MrapCommand): void {
  program
    .command("check")
    .description("Check environment files and print every error in them.")
    .note(
      "The command opens no connection and needs neither CDKTF nor Terraform. It finds what synth finds, except policies and documents that are too large for AWS. A file is also compared with its identity record, or with its history in git, to recognize a renamed environment.",
    )
    .argument(
      "[FILE...]",
      "Environment files, or the names of files in environments/ without their endings. By default, all files in environments/.",
    )
    .option("--json", "Print JSON.")
    .example("mrap check", "mrap check environments/photos.yaml")
    .exitStatus({
      0: "No file has an error.",
      1: "A file has an error, or there is no file.",
      2: "Bad arguments.",
    })
    .action(async (files: readonly string[], { json = false }: { readonly json?: boolean }) => {
      const { checkFiles, checkJson, checkReport } = await import("./check");
      const { ExitStatus } = await import("../errors");
      const { openTerminal } = await import("../adapters/terminal");
      const checked = checkFiles(files);
      if (checked.problems.length > 0) process.exitCode = ExitStatus.failed;
      if (json) return print(JSON.stringify(checkJson(checked), undefined, 2));
      const terminal = openTerminal();
      terminal.say(checkReport(checked, process.stdout.isTTY ? terminal.columns : undefined));
    });
}
