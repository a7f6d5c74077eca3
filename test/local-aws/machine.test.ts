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
  it("that is missing is named", async () => {
    process.env["MRAP_PYTHON"] = path.join(folder, "no-python");
    await expect(startLocalAws()).rejects.toThrow(
      /no-python was not found: install Python 3\.10 or newer, or name it in MRAP_PYTHON$/,
    );
  });

  it("without the packages gets them installed; a failing pip is told in one sentence", async () => {
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
      /^pip cannot install the packages of the local AWS: check the network, or run "pip install -r local-aws.requirements.txt" for the Python in MRAP_PYTHON \(ERROR: No matching distribution found for moto\)$/,
    );
    expect(progress).toEqual([
      "The local AWS needs Python packages: installing them once, this takes a minute.",
    ]);
  });
});

describe("terraformBinary", () => {
  const env = (binary: string): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    TERRAFORM_BINARY_NAME: binary,
  });

  it("takes one that is new enough", () => {
    const binary = script("terraform", `echo '{"terraform_version": "1.10.0"}'`);
    expect(terraformBinary(env(binary))).toBe(binary);
  });

  it("says what to do about one that is missing, old or something else", () => {
    expect(() => terraformBinary({ PATH: folder })).toThrow(
      "terraform was not found: install Terraform 1.10 or newer, or name it in TERRAFORM_BINARY_NAME",
    );
    const old = script("old", `echo '{"terraform_version": "1.9.8"}'`);
    expect(() => terraformBinary(env(old))).toThrow(
      `${old} is version 1.9.8: install Terraform 1.10 or newer, or name another in TERRAFORM_BINARY_NAME`,
    );
    expect(() => terraformBinary(env(script("other", "echo hello")))).toThrow("does not tell its version");
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

  it("respects the user's own file, but not one that is missing", () => {
    const own = path.join(folder, "own.tfrc");
    fs.writeFileSync(own, "");
    expect(find({ TF_CLI_CONFIG_FILE: own })).toEqual({ TF_CLI_CONFIG_FILE: own });
    expect(find({ TF_CLI_CONFIG_FILE: path.join(folder, "gone.tfrc") })).toEqual({});
  });

  it("leaves Terraform's own mirror folders alone", () => {
    mirror("opt", "plugins");
    mirror("home", ".terraform.d", "plugins");
    expect(find({})).toEqual({});
  });

  it("takes the named mirror before one that lies about", () => {
    const named = mirror("named");
    const found = mirror("opt", "plugins");
    const written = (env: NodeJS.ProcessEnv): string =>
      fs.readFileSync(find(env)["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
    expect(written({ TERRAFORM_PROVIDER_MIRROR: named })).toContain(`path    = "${named}"`);
    expect(written({})).toContain(`path    = "${found}"`);
    expect(written({})).toContain(`exclude = ["registry.terraform.io/hashicorp/aws"]`);
  });

  it("takes packed mirrors, and says when the named folder is none", () => {
    const packed = path.join(folder, "packed", "registry.terraform.io", "hashicorp", "aws");
    expect(() => find({ TERRAFORM_PROVIDER_MIRROR: path.join(folder, "packed") })).toThrow(
      `TERRAFORM_PROVIDER_MIRROR is wrong: ${packed} has no provider for ${platform}`,
    );
    fs.mkdirSync(packed, { recursive: true });
    fs.writeFileSync(path.join(packed, `terraform-provider-aws_6.25.0_${platform}.zip`), "");
    expect(find({ TERRAFORM_PROVIDER_MIRROR: path.join(folder, "packed") })).toHaveProperty(
      "TF_CLI_CONFIG_FILE",
    );
  });

  it("leaves all to the registry when there is none", () => {
    fs.mkdirSync(path.join(folder, "opt", "else"), { recursive: true });
    expect(find({})).toEqual({});
  });
});

describe("the environment of a child", () => {
  it("is free of the user's own AWS settings", () => {
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
