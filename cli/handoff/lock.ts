import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LOCK = ".terraform.lock.hcl";
/** Milliseconds: the provider is several hundred megabytes where it must be fetched. */
const PATIENCE = 180_000;

export type Lock = { readonly text: string } | { readonly missing: string };

/**
 * The dependency lock file: the one that `cdktf deploy` left beside the synthesized stack, so that the versions stay as
 * they are, or else one that `terraform init` makes for these requirements.
 */
export async function lockFor(id: string, requirements: string): Promise<Lock> {
  try {
    return {
      text: await readFile(join(process.env["CDKTF_OUTDIR"] || "cdktf.out", "stacks", id, LOCK), "utf8"),
    };
  } catch {
    return made(requirements);
  }
}

async function made(requirements: string): Promise<Lock> {
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

/** Runs `terraform init`; returns why it failed. */
function init(folder: string): Promise<string | undefined> {
  const terraform = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  return new Promise((resolve) => {
    const child = spawn(terraform, ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: "ignore",
      timeout: PATIENCE,
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? `${terraform} was not found` : error.message),
    );
    child.on("close", (status) =>
      resolve(status === 0 ? undefined : `${terraform} init could not get the provider`),
    );
  });
}
