import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = resolve(__dirname, "../..");

function pages(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".md"),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

test("the API reference is what npm run docs:api generates", () => {
  const out = mkdtempSync(join(tmpdir(), "mrap-api-"));
  try {
    execFileSync(join(project, "node_modules/.bin/typedoc"), ["--out", out], {
      cwd: project,
      stdio: "ignore",
    });
    expect(pages(join(project, "docs/api"))).toEqual(pages(out));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}, 120_000);
