import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

/** A failed command with the end of its output. */
export class CommandFailure extends Error {
  constructor(
    readonly command: string,
    readonly status: string,
    readonly output: readonly string[],
  ) {
    super(`${command} ended with ${status}`);
    this.name = "CommandFailure";
  }
}

export interface CommandResult {
  readonly status: number;
  readonly output: readonly string[];
  /** The lines of standard output alone. */
  readonly standardOutput: readonly string[];
}

/** Runs commands. `stop` ends the commands that still run. */
export class Children {
  private readonly running = new Set<ChildProcess>();

  constructor(
    private readonly cwd: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param onLine receives each line of standard output and standard error, without colors
   * @throws CommandFailure unless the exit status is one of `expected`
   */
  async run(
    command: string,
    args: readonly string[],
    options: { onLine?: (line: string) => void; expected?: readonly number[]; cwd?: string } = {},
  ): Promise<CommandResult> {
    const { onLine, expected = [0], cwd = this.cwd } = options;
    // In its own process group, so that its child processes are stopped, too.
    const child = spawn(command, args, {
      cwd,
      env: this.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.running.add(child);
    const output: string[] = [];
    const standardOutput: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (raw) => {
        const line = stripVTControlCharacters(raw);
        output.push(line);
        if (stream === child.stdout) standardOutput.push(line);
        onLine?.(line);
      });
    }
    const said = [command.split("/").pop(), ...args].join(" ");
    try {
      const status = await new Promise<number | string>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => resolve(code ?? signal ?? "an unknown status"));
      });
      if (typeof status === "number" && expected.includes(status)) return { status, output, standardOutput };
      throw new CommandFailure(
        said,
        typeof status === "number" ? `exit status ${status}` : status,
        output.slice(-40),
      );
    } finally {
      this.running.delete(child);
    }
  }

  /** Ends the commands that still run, with their process groups. */
  stop(): void {
    for (const { pid } of this.running) {
      if (pid === undefined) continue;
      try {
        process.kill(-pid, "SIGTERM");
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}
