import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LocalAwsError } from "./error";

const HOST = "registry.terraform.io";

export interface ProviderPlaces {
  readonly env?: NodeJS.ProcessEnv;
  readonly home?: string;
  /** Folders with mirrors directly below them. @default ["/opt"] */
  readonly roots?: readonly string[];
}

/**
 * Returns the environment with which `terraform init` finds the AWS provider: in the configuration of the user, in a
 * mirror folder, or in the registry. Writes a CLI configuration into `directory` if it is needed.
 */
export function providerConfig(directory: string, places: ProviderPlaces = {}): Record<string, string> {
  const { env = process.env, home = os.homedir(), roots = ["/opt"] } = places;
  const own = env["TF_CLI_CONFIG_FILE"];
  if (own && fs.existsSync(own)) return { TF_CLI_CONFIG_FILE: own };
  if (impliedMirrors(home, env).some((folder) => hasAwsProvider(folder))) return {};
  const mirror = findMirror(env["TERRAFORM_PROVIDER_MIRROR"], roots);
  if (!mirror) return {};
  const file = path.join(directory, "terraform.rc");
  fs.writeFileSync(file, cliConfig(mirror));
  return { TF_CLI_CONFIG_FILE: file };
}

/** Returns a CLI configuration that uses hashicorp/aws from a folder and every other provider from the registry. */
export function cliConfig(mirror: string): string {
  const provider = JSON.stringify(`${HOST}/hashicorp/aws`);
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${provider}]
  }
  direct {
    exclude = [${provider}]
  }
}
`;
}

/** The mirror folders that Terraform searches by itself. */
function impliedMirrors(home: string, env: NodeJS.ProcessEnv): string[] {
  const data = env["XDG_DATA_HOME"] || path.join(home, ".local", "share");
  const shared = (env["XDG_DATA_DIRS"] || "/usr/local/share:/usr/share").split(":");
  return [
    path.join(home, ".terraform.d", "plugins"),
    ...[data, ...shared].map((folder) => path.join(folder, "terraform", "plugins")),
  ];
}

function findMirror(named: string | undefined, roots: readonly string[]): string | undefined {
  if (named) {
    if (hasAwsProvider(named)) return path.resolve(named);
    const wanted = path.join(named, HOST, "hashicorp", "aws");
    throw new LocalAwsError(
      `TERRAFORM_PROVIDER_MIRROR is wrong. ${wanted} has no provider for ${platform()}`,
    );
  }
  return roots
    .flatMap((root) => subfolders(root))
    .sort()
    .find((folder) => hasAwsProvider(folder));
}

/** Returns whether a folder contains the provider for this platform, unpacked or as an archive. */
function hasAwsProvider(folder: string): boolean {
  const versions = path.join(folder, HOST, "hashicorp", "aws");
  const unpacked = subfolders(versions).some((version) => fs.existsSync(path.join(version, platform())));
  return unpacked || names(versions).some((name) => name.endsWith(`_${platform()}.zip`));
}

/** The name of the platform in Terraform. */
function platform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

function subfolders(folder: string): string[] {
  return names(folder)
    .map((name) => path.join(folder, name))
    .filter((entry) => fs.statSync(entry, { throwIfNoEntry: false })?.isDirectory());
}

function names(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return []; // a folder that is missing or not readable is no mirror
  }
}
