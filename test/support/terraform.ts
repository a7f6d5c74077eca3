import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments, type Environment } from "../../environment/load";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { terraformBinary } from "../../local-aws/terraform";
import { DeployedEnvironment } from "../../tour/clients";
import { appCommand } from "./app-command";
import { dropChecksums } from "./lock-file";

const PROJECT = join(__dirname, "..", "..");

export interface Run {
  readonly status: number;
  readonly output: string;
}

/** A stack that is synthesized with the command of cdktf.json and deployed by the real Terraform on a local AWS. */
export class RealStack {
  /** Found once: each look asks Terraform for its version. */
  private readonly binary = terraformBinary();

  private constructor(
    readonly aws: LocalAws,
    readonly environment: Environment,
    readonly deployed: DeployedEnvironment,
    /** The folder of the synthesized stack, in which terraform runs. */
    readonly folder: string,
    private readonly env: Record<string, string>,
    private readonly file: string,
  ) {}

  static async start(file: string): Promise<RealStack> {
    return RealStack.on(await startLocalAws(), file);
  }

  /** On a local AWS that other stacks may share. */
  static on(aws: LocalAws, file: string): RealStack {
    const { id, environment } = loadEnvironments(file)[0]!;
    const output = join(aws.directory, "stacks", id, "cdktf.out");
    // A test must not write beside the files of the project.
    const env = aws.childEnv({
      CDKTF_OUTDIR: output,
      MRAP_ENVIRONMENTS: file,
      MRAP_IDENTITY_RECORD: file.startsWith(PROJECT) ? "off" : "on",
    });
    mkdirSync(output, { recursive: true });
    const folder = join(output, "stacks", id);
    return new RealStack(aws, environment, new DeployedEnvironment(environment, aws), folder, env, file);
  }

  /** The `app` command of cdktf.json. */
  synth(): Promise<Run> {
    const [command, ...args] = appCommand();
    return this.run(command, args, PROJECT);
  }

  get json(): string {
    return readFileSync(join(this.folder, "cdk.tf.json"), "utf8");
  }

  /** Replaces the synthesized JSON. */
  set json(text: string) {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "cdk.tf.json"), text);
  }

  mrap(...args: string[]): Promise<Run> {
    return this.run(join(PROJECT, "bin", "mrap"), [...args, this.file], PROJECT);
  }

  /** The real cdktf. Synth runs below it. */
  cdktf(...args: string[]): Promise<Run> {
    const command = require.resolve("cdktf-cli/bundle/bin/cdktf");
    return this.run(process.execPath, [command, ...args], PROJECT);
  }

  terraform(command: string, ...args: string[]): Promise<Run> {
    return this.terraformIn(this.folder)(command, ...args);
  }

  /** Terraform in another folder, such as a handover. */
  terraformIn(folder: string): (command: string, ...args: string[]) => Promise<Run> {
    return (command, ...args) => {
      // cdktf and mrap initialize the folder, too. A saved plan applies only with the lock file of its time.
      if (command !== "init" && command !== "apply") dropChecksums(folder);
      return this.run(this.binary, [command, "-no-color", ...args], folder);
    };
  }

  /** The state as JSON. */
  statePull(): Promise<Run> {
    return this.run(this.binary, ["state", "pull"]);
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  private run(command: string, args: string[], cwd = this.folder): Promise<Run> {
    return new Promise((resolve) => {
      execFile(command, args, { cwd, env: this.env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        const status = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ status, output: stdout + stderr });
      });
    });
  }
}

/** Fails with the output of the command. */
export function expectStatus(run: Run, status: number): void {
  if (run.status !== status)
    throw new Error(`exit status ${run.status}, expected ${status}:\n${run.output.slice(-4000)}`);
}
