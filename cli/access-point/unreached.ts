import { isRead, type Reading } from "./observations";

/** The cause of a reading that was not answered in time. Every other cause may lead to it, too. */
export const noAnswerInTime = "AWS does not answer in time; check the network connection of this computer";

/**
 * The one reason why nothing at all could be read. Undefined if anything was read, or if AWS itself rejected a reading.
 */
export function commonCause(readings: readonly Reading<unknown>[]): string | undefined {
  const causes = new Set<string>();
  for (const reading of readings) {
    if (isRead(reading) || reading.cause === undefined) return undefined;
    causes.add(reading.cause);
  }
  if (causes.size > 1) causes.delete(noAnswerInTime);
  if (causes.size === 0) return undefined;
  const text = [...causes].join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
