import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type ClientConfig, ClientConfigs } from "./client";
import { Control } from "./control";
import { localEnvironment, withoutAws } from "./environment";
import { providerConfig } from "./provider";
import { makeVenv, systemPython, venvPython } from "./python";
import { MissingPackage, ServerProcess } from "./server-process";

export { LocalAwsError } from "./error";
export type { ClientConfig } from "./client";
export type { Fault, LoggedRequest, ReplicationSettings } from "./control";

export interface LocalAwsOptions {
  /** File for what the server writes to standard error. @default a file in the temporary folder */
  readonly log?: string;
  /** Receives progress, such as the installation of Python packages. @default prints to standard error */
  readonly progress?: (text: string) => void;
  /** The virtual environment for Python packages. @default .local/venv in the project */
  readonly venv?: string;
}

export interface LocalAws {
  /** The address of the proxy and of the control interface. */
  readonly url: string;
  /** The certificate authority of this run. */
  readonly caFile: string;
  /** A folder of this run, removed by `stop`. */
  readonly directory: string;
  /** The server's process id. */
  readonly pid: number;
  /** The environment variables that a child process needs in addition to a clean environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly control: Control;
  /** A complete environment for a child process: the cleaned environment of this process, `env`, and `extra`, which wins. */
  childEnv(extra?: Record<string, string>): Record<string, string>;
  /** The configuration of AWS SDK clients in this process. They do not read the proxy or the authority from the environment. */
  clientConfig(region: string): ClientConfig;
  stop(): Promise<void>;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Starts a local AWS. It ends with `stop`, or with this process. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "local-aws-"));
  let server: ServerProcess;
  let terraform: Record<string, string>;
  try {
    terraform = providerConfig(directory);
    server = await startServer(directory, options);
  } catch (error) {
    fs.rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  const unguard = guard(server);
  const { port, caFile, pid } = server.ready;
  const url = `http://127.0.0.1:${port}`;
  const env = Object.freeze(localEnvironment({ url, caFile, terraform }));
  const clients = new ClientConfigs(url, fs.readFileSync(caFile, "utf8"));
  return {
    url,
    caFile,
    directory,
    pid,
    env,
    control: new Control(url),
    childEnv: (extra = {}) => ({ ...withoutAws(process.env), ...env, ...extra }),
    clientConfig: (region) => clients.for(region),
    stop: async () => {
      unguard();
      clients.destroy();
      await server.stop();
    },
  };
}

async function startServer(directory: string, options: LocalAwsOptions): Promise<ServerProcess> {
  const venv = options.venv ?? path.join(__dirname, "..", ".local", "venv");
  const progress = options.progress ?? ((text: string) => void process.stderr.write(`${text}\n`));
  const made = process.env["MRAP_PYTHON"] ? undefined : venvPython(venv);
  try {
    return await ServerProcess.start(made ?? systemPython(process.env), directory, options.log);
  } catch (error) {
    if (!(error instanceof MissingPackage)) throw error;
    const python = venvPython(venv) ?? (await makeVenv({ env: process.env, venv, progress }));
    return ServerProcess.start(python, directory, options.log);
  }
}

/** Stops the server when this process ends. Returns a function that undoes this. */
function guard(server: ServerProcess): () => void {
  const onExit = (): void => server.kill();
  const handlers = Object.entries(EXIT_CODES).map(([signal, code]) => {
    const handler = (): void => {
      server.kill();
      // If there are other listeners, the program decides when it ends.
      if (process.listenerCount(signal) <= 1) process.exit(code);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  process.on("exit", onExit);
  return () => {
    process.off("exit", onExit);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
