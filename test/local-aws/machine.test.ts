import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startLocalAws } from "../../local-aws";
import { withoutAws } from "../../local-aws/environment";
import { providerConfig } from "../../local-aws/provider";
import { terraformBinary } from "../../local-aws/terraform";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "machine-"));
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

describe("Python", () => {
  it("is named in the error if it is missing", async () => {
    process.env["MRAP_PYTHON"] = path.join(folder, "no-python");
    await expect(startLocalAws()).rejects.toThrow(
      /no-python was not found\. Install Python 3\.10 or newer, or set MRAP_PYTHON to its path$/,
    );
  });

  it("gets missing packages installed, and a failure of pip is reported in one sentence", async () => {
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
});

describe("terraformBinary", () => {
  const env = (binary: string): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    TERRAFORM_BINARY_NAME: binary,
  });

  it("accepts a version that is new enough", () => {
    const binary = script("terraform", `echo '{"terraform_version": "1.10.0"}'`);
    expect(terraformBinary(env(binary))).toBe(binary);
  });

  it("rejects a binary that is missing, old or not Terraform, with the fix", () => {
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
});

describe("providerConfig", () => {
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

  function mirror(...parts: string[]): string {
    const root = path.join(folder, ...parts);
    fs.mkdirSync(path.join(root, "registry.terraform.io", "hashicorp", "aws", "6.25.0", platform), {
      recursive: true,
    });
    return root;
  }
  const find = (env: NodeJS.ProcessEnv): Record<string, string> =>
    providerConfig(folder, { env, home: path.join(folder, "home"), roots: [path.join(folder, "opt")] });

  it("uses the CLI configuration of the user if the file exists", () => {
    const own = path.join(folder, "own.tfrc");
    fs.writeFileSync(own, "");
    expect(find({ TF_CLI_CONFIG_FILE: own })).toEqual({ TF_CLI_CONFIG_FILE: own });
    expect(find({ TF_CLI_CONFIG_FILE: path.join(folder, "gone.tfrc") })).toEqual({});
  });

  it("uses the mirror folders that Terraform searches by itself", () => {
    mirror("opt", "plugins");
    mirror("home", ".terraform.d", "plugins");
    expect(find({})).toEqual({});
  });

  it("prefers the named mirror to a mirror that it finds", () => {
    const named = mirror("named");
    const found = mirror("opt", "plugins");
    const written = (env: NodeJS.ProcessEnv): string =>
      fs.readFileSync(find(env)["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
    expect(written({ TERRAFORM_PROVIDER_MIRROR: named })).toContain(`path    = "${named}"`);
    expect(written({})).toContain(`path    = "${found}"`);
    expect(written({})).toContain(`exclude = ["registry.terraform.io/hashicorp/aws"]`);
  });

  it("accepts packed mirrors, and rejects a named folder without the provider", () => {
    const packed = path.join(folder, "packed", "registry.terraform.io", "hashicorp", "aws");
    expect(() => find({ TERRAFORM_PROVIDER_MIRROR: path.join(folder, "packed") })).toThrow(
      `TERRAFORM_PROVIDER_MIRROR is wrong. ${packed} has no provider for ${platform}`,
    );
    fs.mkdirSync(packed, { recursive: true });
    fs.writeFileSync(path.join(packed, `terraform-provider-aws_6.25.0_${platform}.zip`), "");
    expect(find({ TERRAFORM_PROVIDER_MIRROR: path.join(folder, "packed") })).toHaveProperty(
      "TF_CLI_CONFIG_FILE",
    );
  });

  it("leaves everything to the registry if there is no mirror", () => {
    fs.mkdirSync(path.join(folder, "opt", "else"), { recursive: true });
    expect(find({})).toEqual({});
  });
});

describe("the environment of a child process", () => {
  it("contains no AWS settings of the user", () => {
    const user = {
      PATH: "/bin",
      AWS_PROFILE: "prod",
      AWS_ENDPOINT_URL_S3: "http://x",
      AWS_SESSION_TOKEN: "t",
      ALL_PROXY: "p",
    };
    expect(withoutAws(user)).toEqual({ PATH: "/bin" });
  });
});
