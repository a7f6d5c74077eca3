import type { RequestLog } from "./log";
import type { Sent } from "./send";
import type { Operation } from "./operations";
import type { Turns } from "./turns";

export interface LoadOptions {
  /** Requests per second. */
  readonly rate: number;
  readonly durationMs: number;
  /** Maximum number of requests in flight. */
  readonly concurrency: number;
  readonly operations: Turns<Operation>;
  readonly send: (operation: Operation) => Promise<Sent | undefined>;
  readonly log: RequestLog;
  readonly signal: AbortSignal;
  /** How long a late run may continue after its duration. */
  readonly graceMs: number;
  /** performance.now() at the run's start. */
  readonly beganMs: number;
}

export interface LoadOutcome {
  readonly planned: number;
  /** Requests that waited because `concurrency` requests were in flight. */
  readonly heldBack: number;
  /** Reads and deletes that were not sent because there was no object. */
  readonly skipped: number;
  /** From the first request to the last one sent. */
  readonly sendingMs: number;
}

/**
 * Sends requests in an open loop: each request is due at a fixed time, whatever happened to the ones before it. If too
 * many are in flight, the request waits. Its latency includes the wait, because it starts at the due time. Late requests
 * are still sent, until the grace period ends.
 */
export async function runLoad(options: LoadOptions): Promise<LoadOutcome> {
  const { rate, durationMs, concurrency, operations, send, log, signal, beganMs } = options;
  const planned = Math.max(1, Math.round((rate * durationMs) / 1000));
  const lastMs = durationMs + options.graceMs;
  const underway = new Set<Promise<void>>();
  let next = 0;
  let heldBack = 0;
  let held = -1;
  let skipped = 0;
  let sendingMs = 0;
  let wake: (() => void) | undefined;
  const now = (): number => performance.now() - beganMs;
  const first = now();

  const one = async (due: number, operation: Operation): Promise<void> => {
    const sent = await send(operation);
    if (sent === undefined) return void skipped++;
    const { object, error, hint } = sent;
    log.add({ operation, due, sent: sent.sentAt - beganMs, ended: now(), object, error, hint });
  };
  const start = (due: number): void => {
    const request = one(due, operations.next()).finally(() => {
      underway.delete(request);
      wake?.();
    });
    underway.add(request);
    sendingMs = now() - first;
  };
  const interrupt = (): void => wake?.();
  signal.addEventListener("abort", interrupt);

  while (next < planned && !signal.aborted && now() < first + lastMs) {
    const due = first + (next * 1000) / rate;
    const wait = due - now();
    if (wait <= 0 && underway.size < concurrency) {
      start(due);
      next++;
      continue;
    }
    if (wait <= 0 && held !== next) heldBack++;
    if (wait <= 0) held = next;
    await new Promise<void>((resolve) => {
      const timer = wait > 0 ? setTimeout(resolve, Math.min(wait, 1000)) : undefined;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) wake();
    });
    wake = undefined;
  }
  signal.removeEventListener("abort", interrupt);
  await Promise.all(underway);
  return { planned, heldBack, skipped, sendingMs };
}
