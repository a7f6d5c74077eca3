import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { ExitStatus, UserError } from "../errors";

/** What an input is called in an error. */
export const sourceName = (path: string): string => (path === "-" ? "standard input" : path);

/** Reads a whole file, or standard input. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    throw new UserError(`${sourceName(path)}: ${explain(error as NodeJS.ErrnoException)}.`, ExitStatus.usage);
  }
}

function explain({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "this is a folder, not a file";
    case "EACCES":
      return "this file may not be read";
    default:
      return `it cannot be read (${code ?? "unknown error"})`;
  }
}

/** UTF-8, or what Windows PowerShell makes of a redirection: UTF-16 with a mark in front. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString("utf8", 3);
  return bytes.toString("utf8");
}

export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A configuration that was synthesized to JSON. */
export function readConfiguration(path: string): unknown {
  const refuse = (): UserError =>
    new UserError(
      `${sourceName(path)}: this is no Terraform configuration in JSON (cdk.tf.json).`,
      ExitStatus.usage,
    );
  let value: unknown;
  try {
    value = JSON.parse(decode(readBytes(path)));
  } catch (error) {
    throw error instanceof UserError ? error : refuse();
  }
  if (
    typeof value !== "object" ||
    value === null ||
    !("terraform" in value || "resource" in value || "provider" in value)
  )
    throw refuse();
  return value;
}

/** The exceptions of a project, where it has any. */
export const DEFAULT_EXCEPTIONS = ".mrap-accept.yaml";
export const exceptionsFile = (given: string | undefined): string | undefined =>
  given ?? (existsSync(DEFAULT_EXCEPTIONS) ? DEFAULT_EXCEPTIONS : undefined);
