import { constants } from "node:buffer";
import * as crypto from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { ExitStatus, UserError } from "../errors";
import { visible } from "./text";

/** The name of an input in an error. */
export const sourceName = (path: string): string => (path === "-" ? "standard input" : visible(path));

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
      return "no such file";
    case "EISDIR":
      return "this is a folder, not a file";
    case "ERR_FS_FILE_TOO_LARGE":
      return TOO_LARGE;
    case "EACCES":
      return "permission denied";
    default:
      return `it cannot be read (${code ?? "unknown error"})`;
  }
}

const TOO_LARGE = `it is larger than this runtime can read (${Math.floor(constants.MAX_STRING_LENGTH / 1024 / 1024)} MB)`;

const isSwapped = (bytes: Buffer): boolean => bytes[0] === 0xfe && bytes[1] === 0xff;
/** Is it UTF-16 with a mark in front? */
export const isWide = (bytes: Buffer): boolean =>
  isSwapped(bytes) || (bytes[0] === 0xff && bytes[1] === 0xfe);

/** UTF-8, or what Windows PowerShell writes on a redirection: UTF-16 with a mark in front. */
export function decode(bytes: Buffer, source: string): string {
  const swapped = isSwapped(bytes);
  const wide = isWide(bytes);
  if (bytes.length / (wide ? 2 : 1) > constants.MAX_STRING_LENGTH)
    throw new UserError(`${source}: ${TOO_LARGE}.`, ExitStatus.usage);
  if (swapped)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString("utf16le");
  if (wide) return bytes.toString("utf16le", 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString("utf8", 3);
  return bytes.toString("utf8");
}

/** Node.js 20.12 has a function that makes no object for each hash. A review binds every finding to one. */
const oneShot = (crypto as Partial<typeof crypto>).hash;

export const sha256 = (data: Buffer | string): string =>
  oneShot ? oneShot("sha256", data) : crypto.createHash("sha256").update(data).digest("hex");

/** Nothing that Terraform writes is nested deeper. */
const DEEPEST = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** True if JSON is nested so deeply that no function could walk through it. Bytes are UTF-8. They are faster than a text. */
export function isDeep(json: Buffer | string): boolean {
  const bytes = typeof json === "string" ? Buffer.from(json) : json;
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfString(bytes, i + 1);
    else if (byte === OPEN_LIST || byte === OPEN_MAP) {
      if (++depth > DEEPEST) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_MAP) depth--;
  }
  return false;
}

/** The place of the quote that ends a string. Most bytes are in strings, and a short loop of its own is faster. */
function endOfString(bytes: Buffer, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** A configuration that was synthesized to JSON. */
export function readConfiguration(path: string): unknown {
  const refuse = (): UserError =>
    new UserError(
      `${sourceName(path)}: this is not a Terraform configuration in JSON (cdk.tf.json).`,
      ExitStatus.usage,
    );
  let value: unknown;
  try {
    const json = decode(readBytes(path), sourceName(path));
    if (isDeep(json)) throw refuse();
    value = JSON.parse(json);
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

/** The file with the exceptions of a project. */
export const DEFAULT_EXCEPTIONS = ".mrap-accept.yaml";
export const exceptionsFile = (given: string | undefined): string | undefined =>
  given ?? (existsSync(DEFAULT_EXCEPTIONS) ? DEFAULT_EXCEPTIONS : undefined);
