import { ExitStatus, UserError } from "../errors";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A presigned URL is valid for at most seven days. Source: Amazon S3 User Guide, "Download and upload objects with presigned URLs". Ledger: data-presigned */
export const MAXIMUM_SECONDS = 7 * 86_400;

/**
 * Reads a duration such as 90s, 15m, 12h or 7d. A number without a unit is in seconds.
 * @throws UserError
 */
export function parseExpiry(text: string): number {
  const [, digits = "", unit = "s"] = /^(\d{1,9})([smhd])?$/.exec(text.trim()) ?? [];
  const seconds = digits === "" ? NaN : Number(digits) * UNITS[unit]!;
  if (Number.isNaN(seconds))
    throw new UserError(
      `--expires accepts a number with s, m, h or d, such as 15m or 7d, and got '${text}'.`,
      ExitStatus.usage,
    );
  if (seconds < 1 || seconds > MAXIMUM_SECONDS)
    throw new UserError(
      `--expires accepts 1s to 7d, and got '${text}'. AWS rejects URLs that are valid for longer than seven days.`,
      ExitStatus.usage,
    );
  return seconds;
}
