import { ExitStatus, UserError } from "../errors";

/** What a request does to an object. */
export type Operation = "put" | "get" | "head" | "delete";

export const operations: readonly Operation[] = ["put", "get", "head", "delete"];

/** Shares of the operations; only their ratio counts. */
export type Mix = Readonly<Record<Operation, number>>;

/** One size of a distribution, in bytes, and its share. */
export interface SizeShare {
  readonly bytes: number;
  readonly share: number;
}

export function usage(message: string): UserError {
  return new UserError(message, ExitStatus.usage);
}

/** `250ms`, `30s`, `5m`, `1h` or a number of seconds; answers milliseconds. */
export function parseDuration(option: string, text: string, most = 24 * 3_600_000): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[(found?.[2] ?? "s") as "s"];
  const milliseconds = found ? Number(found[1]) * unit : NaN;
  if (milliseconds > 0 && milliseconds <= most) return milliseconds;
  throw usage(`${option} should be a time such as 30s or 5m, at most ${most / 3_600_000}h, got '${text}'.`);
}

export function parseNumber(
  option: string,
  text: string,
  least: number,
  most: number,
  whole = false,
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? "a whole number" : "a number";
  throw usage(`${option} should be ${kind} from ${least} to ${most}, got '${text}'.`);
}

const largest = 64 * 1024 ** 2;

/** `1KiB`, or a distribution such as `1KiB:80,64KiB:15,1MiB:5`. */
export function parseSizes(text: string): SizeShare[] {
  return text.split(",").map((part) => {
    const found = /^(\d+)(B|KiB|MiB|KB|MB)?(?::(\d+(?:\.\d+)?))?$/.exec(part.trim());
    const unit = { B: 1, KiB: 1024, MiB: 1024 ** 2, KB: 1000, MB: 1000 ** 2 }[(found?.[2] ?? "B") as "B"];
    const bytes = found ? Number(found[1]) * unit : NaN;
    const share = Number(found?.[3] ?? 1);
    if (bytes >= 0 && bytes <= largest && share > 0) return { bytes, share };
    throw usage(
      `--size should be a size of at most 64MiB such as 1KiB, or sizes with their shares such as 1KiB:80,1MiB:20, got '${text}'.`,
    );
  });
}

/** `put=50,get=40,head=5,delete=5`. */
export function parseMix(text: string): Mix {
  const mix = { put: 0, get: 0, head: 0, delete: 0 };
  for (const part of text.split(",")) {
    const found = /^(put|get|head|delete)=(\d+(?:\.\d+)?)$/.exec(part.trim());
    if (!found)
      throw usage(
        `--mix should name put, get, head and delete with their shares, such as put=50,get=50, got '${text}'.`,
      );
    mix[found[1] as Operation] = Number(found[2]);
  }
  if (operations.every((operation) => mix[operation] === 0))
    throw usage(`--mix should have a share above 0, got '${text}'.`);
  if (mix.delete > mix.put)
    throw usage(
      `--mix should delete no more than it puts, because only objects of this run are deleted, got '${text}'.`,
    );
  return mix;
}

/** Keys are sent and listed as they are, so the prefix has only characters that need no encoding. */
export function parsePrefix(text: string): string {
  if (/^[A-Za-z0-9._/-]{0,200}$/.test(text) && !text.startsWith("/") && !text.includes("//")) return text;
  throw usage(
    `--prefix should have letters, digits and . _ - / only, at most 200, and no empty part, got '${text}'.`,
  );
}

export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1).replace(/\.0$/, "")} ${units[unit]}`;
}
