import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { terraformBinary } from "../../local-aws/terraform";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "terraform-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function script(name: string, ...lines: string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return file;
}

const env = (binary: string): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  TERRAFORM_BINARY_NAME: binary,
});

test("accepts a version that is new enough", () => {
  const binary = script("terraform", `echo '{"terraform_version": "1.10.0"}'`);
  expect(terraformBinary(env(binary))).toBe(binary);
});

test("rejects a binary that is missing, old or not Terraform, with the fix", () => {
  expect(() => terraformBinary({ PATH: folder })).toThrow(
    "terraform was not found. Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path",
  );
  const old = script("old", `echo '{"terraform_version": "1.9.8"}'`);
  expect(() => terraformBinary(env(old))).toThrow(
    `${old} is version 1.9.8. Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path`,
  );
  expect(() => terraformBinary(env(script("other", "echo hello")))).toThrow(
    "does not report a version of Terraform",
  );
  expect(() => terraformBinary(env(script("broken", "exit 1")))).toThrow("version failed");
});
