import type { RequestLog } from "./log";
import type { Sent } from "./send";
import type { Operation } from "../quantities";
import type { Turns } from "./turns";

export interface LoadOptions {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Requests on their way at one time. */
  readonly concurrency: number;
  readonly operations: Turns<Operation>;
  readonly send: (operation: Operation) => Promise<Sent | undefined>;
  readonly log: RequestLog;
  readonly signal: AbortSignal;
  /** Milliseconds that a late run may go on beyond its duration. */
  readonly grace: number;
  /** performance.now() at the run's start. */
  readonly began: number;
}

export interface LoadOutcome {
  readonly planned: number;
  /** Had to wait because as many as may be were on their way. */
  readonly heldBack: number;
  /** Reads and deletions for which there was no object. */
  readonly skipped: number;
  /** Milliseconds from the first request to the last one sent. */
  readonly sending: number;
}

/**
 * Open loop: each request has its time, whatever became of those before it. Where too many are on their way it
 * waits, and the wait counts, because its latency runs from the time that it had. All are sent, late if need be.
 */
export async function runLoad(options: LoadOptions): Promise<LoadOutcome> {
  const { rate, duration, concurrency, operations, send, log, signal, began } = options;
  const planned = Math.max(1, Math.round((rate * duration) / 1000));
  const last = duration + options.grace;
  const underway = new Set<Promise<void>>();
  let next = 0;
  let heldBack = 0;
  let held = -1;
  let skipped = 0;
  let sending = 0;
  let wake: (() => void) | undefined;
  const now = (): number => performance.now() - began;
  const first = now();

  const one = async (due: number, operation: Operation): Promise<void> => {
    const sent = await send(operation);
    if (sent === undefined) return void skipped++;
    const { object, error, hint } = sent;
    log.add({ operation, due, sent: sent.sentAt - began, ended: now(), object, error, hint });
  };
  const start = (due: number): void => {
    const request = one(due, operations.next()).finally(() => {
      underway.delete(request);
      wake?.();
    });
    underway.add(request);
    sending = now() - first;
  };
  const interrupt = (): void => wake?.();
  signal.addEventListener("abort", interrupt);

  while (next < planned && !signal.aborted && now() < first + last) {
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
  return { planned, heldBack, skipped, sending };
}
