import { setTimeout as sleep } from "node:timers/promises";
import type { SeenVersion } from "./object-store";

/** Between the starts of two listings of a bucket, in milliseconds: often at first, then less often. */
const INTERVALS_MS = [100, 200, 300, 500, 1000] as const;

interface Waiter {
  readonly versionId: string;
  readonly deadline: number;
  readonly resolve: (arrival: Arrival | undefined) => void;
}

export interface Arrival {
  readonly version: SeenVersion;
  /** When the listing that contained it was requested, as performance.now() says it. */
  readonly seenAt: number;
}

/**
 * Lists a bucket repeatedly while somebody waits for a version. A replica has the timestamp of its original, so only a
 * listing shows when it arrived.
 */
export class Watch {
  /** Why the last listing failed. */
  problem: unknown;
  private readonly seen = new Map<string, Arrival>();
  private waiters: Waiter[] = [];
  private running = false;
  private stopped = false;

  constructor(private readonly list: () => Promise<readonly SeenVersion[]>) {}

  /** The arrival of a version or delete marker. Undefined if it has not arrived at this time of performance.now(). */
  arrival(versionId: string, deadline: number): Promise<Arrival | undefined> {
    const known = this.seen.get(versionId);
    if (known !== undefined || this.stopped) return Promise.resolve(known);
    return new Promise((resolve) => {
      this.waiters.push({ versionId, deadline, resolve });
      if (!this.running) void this.run();
    });
  }

  /** Ends all waiting. */
  stop(): void {
    this.stopped = true;
    for (const { versionId, resolve } of this.waiters) resolve(this.seen.get(versionId));
    this.waiters = [];
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let round = 0; this.waiters.length > 0; round++) {
      const began = performance.now();
      await this.look(began);
      this.settle();
      if (this.waiters.length === 0) break;
      const interval = INTERVALS_MS[Math.min(round, INTERVALS_MS.length - 1)]!;
      await sleep(Math.max(20, interval - (performance.now() - began)));
    }
    this.running = false;
  }

  private async look(began: number): Promise<void> {
    try {
      for (const version of await this.list())
        if (!this.seen.has(version.versionId)) this.seen.set(version.versionId, { version, seenAt: began });
      this.problem = undefined;
    } catch (error) {
      this.problem = error;
    }
  }

  private settle(): void {
    const now = performance.now();
    this.waiters = this.waiters.filter(({ versionId, deadline, resolve }) => {
      const found = this.seen.get(versionId);
      if (found === undefined && now < deadline) return true;
      resolve(found);
      return false;
    });
  }
}
