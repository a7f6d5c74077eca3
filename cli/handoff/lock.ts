import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LOCK = ".terraform.lock.hcl";
/** Long enough to download the provider, which has several hundred megabytes. */
const INIT_TIMEOUT_MS = 180_000;

export type Lock = { readonly text: string } | { readonly missing: string };

/**
 * The dependency lock file. Uses the file that `cdktf deploy` left beside the synthesized stack, which keeps the provider
 * version. Without one, runs `terraform init` for these requirements.
 */
export async function lockFor(id: string, requirements: string): Promise<Lock> {
  try {
    return {
      text: await readFile(join(process.env["CDKTF_OUTDIR"] || "cdktf.out", "stacks", id, LOCK), "utf8"),
    };
  } catch {
    return newLock(requirements);
  }
}

async function newLock(requirements: string): Promise<Lock> {
  const folder = await mkdtemp(join(tmpdir(), "mrap-lock-"));
  try {
    await writeFile(join(folder, "versions.tf"), requirements);
    const failure = await init(folder);
    if (failure !== undefined) return { missing: failure };
    return { text: await readFile(join(folder, LOCK), "utf8") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `terraform init`. Returns the reason if it fails. */
function init(folder: string): Promise<string | undefined> {
  const terraform = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  return new Promise((resolve) => {
    const child = spawn(terraform, ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: "ignore",
      timeout: INIT_TIMEOUT_MS,
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? `${terraform} is not installed` : error.message),
    );
    child.on("close", (status) =>
      resolve(status === 0 ? undefined : `${terraform} init could not download the provider`),
    );
  });
}
