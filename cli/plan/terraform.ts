import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ExitStatus, UserError } from "../errors";

/** Runs Terraform in one folder. It ends with this process. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly progress: (line: string) => void,
    private readonly binary: string = process.env["TERRAFORM_BINARY_NAME"] || "terraform",
  ) {}

  /**
   * Returns the standard output.
   * @throws UserError with what Terraform says
   */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    this.progress(`terraform ${command} …`);
    const { status, stdout, stderr } = await this.child([command, ...args]);
    if (status === 0) return stdout;
    const said = (stderr.trim() || stdout.trim()).split("\n").slice(-MOST_LINES).join("\n");
    throw new UserError(`terraform ${command} failed with exit status ${status}.\n${said}`, ExitStatus.usage);
  }

  private child(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      // In its own process group: Ctrl-C reaches Terraform once, through the handler below. Twice would leave the lock.
      const child = spawn(this.binary, [...args], {
        cwd: this.folder,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" },
      });
      const output: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
      child.stdout.on("data", (data: Buffer) => output.stdout.push(data));
      child.stderr.on("data", (data: Buffer) => output.stderr.push(data));
      let caught: NodeJS.Signals | undefined;
      const onSignal = (signal: NodeJS.Signals): void => {
        // The second signal does not wait for Terraform to release the lock.
        kill(child.pid, caught === undefined ? "SIGINT" : "SIGKILL");
        caught = signal;
      };
      const onExit = (): void => kill(child.pid, "SIGKILL");
      for (const signal of SIGNALS) process.on(signal, onSignal);
      process.once("exit", onExit);
      const release = (): void => {
        for (const signal of SIGNALS) process.off(signal, onSignal);
        process.off("exit", onExit);
      };
      child.once("error", (error: NodeJS.ErrnoException) => {
        release();
        const reason =
          error.code === "ENOENT"
            ? `${this.binary} was not found. Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path`
            : `${this.binary} cannot be started: ${error.message}`;
        reject(new UserError(`${reason}.`, ExitStatus.usage));
      });
      child.once("close", (code) => {
        release();
        if (caught !== undefined) {
          reject(new UserError("Interrupted. Terraform was stopped.", 128 + constants.signals[caught]));
          return;
        }
        const whole = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString("utf8");
        resolve({ status: code ?? 1, stdout: whole(output.stdout), stderr: whole(output.stderr) });
      });
    });
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The most lines of Terraform's output in an error. */
const MOST_LINES = 40;

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
