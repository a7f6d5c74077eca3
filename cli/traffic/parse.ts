import { ExitStatus, UserError } from "../errors";
import { operations, type Mix, type Operation, type SizeShare } from "./load/operations";

export function usage(message: string): UserError {
  return new UserError(message, ExitStatus.usage);
}

/** Parses `250ms`, `30s`, `5m`, `1h` or a number of seconds. Returns milliseconds. */
export function parseDuration(option: string, text: string, mostMs = 24 * 3_600_000): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[(found?.[2] ?? "s") as "s"];
  const milliseconds = found ? Number(found[1]) * unit : NaN;
  if (milliseconds > 0 && milliseconds <= mostMs) return milliseconds;
  throw usage(`${option} must be a time such as 30s or 5m, at most ${mostMs / 3_600_000}h. Got '${text}'.`);
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
  throw usage(`${option} must be ${kind} from ${least} to ${most}. Got '${text}'.`);
}

const LARGEST_BYTES = 64 * 1024 ** 2;

/** Parses a size such as `1KiB`, or a distribution such as `1KiB:80,64KiB:15,1MiB:5`. */
export function parseSizes(text: string): SizeShare[] {
  return text.split(",").map((part) => {
    const found = /^(\d+)(B|KiB|MiB|KB|MB)?(?::(\d+(?:\.\d+)?))?$/.exec(part.trim());
    const unit = { B: 1, KiB: 1024, MiB: 1024 ** 2, KB: 1000, MB: 1000 ** 2 }[(found?.[2] ?? "B") as "B"];
    const bytes = found ? Number(found[1]) * unit : NaN;
    const share = Number(found?.[3] ?? 1);
    if (bytes >= 0 && bytes <= LARGEST_BYTES && share > 0) return { bytes, share };
    throw usage(
      `--size must be a size of at most 64MiB such as 1KiB, or sizes with shares such as 1KiB:80,1MiB:20. Got '${text}'.`,
    );
  });
}

/** Parses `put=50,get=40,head=5,delete=5`. */
export function parseMix(text: string): Mix {
  const mix = { put: 0, get: 0, head: 0, delete: 0 };
  for (const part of text.split(",")) {
    const found = /^(put|get|head|delete)=(\d+(?:\.\d+)?)$/.exec(part.trim());
    if (!found)
      throw usage(
        `--mix must list put, get, head and delete with shares, such as put=50,get=50. Got '${text}'.`,
      );
    mix[found[1] as Operation] = Number(found[2]);
  }
  if (operations.every((operation) => mix[operation] === 0))
    throw usage(`--mix needs at least one share above 0. Got '${text}'.`);
  if (mix.delete > mix.put)
    throw usage(
      `--mix cannot delete more than it puts, because a run deletes only its own objects. Got '${text}'.`,
    );
  return mix;
}

/** Checks a prefix. Keys are sent unencoded, so it can contain only characters that need no encoding. */
export function parsePrefix(text: string): string {
  if (/^[A-Za-z0-9._/-]{0,200}$/.test(text) && !text.startsWith("/") && !text.includes("//")) return text;
  throw usage(
    `--prefix can contain letters, digits and . _ - / only, at most 200 characters, and no empty part. Got '${text}'.`,
  );
}
