import { print, withAws, type MrapCommand } from "../command";

/** `mrap check`: the error report of environment files, without synthesizing them. */
export function registerCheck(program: MrapCommand): void {
  program
    .command("check")
    .description("Check environment files and print every error in them.")
    .note(
      "The command needs neither CDKTF nor Terraform, and opens no connection unless --deployed is set. It finds what synth finds, except policies and documents that are too large for AWS. A file is also compared with its identity record, or with its history in git, to recognize a renamed environment.",
    )
    .argument(
      "[FILE...]",
      "Environment files, or the names of files in environments/ without their endings. By default, all files in environments/.",
    )
    .option(
      "--deployed",
      "Also ask AWS for the access point of each file, and report a new name and changed Regions or buckets.",
    )
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap check", "mrap check environments/photos.yaml", "mrap check photos --deployed")
    .exitStatus({
      0: "No file has an error.",
      1: "A file has an error or differs from its access point, or there is no file.",
      2: "Bad arguments.",
    })
    .action(
      async (files: readonly string[], { deployed = false, json = false, ...options }: CheckArguments) => {
        const [{ checkFiles, checkJson, checkReport, checkWarnings }, { compareAll, comparisonText }] =
          await Promise.all([import("./check"), import("./compare")]);
        const { ExitStatus } = await import("../errors");
        const { openTerminal } = await import("../adapters/terminal");
        const terminal = openTerminal({ quiet: json });
        const checked = checkFiles(files);
        const compared = deployed
          ? await withAws(options, async (aws) => {
              const { deployedInAws } = await import("../live/deployed-under-another-name");
              return compareAll(checked.environments, (environment) => {
                terminal.progress(`Look for the access point ${environment.name} in AWS …`);
                return deployedInAws(aws, environment);
              });
            })
          : [];
        const changed = compared.some(({ changes }) => changes.length > 0);
        if (checked.problems.length > 0 || changed) process.exitCode = ExitStatus.failed;
        if (json)
          return print(JSON.stringify(checkJson(checked, deployed ? compared : undefined), undefined, 2));
        terminal.say(checkReport(checked, process.stdout.isTTY ? terminal.columns : undefined));
        for (const { file, message } of checkWarnings(checked)) terminal.warn(`Warning: ${file}: ${message}`);
        for (const one of compared) terminal.say(`\n${comparisonText(one)}`);
      },
    );
}

interface CheckArguments {
  readonly deployed?: boolean;
  readonly json?: boolean;
  readonly profile?: string;
}
