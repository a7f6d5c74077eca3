import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalAwsError } from "./error";
import { noPython, serverFolder } from "./python";

export interface Ready {
  readonly port: number;
  readonly caFile: string;
  readonly pid: number;
}

/** Python lacks a package, which the message names. */
export class MissingPackage extends Error {}

/** The server as a child process. It ends when its standard input closes, and therefore with this process. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Ready,
    private readonly directory: string,
  ) {}

  static async start(python: string, directory: string, log: string | undefined): Promise<ServerProcess> {
    const file = log ?? path.join(directory, "server.log");
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    const output = fs.openSync(file, "a");
    const child = spawn(python, ["-m", "server", "--directory", directory], {
      cwd: serverFolder,
      // The server uses the proxy of the machine for hosts outside AWS.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
      stdio: ["pipe", "pipe", output],
    });
    fs.closeSync(output);
    child.stdin?.on("error", () => undefined);
    const ready = await readiness(child, python, file);
    return new ServerProcess(child, ready, directory);
  }

  /** Kills the server without waiting, for a process that is ending. */
  kill(): void {
    this.child.kill("SIGKILL");
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.kill("SIGTERM");
      const timer = setTimeout(() => this.child.kill("SIGKILL"), 3000);
      await gone;
      clearTimeout(timer);
    }
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

function readiness(child: ChildProcess, python: string, log: string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("error", () => reject(noPython(python)));
    // Not "exit", which may be emitted before the last output.
    child.once("close", (code) => reject(failure(text, code, log)));
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.includes("\n") ? (JSON.parse(text.split("\n")[0] ?? "") as Partial<Ready>) : {};
      if (line.port) resolve(line as Ready);
    });
  });
}

function failure(output: string, code: number | null, log: string): Error {
  const missing = /"missing": "([^"]+)"/.exec(output)?.[1];
  if (missing) return new MissingPackage(missing);
  const errors = fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
  return new LocalAwsError(`the local AWS did not start (exit ${code}): ${errors.pop() ?? "no output"}`);
}
