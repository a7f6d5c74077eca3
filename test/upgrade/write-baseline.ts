/**
 * Synthesizes the environments in `baseline/` with the code of the baseline commit and writes the result beside them.
 * Run it with `npm run upgrade-baseline`. The repository must have the commit in its history.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BASELINE_COMMIT, BASELINE_FOLDER, ENVIRONMENTS, baselineFile } from "./baseline";

const PROJECT = join(__dirname, "..", "..");

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "upgrade-baseline-"));
  try {
    const archive = execFileSync("git", ["archive", BASELINE_COMMIT], { cwd: PROJECT, maxBuffer: 1 << 28 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
    const files = join(folder, "upgrade");
    cpSync(BASELINE_FOLDER, files, { recursive: true });
    const out = join(folder, "out");
    execFileSync("node", ["-r", "@swc-node/register", "main.ts"], {
      cwd: folder,
      env: { ...process.env, CDKTF_OUTDIR: out, MRAP_ENVIRONMENTS: files },
      stdio: ["ignore", "inherit", "inherit"],
    });
    for (const id of ENVIRONMENTS) {
      const json = readFileSync(join(out, "stacks", id, "cdk.tf.json"));
      writeFileSync(baselineFile(id), gzipSync(json, { level: 9 }));
      process.stdout.write(`${baselineFile(id)}: ${json.length} bytes of Terraform JSON\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
