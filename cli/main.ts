import { CommanderError } from "commander";
import { EnvironmentError } from "../environment/error";
import { renderProblems } from "../environment/report";
import { flushed, guardStreams, write } from "./adapters/streams";
import { clearProgress, fitted, fitting } from "./adapters/terminal";
import { ExitStatus, UserError } from "./errors";
import { MrapCommand } from "./command";
import { commands } from "./commands";
import { version } from "../package.json";

/** Builds the program. A test uses it without running a command. */
export function program(): MrapCommand {
  // These settings also apply to every command.
  const root = new MrapCommand("mrap")
    .description("Operate Amazon S3 Multi-Region Access Points.")
    .note("Run mrap COMMAND --help for the arguments of a command.")
    .version(version, "--version", "Print the version of mrap.")
    .exitOverride()
    .configureOutput({ writeErr: (text) => write(process.stderr, fitted(text, process.stderr)) })
    .helpOption("-h, --help", "Show this help.")
    .showHelpAfterError("Run mrap COMMAND --help for the arguments of a command.");
  for (const [group, registers] of Object.entries(commands)) {
    root.commandsGroup(group);
    for (const register of registers) register(root);
  }
  return root;
}

/** Runs `mrap` with the arguments after the command's name. Returns the exit status. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? ExitStatus.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.done : ExitStatus.usage;
    if (error instanceof UserError) {
      complain(error.message);
      return error.exitStatus;
    }
    if (error instanceof EnvironmentError) {
      const { isTTY, columns } = process.stderr;
      complain(isTTY ? renderProblems(error.problems, fitting(columns)) : error.message);
      return ExitStatus.failed;
    }
    if (error instanceof Error && "missingCdk" in error) {
      complain(
        "This command synthesizes the environment, which needs CDKTF or CDK Terrain. Run: npm install cdktf @cdktf/provider-aws constructs",
      );
      return ExitStatus.failed;
    }
    // A stack trace does not help an operator. MRAP_DEBUG=1 prints it.
    const what = error instanceof Error ? error.message : String(error);
    const trace = process.env.MRAP_DEBUG && error instanceof Error ? error.stack : undefined;
    complain(trace ?? `mrap failed unexpectedly: ${what} (MRAP_DEBUG=1 shows where)`);
    return ExitStatus.failed;
  }
}

function complain(text: string): void {
  clearProgress();
  write(process.stderr, fitted(`${text}\n`, process.stderr));
}

/** The process: runs the command of `process.argv` and sets the exit status. */
export function main(): void {
  guardStreams();
  void run(process.argv.slice(2)).then(async (status) => {
    process.exitCode = status;
    // A connection to an endpoint that never answers must not keep the process alive.
    await flushed();
    // A write that fails at the very end can change it.
    process.exit();
  });
}
