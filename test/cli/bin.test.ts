/** bin/mrap as a process. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Linter } from "eslint";

const bin = resolve(__dirname, "../../bin/mrap");

/** Runs bin/mrap where Node.js says that it is this version. */
function runOn(version: string): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), "mrap-version-"));
  const preload = join(folder, "version.js");
  writeFileSync(preload, `Object.defineProperty(process, "version", { value: "${version}" });\n`);
  return new Promise((done) =>
    execFile(process.execPath, ["-r", preload, bin, "--version"], (error, stdout, stderr) => {
      rmSync(folder, { recursive: true });
      done({ status: error ? error.code : 0, stdout, stderr });
    }),
  );
}

test.each(["v16.20.2", "v18.19.0", "v6.17.1"])(
  "on Node.js %s it says in one sentence what is needed",
  async (version) => {
    expect(await runOn(version)).toEqual({
      status: 1,
      stdout: "",
      stderr: `mrap needs Node.js 20 or newer, and this is Node.js ${version.slice(1)}: install a newer version from https://nodejs.org and run the command again.\n`,
    });
  },
);

test("on Node.js 20 it runs", async () => {
  expect(await runOn("v20.0.0")).toMatchObject({ status: 0, stderr: "" });
});

test("bin/mrap is ES5, which every version of Node.js reads", () => {
  const languageOptions = { ecmaVersion: 5, sourceType: "script" } as const;
  expect(new Linter().verify(readFileSync(bin, "utf8"), { languageOptions })).toEqual([]);
});
