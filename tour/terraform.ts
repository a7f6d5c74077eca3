import { join } from "node:path";
import type { Children } from "./children";

/** Runs the command line of cdktf like a user, with the output in a folder of this run. */
export class Deployment {
  constructor(
    private readonly children: Children,
    private readonly project: string,
    private readonly output: string,
    private readonly stack: string,
    private readonly terraform: string,
  ) {}

  /** @param onProgress receives the number of created resources and the total */
  async deploy(onProgress: (made: number, total: number) => void): Promise<number> {
    let total = 0;
    let made = 0;
    await this.cdktf("deploy", (line) => {
      const plan = /Plan: (\d+) to add/.exec(line);
      if (plan) total = Number(plan[1]);
      if (/Creation complete after/.test(line)) made++;
      onProgress(made, total);
    });
    return made;
  }

  async destroy(onProgress: (gone: number) => void): Promise<number> {
    let gone = 0;
    await this.cdktf("destroy", (line) => {
      if (/Destruction complete after/.test(line)) onProgress(++gone);
    });
    return gone;
  }

  /** Whether Terraform plans no changes. */
  async planIsEmpty(): Promise<boolean> {
    const args = ["plan", "-detailed-exitcode", "-input=false", "-no-color", "-lock=true"];
    const cwd = join(this.output, "stacks", this.stack);
    const { status } = await this.children.run(this.terraform, args, { cwd, expected: [0, 2] });
    return status === 0;
  }

  private async cdktf(command: "deploy" | "destroy", onLine: (line: string) => void): Promise<void> {
    const [bin, ...args] = cdktfCommand(this.project, command, this.stack, this.output);
    await this.children.run(bin, args, { onLine });
  }
}

/** The command line of cdktf: the program and its arguments. */
export function cdktfCommand(
  project: string,
  command: "deploy" | "destroy",
  stack: string,
  output: string,
): [string, ...string[]] {
  const bin = join(project, "node_modules", ".bin", "cdktf");
  // Locking asks the registry for checksums, even if the provider comes from a mirror.
  return [bin, command, stack, "--auto-approve", "--skip-provider-lock", "--output", output];
}
