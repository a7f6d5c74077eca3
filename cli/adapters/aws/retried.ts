import { setTimeout as wait } from "node:timers/promises";
import { kindOf } from "./errors";

/** How long to wait before each further attempt, in milliseconds. */
const DELAYS_MS = [300, 900];

/** Sends a request that only reads, and again if AWS throttles it or fails. */
export async function retried<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const delayMs of DELAYS_MS) {
    try {
      return await send();
    } catch (error) {
      if (!["throttled", "server"].includes(kindOf(error)) || signal.aborted) throw error;
      await wait(delayMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }
  return send();
}
