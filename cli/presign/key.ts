import { ExitStatus, UserError } from "../errors";

/** The longest key in bytes of UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
const MAXIMUM_BYTES = 1024;

/**
 * Checks the key of an object.
 * @throws UserError if S3 or a client of the URL cannot use it
 */
export function checkKey(key: string): void {
  const wrong = (why: string): UserError => new UserError(why, ExitStatus.usage);
  if (key === "") throw wrong("The key is empty. Name the object, for example reports/2026.csv.");
  const bytes = Buffer.byteLength(key);
  if (bytes > MAXIMUM_BYTES)
    throw wrong(`The key has ${bytes} bytes, and S3 allows ${MAXIMUM_BYTES}. Use a shorter key.`);
  const segment = key.split("/").find((one) => one === "." || one === "..");
  if (segment !== undefined)
    throw wrong(
      `The key '${key}' contains the segment '${segment}', which browsers and most clients remove from a URL. Use a key without it.`,
    );
}
