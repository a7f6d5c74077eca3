import { execFileSync } from "node:child_process";
import { LocalAwsError } from "./error";

const OLDEST = [1, 10] as const;

/** The Terraform to run: TERRAFORM_BINARY_NAME, or `terraform` on the PATH. Checks its version. */
export function terraformBinary(env: NodeJS.ProcessEnv = process.env): string {
  const binary = env["TERRAFORM_BINARY_NAME"] || "terraform";
  const version = readVersion(binary, env);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new LocalAwsError(
      `${binary} is version ${version}. Install Terraform ${OLDEST.join(".")} or newer, or set TERRAFORM_BINARY_NAME to its path`,
    );
  }
  return binary;
}

function readVersion(binary: string, env: NodeJS.ProcessEnv): string {
  let text: string;
  try {
    const options = { env: { ...env, CHECKPOINT_DISABLE: "1" }, encoding: "utf8", stdio: "pipe" } as const;
    text = execFileSync(binary, ["version", "-json"], options);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new LocalAwsError(
      missing
        ? `${binary} was not found. Install Terraform ${OLDEST.join(".")} or newer, or set TERRAFORM_BINARY_NAME to its path`
        : `${binary} version failed. Check TERRAFORM_BINARY_NAME and the installation of Terraform`,
    );
  }
  const version = /"(?:terraform|tofu)_version":\s*"([^"]+)"/.exec(text)?.[1];
  if (!version)
    throw new LocalAwsError(`${binary} does not report a version of Terraform. Check TERRAFORM_BINARY_NAME`);
  return version;
}
