/** Time, as an interface that a test can control. */
export interface Clock {
  now(): number;
  /** Calls back after some milliseconds. Returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface HedgeOptions {
  /** How long an endpoint may stay silent before the next one is asked too. */
  readonly delayMs: number;
  /** After the first delay all others are asked at once. @default one after the other */
  readonly restAtOnce?: boolean;
  /** How long one attempt may take. */
  readonly limitMs: number;
  /** A failure that no other endpoint would fix: it ends the call at once. @default none is */
  readonly isFinal?: (error: unknown) => boolean;
  /** Called at the end of every attempt, also of one that ends after another has won. */
  readonly onSettled?: (
    endpoint: string,
    outcome: { ok: boolean; error?: unknown; milliseconds: number },
  ) => void;
  /** Attempts that lost continue to their limit, and their outcome is reported. @default they are canceled */
  readonly keepLosers?: boolean;
  readonly clock?: Clock;
}

export interface Won<T> {
  readonly endpoint: string;
  readonly value: T;
}

/** Every endpoint failed; `errors` has one failure for each, in the order in which they were tried. */
export class AllFailed extends AggregateError {
  constructor(readonly failures: ReadonlyArray<{ endpoint: string; error: unknown }>) {
    super(
      failures.map(({ error }) => error),
      `none of ${failures.map(({ endpoint }) => endpoint).join(", ")} answered`,
    );
    this.name = "AllFailed";
  }
}

/**
 * Asks one endpoint, and the next one as soon as the first has failed or is slow. The first answer
 * wins. No endpoint is asked twice, but an attempt may repeat its request and call `moveOn` before it does.
 */
export function hedge<T>(
  endpoints: readonly string[],
  attempt: (endpoint: string, signal: AbortSignal, moveOn: () => void) => Promise<T>,
  options: HedgeOptions,
): Promise<Won<T>> {
  const clock = options.clock ?? systemClock;
  return new Promise((resolve, reject) => {
    const failures: Array<{ endpoint: string; error: unknown }> = [];
    const running = new Set<AbortController>();
    let next = 0;
    let done = false;
    let cancelDelay = (): void => {};

    const finish = (settle: () => void): void => {
      done = true;
      cancelDelay();
      if (!options.keepLosers) for (const controller of running) controller.abort();
      settle();
    };

    const more = (): void => {
      do start();
      while (options.restAtOnce && !done && next < endpoints.length);
    };

    const start = (): void => {
      cancelDelay();
      const endpoint = endpoints[next++];
      if (endpoint === undefined) return;
      const controller = new AbortController();
      running.add(controller);
      const began = clock.now();
      const cancelLimit = clock.after(options.limitMs, () => controller.abort());
      const over = (outcome: { ok: boolean; error?: unknown }): void => {
        cancelLimit();
        running.delete(controller);
        if (!done || options.keepLosers)
          options.onSettled?.(endpoint, { ...outcome, milliseconds: clock.now() - began });
      };
      if (next < endpoints.length) cancelDelay = clock.after(options.delayMs, more);
      let moved = false;
      const moveOn = (): void => {
        if (moved || done) return;
        moved = true;
        if (next < endpoints.length) start();
      };
      attempt(endpoint, controller.signal, moveOn).then(
        (value) => {
          over({ ok: true });
          if (!done) finish(() => resolve({ endpoint, value }));
        },
        (error: unknown) => {
          over({ ok: false, error });
          if (done) return;
          failures.push({ endpoint, error });
          if (options.isFinal?.(error))
            finish(() => reject(error instanceof Error ? error : new Error(String(error))));
          else if (next < endpoints.length) start();
          else if (running.size === 0) finish(() => reject(new AllFailed(failures)));
        },
      );
    };
    if (endpoints.length === 0) reject(new AllFailed([]));
    else start();
  });
}
