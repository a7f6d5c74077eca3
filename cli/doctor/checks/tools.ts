import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { AWS_PROVIDER_VERSIONS } from "../../../constructs/providers";
import { TERRAFORM_VERSIONS } from "../../../constructs/remote-state";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { isAtLeast, isWithin } from "../versions";

/** The oldest version of Node.js that the project supports. */
export const NODE_VERSIONS = ">= 20";
/** The supported versions of each package, as in package.json. */
export const PACKAGES = {
  cdktf: { versions: ">=0.21.0 <0.22", cli: "cdktf-cli", provider: "@cdktf/provider-aws" },
  cdktn: { versions: ">=0.24.0 <0.25", cli: "cdktn-cli", provider: "@cdktn/provider-aws" },
} as const;
export const PROVIDER_PACKAGES: Readonly<Record<string, string>> = {
  "@cdktf/provider-aws": ">=21.22.0 <22",
  "@cdktn/provider-aws": ">=25.0.0 <26",
};

const TERRAFORM_TIMEOUT_MS = 8000;

/** The tools of a deploy, on this computer. @param id the name of the stack */
export function toolChecks(id: string): Check[] {
  const local = { required: true, ledger: [] } as const;
  return [
    {
      ...local,
      id: "node",
      title: "Node.js",
      call: { action: "node --version", resource: "Node.js" },
      run: () => Promise.resolve(nodeOutcome(process.versions.node)),
    },
    {
      ...local,
      id: "terraform",
      title: "Terraform",
      call: { action: "terraform version", resource: "Terraform" },
      run: async () =>
        terraformOutcome(process.env["TERRAFORM_BINARY_NAME"] || "terraform", await terraformVersion()),
    },
    {
      ...local,
      id: "provider",
      title: "AWS provider",
      call: { action: "reading the lock file", resource: ".terraform.lock.hcl" },
      run: async () => providerOutcome(await lockFile(id)),
    },
    {
      ...local,
      id: "cdktf",
      title: "CDKTF",
      call: { action: "reading package.json", resource: "node_modules" },
      run: async () => cdkOutcome(await installedVersions(process.cwd())),
    },
  ];
}

export function nodeOutcome(version: string): CheckOutcome {
  return isWithin(version, NODE_VERSIONS)
    ? ok(`Node.js ${version} is supported.`)
    : error(
        `Node.js ${version} is not supported: the project needs ${NODE_VERSIONS}.`,
        "Install a newer version from https://nodejs.org.",
      );
}

export type Found = { readonly version: string } | { readonly missing: true } | { readonly failed: string };

async function terraformVersion(): Promise<Found> {
  const binary = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  return new Promise((done) =>
    execFile(binary, ["version", "-json"], { env, timeout: TERRAFORM_TIMEOUT_MS }, (failure, stdout) => {
      const version = /"(?:terraform|tofu)_version":\s*"([^"]+)"/.exec(stdout)?.[1];
      if (version !== undefined) return done({ version });
      const { code } = (failure ?? {}) as NodeJS.ErrnoException;
      done(code === "ENOENT" || code === "EACCES" ? { missing: true } : { failed: "it reports no version" });
    }),
  );
}

export function terraformOutcome(binary: string, found: Found): CheckOutcome {
  const fix = "Install Terraform 1.10 or newer, or set TERRAFORM_BINARY_NAME to its path.";
  if ("missing" in found) return error(`${binary} cannot be started.`, fix);
  if ("failed" in found) return notKnown(`The version of ${binary} is not known: ${found.failed}.`, fix);
  return isWithin(found.version, TERRAFORM_VERSIONS)
    ? ok(`${binary} is version ${found.version}.`)
    : error(`${binary} is version ${found.version}, and the stack needs ${TERRAFORM_VERSIONS}.`, fix);
}

async function lockFile(id: string): Promise<string | undefined> {
  const folder = join(process.env["CDKTF_OUTDIR"] || "cdktf.out", "stacks", id);
  return readFile(join(folder, ".terraform.lock.hcl"), "utf8").catch(() => undefined);
}

/** @param lock the text of the lock file; undefined if there is none */
export function providerOutcome(lock: string | undefined): CheckOutcome {
  if (lock === undefined)
    return ok(
      `No lock file pins the AWS provider. The deploy chooses the newest version of ${AWS_PROVIDER_VERSIONS}.`,
    );
  const block = /provider "[^"]*\/hashicorp\/aws" \{([\s\S]*?)^\}/m.exec(lock)?.[1];
  const version = block && /^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1];
  if (!version)
    return warning(
      "The lock file has no AWS provider.",
      "Delete .terraform.lock.hcl beside the synthesized stack. The deploy writes a new one.",
    );
  return isWithin(version, AWS_PROVIDER_VERSIONS)
    ? ok(`The lock file pins the AWS provider ${version}.`)
    : error(
        `The lock file pins the AWS provider ${version}, and the stack needs ${AWS_PROVIDER_VERSIONS}.`,
        "Run terraform init -upgrade beside the synthesized stack, or delete .terraform.lock.hcl there.",
      );
}

/** The versions of packages, by name. */
export type Installed = ReadonlyMap<string, string>;

/** The packages that an app in the folder finds. */
async function installedVersions(folder: string): Promise<Installed> {
  const names = Object.entries(PACKAGES).flatMap(([name, { cli, provider }]) => [name, cli, provider]);
  const paths = createRequire(join(resolve(folder), "package.json")).resolve.paths("x") ?? [];
  const found = await Promise.all(
    names.map(async (name) => {
      for (const path of paths) {
        const text = await readFile(join(path, name, "package.json"), "utf8").catch(() => undefined);
        const version = text && /"version":\s*"([^"]+)"/.exec(text)?.[1];
        if (version) return [[name, version] as const];
      }
      return [];
    }),
  );
  return new Map(found.flat());
}

export function cdkOutcome(installed: Installed): CheckOutcome {
  const [name, cdk] =
    Object.entries(PACKAGES).find(([one]) => installed.has(one)) ?? (["cdktf", PACKAGES.cdktf] as const);
  const version = installed.get(name);
  if (version === undefined)
    return error(
      "This folder has neither cdktf nor cdktn in node_modules.",
      "Run the command in the folder of the project, after npm ci.",
    );
  const pins = PROVIDER_PACKAGES[cdk.provider]!;
  const provider = installed.get(cdk.provider);
  const cli = installed.get(cdk.cli);
  const wrong = [
    ...(isWithin(version, cdk.versions) ? [] : [`${name} ${version} is not ${cdk.versions}`]),
    ...(provider === undefined
      ? [`${cdk.provider} is not installed`]
      : isWithin(provider, pins)
        ? []
        : [`${cdk.provider} ${provider} is not ${pins}`]),
  ];
  if (wrong.length > 0)
    return error(
      `${wrong.join(", and ")}.`,
      `Run npm install ${name}@"${cdk.versions}" ${cdk.provider}@"${pins}".`,
    );
  const all = `${name} ${version} and ${cdk.provider} ${provider}`;
  if (cli === undefined)
    return warning(
      `${all} are supported, and ${cdk.cli} is not in node_modules.`,
      `Run npm install --save-dev ${cdk.cli}@${version}.`,
    );
  return isAtLeast(cli, version) && isWithin(cli, cdk.versions)
    ? ok(`${all} are supported, and ${cdk.cli} is version ${cli}.`)
    : warning(
        `${cdk.cli} is version ${cli}, and ${name} is version ${version}.`,
        `Run npm install --save-dev ${cdk.cli}@${version}.`,
      );
}
