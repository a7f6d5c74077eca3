import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalAwsError } from "./error";

/** The folder with the Python package and its requirements. */
export const serverFolder = __dirname;
const requirements = path.join(serverFolder, "requirements.txt");

export interface PythonOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The virtual environment for missing packages. */
  readonly venv: string;
  readonly progress: (text: string) => void;
}

/** The Python that the user names. @default python3 */
export function systemPython(env: NodeJS.ProcessEnv): string {
  return env["MRAP_PYTHON"] || "python3";
}

/** The Python of the virtual environment, if it has these requirements. */
export function venvPython(venv: string): string | undefined {
  const python = path.join(venv, "bin", "python3");
  return fs.existsSync(python) && readStamp(venv) === fs.readFileSync(requirements, "utf8")
    ? python
    : undefined;
}

/** Creates the virtual environment and installs the requirements. */
export async function makeVenv({ env, venv, progress }: PythonOptions): Promise<string> {
  const python = path.join(venv, "bin", "python3");
  const advice = `run "pip install -r ${path.relative(process.cwd(), requirements)}" for the Python in MRAP_PYTHON`;
  progress("Installing the Python packages of the local AWS. This takes a minute and happens once.");
  fs.rmSync(venv, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(venv), { recursive: true });
  await step(
    systemPython(env),
    ["-m", "venv", venv],
    env,
    `cannot create a Python environment. Install python3-venv, or ${advice}`,
  );
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  await step(
    python,
    pip,
    env,
    `pip cannot install the packages of the local AWS. Check the network, or ${advice}`,
  );
  fs.writeFileSync(stampFile(venv), fs.readFileSync(requirements));
  progress("The Python packages are installed.");
  return python;
}

/** The error of a Python that does not start. */
export function noPython(python: string): LocalAwsError {
  return new LocalAwsError(
    `${python} was not found. Install Python 3.10 or newer, or set MRAP_PYTHON to its path`,
  );
}

function stampFile(venv: string): string {
  return path.join(venv, "requirements.installed.txt");
}

function readStamp(venv: string): string | undefined {
  return fs.existsSync(stampFile(venv)) ? fs.readFileSync(stampFile(venv), "utf8") : undefined;
}

function step(command: string, args: string[], env: NodeJS.ProcessEnv, failure: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.once("error", () => reject(noPython(command)));
    child.once("close", (code) => {
      const reason = errors.trim().split("\n").pop();
      if (code === 0) resolve();
      else reject(new LocalAwsError(reason ? `${failure} (${reason})` : failure));
    });
  });
}
