import type { EnvironmentFile } from "../access-point/argument";
import { print, withAws, type MrapCommand } from "../command";

/** `mrap doctor`: what would go wrong in a deploy. */
export function registerDoctor(program: MrapCommand): void {
  program
    .command("doctor")
    .description("Check the tools, the account and the network of an environment before its first deploy.")
    .note(
      "The command changes nothing. It checks the versions of the tools, the credentials, the Regions, the permissions of a deploy, the state bucket, the names of the buckets and of everything else that the stack creates, the VPCs, the topics, the quotas and the trails. Each result is ok, warning, error or not known, with the fix. A check that AWS gives no answer to is not known, and never ok.",
    )
    .environment("file")
    .option("--json", "Print the results as JSON.")
    .profile()
    .example("mrap doctor photos", "mrap doctor environments/photos.yaml --json")
    .exitStatus({
      0: "No check found an error. The summary says how many are not known.",
      1: "A check found an error, or the command was interrupted.",
      2: "Bad arguments, or errors in the environment file.",
    })
    .action(async (argument: string, options: { json?: boolean; profile?: string }) => {
      const target = await loaded(argument);
      const { openTerminal } = await import("../adapters/terminal");
      const { runDoctor } = await import("./run");
      const terminal = openTerminal({ quiet: options.json === true });
      const stop = new AbortController();
      const interrupt = (): void => stop.abort();
      process.once("SIGINT", interrupt);
      process.once("SIGTERM", interrupt);
      const { json = false } = options;
      const width = process.stdout.isTTY ? { columns: terminal.columns } : {};
      const live = process.stderr.isTTY === true;
      try {
        const results = await withAws(options, (aws) =>
          runDoctor(aws, target, terminal, { signal: stop.signal, silent: json, live, ...width }),
        );
        if (json) {
          const { checksJson } = await import("../checks/json");
          const { generationNames } = await import("../access-point/generations");
          const { name } = target.environment;
          const accessPoints = generationNames(target);
          print(JSON.stringify({ name, accessPoints, ...checksJson(results) }, null, 2));
        }
        if (stop.signal.aborted || results.some(({ level }) => level === "error")) process.exitCode = 1;
      } finally {
        process.off("SIGINT", interrupt);
        process.off("SIGTERM", interrupt);
      }
    });
}

/** @throws UserError with status 2 and every error of the file */
async function loaded(argument: string): Promise<EnvironmentFile> {
  const { environmentFile } = await import("../access-point/argument");
  const { EnvironmentError } = await import("../../environment/error");
  try {
    return await environmentFile(argument);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const { renderProblems } = await import("../../environment/report");
    const { ExitStatus, UserError } = await import("../errors");
    const { isTTY, columns } = process.stderr;
    const report = isTTY ? renderProblems(error.problems, columns) : error.message;
    throw new UserError(report, ExitStatus.usage);
  }
}
