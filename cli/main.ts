import { Command, CommanderError } from "commander";
import { EnvironmentError } from "../environment/error";
import { ExitStatus, UserError } from "./errors";
import { commands } from "./commands";

/** Builds the program; kept apart from `run` so that a test can look at it. */
export function program(): Command {
  const root = new Command("mrap")
    .description("Operates Amazon S3 Multi-Region Access Points: status, failover, plan review, hand-over.")
    .exitOverride()
    .showHelpAfterError("(mrap COMMAND --help shows the arguments)");
  for (const register of commands) register(root);
  for (const command of root.commands) command.exitOverride();
  return root;
}

/** Runs `mrap` with the arguments after the command's name; returns the exit status. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? ExitStatus.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.done : ExitStatus.usage;
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      return error.exitStatus;
    }
    if (error instanceof EnvironmentError) {
      process.stderr.write(`${error.message}\n`);
      return ExitStatus.failed;
    }
    // Nobody is helped by a stack trace at three in the morning; who looks for the cause asks for it.
    const what = error instanceof Error ? error.message : String(error);
    const trace = process.env.MRAP_DEBUG && error instanceof Error ? error.stack : undefined;
    process.stderr.write(`${trace ?? `mrap failed unexpectedly: ${what} (MRAP_DEBUG=1 shows where)`}\n`);
    return ExitStatus.failed;
  }
}

/** The process: runs the command of `process.argv` and sets the exit status. */
export function main(): void {
  // A reader that goes away (mrap … | head) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(ExitStatus.done);
    throw error;
  });
  void run(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
    // A connection to an endpoint that never answers must not keep the process: end when all is written.
    process.stdout.write("", () => process.stderr.write("", () => process.exit(status)));
  });
}
