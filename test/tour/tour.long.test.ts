import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROJECT = join(__dirname, "../..");
const TOUR = ["-r", "@swc-node/register", "tour/index.ts"];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tour-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [...TOUR, ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });

/** A terraform that tells its version, then does what the script says. */
function fakeTerraform(script: string): string {
  const file = join(folder, "terraform");
  const version = `{"terraform_version": "1.11.4"}`;
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = version ]; then echo '${version}'; exit 0; fi\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The proxy's address of a run, while it lives. */
const address = (output: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? "";
const answers = (url: string) =>
  fetch(`${url}/_local/health`).then(
    () => true,
    () => false,
  );

test("a missing environment file is reported in one sentence with exit status 1", () => {
  const { status, stdout, stderr } = run(["environments/nowhere.yaml"]);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("environments/nowhere.yaml");
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("a missing Terraform is reported in one sentence that says what to install", () => {
  const { status, stderr } = run([], { TERRAFORM_BINARY_NAME: "no-such-terraform" });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    "no-such-terraform was not found. Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path",
  );
});

test("a failed step is named with what was expected and seen, and no process is left", async () => {
  const terraform = fakeTerraform('echo "Error: the disk is full" >&2; exit 1');
  const { status, stdout, stderr } = run([], { TERRAFORM_BINARY_NAME: terraform });
  expect(status).toBe(1);
  expect(stdout).toContain("✗ Deploy the environment (cdktf deploy)");
  expect(stderr).toMatch(/expected: cdktf deploy demo .* to succeed/);
  expect(stderr).toContain("seen:     exit status 1");
  expect(stderr).toContain("the disk is full");
  expect(stdout).not.toContain("Step 1");
  expect(await answers(address(stdout))).toBe(false);
});

test("Ctrl-C ends all processes and prints a message", async () => {
  const pidFile = join(folder, "pid");
  const terraform = fakeTerraform(`echo $$ > ${pidFile}; exec sleep 60`);
  const child = spawn(process.execPath, [...TOUR], {
    cwd: PROJECT,
    env: { ...process.env, TERRAFORM_BINARY_NAME: terraform },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") {
    if (child.exitCode !== null) throw new Error(output);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await answers(address(output))).toBe(true);
  child.kill("SIGINT");
  const status = await new Promise((resolve) => child.once("close", resolve));
  expect(status).toBe(130);
  expect(output).toContain("Stopped. Ending all processes of the walkthrough.");
  expect(await answers(address(output))).toBe(false);
  const pid = Number(readFileSync(pidFile, "utf8"));
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
