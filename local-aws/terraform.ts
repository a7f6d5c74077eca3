import { execFileSync } from "node:child_process";
import { LocalAwsError } from "./error";

const OLDEST = [1, 10] as const;

/** The terraform to run: TERRAFORM_BINARY_NAME, else `terraform` on the PATH; its version has been checked. */
export function terraformBinary(env: NodeJS.ProcessEnv = process.env): string {
  const binary = env["TERRAFORM_BINARY_NAME"] || "terraform";
  const version = readVersion(binary, env);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new LocalAwsError(
      `${binary} is version ${version}: install Terraform ${OLDEST.join(".")} or newer, or name another in TERRAFORM_BINARY_NAME`,
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
        ? `${binary} was not found: install Terraform ${OLDEST.join(".")} or newer, or name it in TERRAFORM_BINARY_NAME`
        : `${binary} version failed: check TERRAFORM_BINARY_NAME and the installation of Terraform`,
    );
  }
  const version = /"(?:terraform|tofu)_version":\s*"([^"]+)"/.exec(text)?.[1];
  if (!version)
    throw new LocalAwsError(`${binary} does not tell its version: it does not seem to be Terraform`);
  return version;
}
