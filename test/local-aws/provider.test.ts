import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { providerConfig } from "../../local-aws/provider";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "provider-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

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

test("uses the CLI configuration of the user if the file exists", () => {
  const own = path.join(folder, "own.tfrc");
  fs.writeFileSync(own, "");
  expect(find({ TF_CLI_CONFIG_FILE: own })).toEqual({ TF_CLI_CONFIG_FILE: own });
  expect(find({ TF_CLI_CONFIG_FILE: path.join(folder, "gone.tfrc") })).toEqual({});
});

test("uses the mirror folders that Terraform searches by itself", () => {
  mirror("opt", "plugins");
  mirror("home", ".terraform.d", "plugins");
  expect(find({})).toEqual({});
});

test("prefers the named mirror to a mirror that it finds", () => {
  const named = mirror("named");
  const found = mirror("opt", "plugins");
  const written = (env: NodeJS.ProcessEnv): string =>
    fs.readFileSync(find(env)["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
  expect(written({ TERRAFORM_PROVIDER_MIRROR: named })).toContain(`path    = "${named}"`);
  expect(written({})).toContain(`path    = "${found}"`);
  expect(written({})).toContain(`exclude = ["registry.terraform.io/hashicorp/aws"]`);
});

test("accepts packed mirrors, and rejects a named folder without the provider", () => {
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

test("leaves everything to the registry if there is no mirror", () => {
  fs.mkdirSync(path.join(folder, "opt", "else"), { recursive: true });
  expect(find({})).toEqual({});
});
