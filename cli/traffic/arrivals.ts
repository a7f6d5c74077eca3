import { listVersions, type Member } from "./buckets";
import type { S3Wire } from "./client";
import type { Objects, Written } from "./objects";

/** When an object was first seen in a bucket: after the look before, at the latest at this one. */
export interface Seen {
  readonly after: number;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Looks again and again into one bucket for what has arrived. A replica bears the time of its original, so only
 * looking tells when it came. Each look begins at the oldest object that is still missing.
 */
export class Arrivals {
  readonly seen = new Map<number, Seen>();
  /** Milliseconds between the beginnings of looks. */
  readonly gaps: number[] = [];
  /** Why the last look failed, if it did. */
  problem: Error | undefined;
  private first = 0;
  private previous = 0;

  constructor(
    private readonly wire: S3Wire,
    readonly member: Member,
    private readonly objects: Objects,
    private readonly now: () => number,
  ) {}

  /** The acknowledged objects that have not been seen here. */
  missing(): Written[] {
    return [...this.objects.written.values()].filter(({ object }) => !this.seen.has(object));
  }

  async look(): Promise<void> {
    const { objects } = this;
    while (this.first < objects.begun && this.seen.has(this.first)) this.first++;
    const began = this.now();
    let after: { key: string; version?: string } | undefined =
      this.first > 0 ? { key: objects.key(this.first - 1) } : undefined;
    try {
      for (;;) {
        const asked = this.now();
        const page = await listVersions(this.wire, this.member, objects.prefix, after);
        for (const { key, version, marker, bytes } of page.versions) {
          const object = objects.numberOf(key);
          if (object === undefined || marker || this.seen.has(object)) continue;
          const written = objects.written.get(object);
          // An answer may be on its way still: the next look will know it.
          if (written?.version === version)
            this.seen.set(object, { after: this.previous, at: Math.max(asked, written.acknowledged), bytes });
        }
        if (page.next === undefined) break;
        after = page.next;
      }
      if (this.previous > 0) this.gaps.push(began - this.previous);
      this.previous = began;
      this.problem = undefined;
    } catch (error) {
      this.problem = error as Error;
    }
  }
}

/** Looks into all buckets at an interval until it is stopped. */
export class Watching {
  private stopped = false;
  private readonly wakers = new Set<() => void>();
  private readonly running: Promise<void>[];

  constructor(
    readonly arrivals: readonly Arrivals[],
    private readonly every: number,
  ) {
    this.running = arrivals.map((one) => this.go(one));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wakers.forEach((wake) => wake());
    await Promise.all(this.running);
  }

  private async go(arrivals: Arrivals): Promise<void> {
    while (!this.stopped) {
      const began = performance.now();
      await arrivals.look();
      const rest = this.every - (performance.now() - began);
      if (this.stopped) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.wakers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.max(rest, 20));
        this.wakers.add(wake);
      });
    }
  }
}

/**
 * Waits until everything has been seen everywhere, or nothing new has been seen for a while.
 * @param patience milliseconds
 */
export async function awaitArrivals(
  arrivals: readonly Arrivals[],
  patience: number,
  signal: AbortSignal,
  progress: (missing: number) => void,
): Promise<void> {
  let missing = Infinity;
  let since = performance.now();
  while (!signal.aborted) {
    const now = arrivals.reduce((sum, one) => sum + one.missing().length, 0);
    if (now < missing) since = performance.now();
    missing = now;
    progress(missing);
    if (missing === 0 || performance.now() - since > patience) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
