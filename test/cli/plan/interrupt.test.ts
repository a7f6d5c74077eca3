/** Ctrl-C in the middle of `mrap plan`: Terraform ends first, and nothing is left. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderWith, removeFolders, SHORTEST } from "../../environment/support";

afterAll(removeFolders);

test("Ctrl-C stops the whole command, lets Terraform release its lock, and leaves no plan", async () => {
  const folder = folderWith({
    "e.yaml": SHORTEST,
    // Terraform writes a plan only at the end, and releases its lock when it is interrupted.
    terraform: `#!/bin/sh
case "$1" in
  state) echo '{}' ;;
  plan) trap 'echo released >> "$NOTES/lock"; exit 1' INT; echo ready; touch "$NOTES/planning"; while :; do sleep 0.05; done ;;
esac
`,
  });
  chmodSync(join(folder, "terraform"), 0o755);
  const project = resolve(__dirname, "../../..");
  const child = spawn(join(project, "bin", "mrap"), ["plan", join(folder, "e.yaml"), "--no-aws"], {
    cwd: project,
    // A terminal sends Ctrl-C to the whole process group.
    detached: true,
    env: {
      ...process.env,
      NOTES: folder,
      TERRAFORM_BINARY_NAME: join(folder, "terraform"),
      CDKTF_OUTDIR: join(folder, "cdktf.out"),
    },
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output += data.toString()));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  while (!existsSync(join(folder, "planning")) && child.exitCode === null)
    await new Promise((next) => setTimeout(next, 20));
  process.kill(-child.pid!, "SIGINT");
  expect(await ended).toBe(130);
  expect(output).toContain("Interrupted. Terraform was stopped.");
  expect(output).not.toMatch(/\n {4}at /);
  expect(readFileSync(join(folder, "lock"), "utf8")).toBe("released\n");
  expect(readdirSync(join(folder, "cdktf.out", "stacks", "e"))).toEqual(["cdk.tf.json"]);
});
