/** Runs the command line as a process from a copy of the bundle outside the project, without the project's modules. */
import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output. */
  readonly last: string;
  readonly milliseconds: number;
}

export interface CommandLine {
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Result>;
  start(args: readonly string[], options?: RunOptions): { child: ChildProcess; result: Promise<Result> };
  remove(): void;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  /** The standard input. null writes nothing and keeps it open. @default the input ends at once */
  readonly input?: string | null;
  readonly cwd?: string;
}

const project = resolve(__dirname, "../..");

/** @param env the environment of every run */
export function copyCommandLine(env: Record<string, string>): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), "mrap-build-"));
  copyFileSync(join(project, "dist", "mrap.js"), join(folder, "mrap.js"));
  writeFileSync(join(folder, "run.js"), 'require("./mrap.js").main();\n');
  const home = { XDG_STATE_HOME: join(folder, "state"), HOME: folder };
  const start: CommandLine["start"] = (args, options = {}) => {
    const began = performance.now();
    const child = spawn(process.execPath, [join(folder, "run.js"), ...args], {
      cwd: options.cwd ?? folder,
      env: { ...env, ...home, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => undefined);
    if (options.input !== null) child.stdin.end(options.input ?? "");
    const result = new Promise<Result>((done) =>
      child.on("close", (status) =>
        done({
          status,
          stdout,
          stderr,
          last: stdout.trimEnd().split("\n").at(-1) ?? "",
          milliseconds: performance.now() - began,
        }),
      ),
    );
    return { child, result };
  };
  return {
    folder,
    start,
    run: (args, options) => start(args, options).result,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
