import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { loadEnvironment, type Environment } from "../../../environment/load";
import type { LocalAws } from "../../../local-aws";
import { terraformBinary } from "../../../local-aws/terraform";
import { cdktfCommand } from "../../../tour/terraform";
import { appCommand } from "../../support/app-command";
import { dropChecksums } from "../../support/lock-file";
import { createNetworks, withIds } from "../../support/networks";

const PROJECT = join(__dirname, "..", "..", "..");

/** The three forms of one configuration: the one that CDKTF deploys, and the two of the handover. */
export const FORMS = ["cdk", "hcl", "json"] as const;
export type Form = (typeof FORMS)[number];
export const HANDED_OVER = ["hcl", "json"] as const;

/** The environment file that the long tier deploys and hands over with every step. */
export const IN_FULL = "environments/demo.yaml";

export interface Run {
  readonly status: number;
  readonly output: string;
}

/** One environment in its three forms, with the real Terraform on a local AWS and one state for all forms. */
export class Proof {
  readonly id: string;
  private readonly root: string;
  private readonly env: Record<string, string>;
  /** Found once: each look asks Terraform for its version. */
  private readonly binary = terraformBinary();

  private constructor(
    readonly aws: LocalAws,
    readonly file: string,
    readonly environment: Environment,
  ) {
    this.id = basename(file, ".yaml");
    this.root = join(aws.directory, "proofs", this.id);
    mkdirSync(this.root, { recursive: true });
    this.env = aws.childEnv({ CDKTF_OUTDIR: join(this.root, "cdktf.out"), MRAP_ENVIRONMENTS: file });
  }

  /** @param original an environment file. Its networks are created first, and their ids replace the ones in the file. */
  static async of(aws: LocalAws, original: string): Promise<Proof> {
    const folder = join(aws.directory, "environments");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, basename(original));
    writeFileSync(file, withIds(readFileSync(original, "utf8"), await createNetworks(aws, original)));
    return new Proof(aws, file, loadEnvironment(file));
  }

  folder(form: Form): string {
    return form === "cdk"
      ? join(this.root, "cdktf.out", "stacks", this.id)
      : join(this.root, "handoff", form);
  }

  /**
   * Synthesizes as cdktf does, creates the state bucket and writes the handover, which begins with an empty state.
   *
   * @param forms the forms of the handover that Terraform needs. @default both
   */
  async prepare(forms: readonly Form[] = HANDED_OVER): Promise<void> {
    const [command, ...args] = appCommand();
    mkdirSync(join(this.root, "cdktf.out"), { recursive: true });
    await this.must(this.run(command, args, PROJECT));
    if (this.environment.state !== "local") await this.must(this.mrap("state", "create", this.file));
    await this.must(this.terraform("cdk", "init"));
    await this.must(this.mrap("handoff", this.file, "--format", "both", "--out", join(this.root, "handoff")));
    const empty = `-backend-config=key=empty/${this.id}`;
    await Promise.all(forms.map((form) => this.must(this.terraform(form, "init", empty))));
  }

  /** Deploys with the command line of cdktf, as a user does. */
  async deploy(): Promise<void> {
    const [cdktf, ...args] = cdktfCommand(PROJECT, "deploy", this.id, join(this.root, "cdktf.out"));
    await this.must(this.run(cdktf, args, PROJECT));
  }

  /** Takes over the state of the deployment. */
  async takeOver(form: Form): Promise<void> {
    await this.must(this.terraform(form, "init", "-reconfigure"));
  }

  mrap(...args: string[]): Promise<Run> {
    return this.run(join(PROJECT, "bin", "mrap"), args, PROJECT);
  }

  terraform(form: Form, command: string, ...args: string[]): Promise<Run> {
    // cdktf initializes the folder, too. A saved plan applies only with the lock file of its time.
    if (command !== "init" && command !== "apply") dropChecksums(this.folder(form));
    return this.run(this.binary, [command, "-no-color", ...args], this.folder(form));
  }

  /** Runs without credentials and with a proxy that does not exist. */
  terraformOffline(form: Form, command: string, ...args: string[]): Promise<Run> {
    const nowhere = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "" };
    const env = { PATH: this.env["PATH"] ?? "", HOME: this.root, ...nowhere };
    return this.run(this.binary, [command, "-no-color", ...args], this.folder(form), env);
  }

  /** A plan as data. Its changes are in `resource_changes`. */
  async plan(form: Form, ...args: string[]): Promise<Plan> {
    return JSON.parse(await this.planText(form, ...args)) as Plan;
  }

  /** A plan as `terraform show -json` prints it. */
  async planText(form: Form, ...args: string[]): Promise<string> {
    const { output: printed } = await this.must(
      this.terraform(form, "plan", "-lock=false", "-out=plan", ...args),
    );
    if (/Warning:/.test(printed)) throw new Error(`${this.id}: ${printed}`);
    const { output } = await this.must(this.terraform(form, "show", "-json", "plan"));
    return output;
  }

  /** Fails with the output of the command. */
  async must(running: Promise<Run>, status = 0): Promise<Run> {
    const run = await running;
    if (run.status === status) return run;
    throw new Error(`${this.id}: exit status ${run.status}, expected ${status}\n${run.output.slice(-4000)}`);
  }

  private run(command: string, args: string[], cwd: string, env = this.env): Promise<Run> {
    return new Promise((resolve) => {
      execFile(command, args, { cwd, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        const status = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ status, output: stdout + stderr });
      });
    });
  }
}

export interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources: readonly Planned[] } };
  readonly prior_state?: {
    readonly values: { readonly root_module: { readonly resources: readonly Planned[] } };
  };
  readonly resource_changes: ReadonlyArray<{
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
      readonly after_unknown: unknown;
    };
  }>;
  readonly output_changes: Readonly<Record<string, unknown>>;
}

interface Planned {
  readonly address: string;
  readonly provider_name: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** The resources, data sources and outputs of a plan, by address. */
export function substance(plan: Plan): Record<string, unknown> {
  return {
    planned: byAddress(plan.planned_values.root_module.resources),
    read: byAddress(plan.prior_state?.values.root_module.resources ?? []),
    changes: Object.fromEntries(plan.resource_changes.map(({ address, change }) => [address, change])),
    outputs: plan.output_changes,
  };
}

function byAddress(resources: readonly Planned[]): Record<string, unknown> {
  // The endpoints use addresses of the subnets while they are created.
  return Object.fromEntries(
    resources.map(({ address, values }) => {
      const { available_ip_address_count: _, ...others } = values ?? {};
      return [address, others];
    }),
  );
}
