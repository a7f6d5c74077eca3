import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startLocalAws } from "../../local-aws";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "python-"));
});
afterEach(() => {
  delete process.env["MRAP_PYTHON"];
  fs.rmSync(folder, { recursive: true, force: true });
});

function script(name: string, ...lines: string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return file;
}

test("a missing Python is named in the error", async () => {
  process.env["MRAP_PYTHON"] = path.join(folder, "no-python");
  await expect(startLocalAws()).rejects.toThrow(
    /no-python was not found\. Install Python 3\.10 or newer, or set MRAP_PYTHON to its path$/,
  );
});

test("missing packages are installed, and a failure of pip is reported in one sentence", async () => {
  // Stands for a Python without moto whose pip has no network.
  process.env["MRAP_PYTHON"] = script(
    "python",
    `if [ "$2" = server ]; then echo '{"missing": "moto is not installed"}'; exit 3; fi`,
    `if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python3"; exit 0; fi`,
    `echo "ERROR: No matching distribution found for moto" >&2; exit 1`,
  );
  const progress: string[] = [];
  const start = startLocalAws({ venv: path.join(folder, "venv"), progress: (text) => progress.push(text) });
  await expect(start).rejects.toThrow(
    /^pip cannot install the packages of the local AWS\. Check the network, or run "pip install -r local-aws.requirements.txt" for the Python in MRAP_PYTHON \(ERROR: No matching distribution found for moto\)$/,
  );
  expect(progress).toEqual([
    "Installing the Python packages of the local AWS. This takes a minute and happens once.",
  ]);
});
