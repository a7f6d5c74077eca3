/** How `mrap plan` runs Terraform: errors are sentences, and a signal stops it. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../../cli/plan/terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program in place of Terraform. */
function terraform(script: string): { readonly program: Terraform; readonly progress: string[] } {
  const binary = join(folder, "terraform");
  writeFileSync(binary, `#!/bin/sh\n${script}\n`);
  chmodSync(binary, 0o755);
  const progress: string[] = [];
  return { program: new Terraform(folder, (line) => progress.push(line), binary), progress };
}

test("returns the output and shows the progress", async () => {
  const { program, progress } = terraform('echo "$@"');
  expect(await program.run("state", "pull")).toBe("state pull\n");
  expect(progress).toEqual(["terraform state …"]);
});

test("a failure has the words of Terraform and exit status 2", async () => {
  const { program } = terraform("echo 'Error: no backend' >&2; exit 1");
  await expect(program.run("init")).rejects.toMatchObject({
    message: "terraform init failed with exit status 1.\nError: no backend",
    exitStatus: 2,
  });
});

test("a missing program is one sentence", async () => {
  const missing = new Terraform(folder, () => undefined, join(folder, "none"));
  await expect(missing.run("init")).rejects.toMatchObject({
    message: `${folder}/none was not found. Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path.`,
    exitStatus: 2,
  });
});

test("an interrupt reaches Terraform once, and waits for it", async () => {
  const stopped = join(folder, "stopped");
  const { program } = terraform(
    `trap 'echo stopped >> ${stopped}; exit 1' INT; touch ${folder}/ready; while :; do sleep 0.05; done`,
  );
  const run = program.run("plan");
  const refused = expect(run).rejects.toMatchObject({
    message: "Interrupted. Terraform was stopped.",
    exitStatus: 130,
  });
  while (!existsSync(join(folder, "ready"))) await new Promise((next) => setImmediate(next));
  process.emit("SIGINT", "SIGINT");
  await refused;
  expect(readFileSync(stopped, "utf8")).toBe("stopped\n");
  expect(process.listenerCount("SIGINT")).toBe(0);
});
