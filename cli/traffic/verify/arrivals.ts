import { setTimeout as sleep } from "node:timers/promises";
import { listVersions, type ListedVersion, type Member } from "../wire/buckets";
import type { S3Wire } from "../wire/client";
import type { Deleted, Objects, Written } from "../load/objects";

/** When an object was first seen in a bucket: after one listing (`after`) and in the next one (`at`). */
export interface Seen {
  readonly after: number;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Lists one bucket repeatedly to find what has arrived. A replica has the timestamp of its original, so only listing shows
 * when it arrived. Each listing starts at the oldest object that is still missing.
 */
export class Arrivals {
  readonly seen = new Map<number, Seen>();
  /** The same for delete markers. An object is deleted at most once, so its marker is the one of that delete. */
  readonly markers = new Map<number, Seen>();
  /** Milliseconds between the starts of two listings. */
  readonly gaps: number[] = [];
  /** Why the last listing failed. `undefined` if it succeeded. */
  problem: Error | undefined;
  private first = 0;
  private previous = 0;

  constructor(
    private readonly wire: S3Wire,
    readonly member: Member,
    private readonly objects: Objects,
    private readonly now: () => number,
    /** Whether delete markers replicate to this bucket. */
    private readonly awaitsMarkers = true,
  ) {}

  /** Acknowledged objects that have not arrived. */
  missing(): Written[] {
    return [...this.objects.written.values()].filter(({ object }) => !this.seen.has(object));
  }

  /** Acknowledged deletes whose marker has not arrived. */
  missingMarkers(): Deleted[] {
    if (!this.awaitsMarkers) return [];
    return [...this.objects.deletes.values()].filter(({ object }) => !this.markers.has(object));
  }

  /** Number of objects and markers that have not arrived. */
  awaited(): number {
    return this.missing().length + this.missingMarkers().length;
  }

  async look(): Promise<void> {
    const { objects } = this;
    while (this.first < objects.begun && this.seen.has(this.first)) this.first++;
    const began = this.now();
    const late = this.missingMarkers().map(({ object }) => object);
    try {
      // The oldest objects are deleted first, so the missing markers are close to each other and far from the newest objects.
      const until = Math.min(
        late.reduce((a, b) => Math.max(a, b), -1),
        this.first - 1,
      );
      const from = late.reduce((a, b) => Math.min(a, b), Infinity);
      if (from <= until) await this.scan(from, until);
      await this.scan(this.first, Infinity);
      if (this.previous > 0) this.gaps.push(began - this.previous);
      this.previous = began;
      this.problem = undefined;
    } catch (error) {
      this.problem = error as Error;
    }
  }

  /** Lists the versions of a range of objects. */
  private async scan(from: number, until: number): Promise<void> {
    const { objects } = this;
    let after: { key: string; version?: string } | undefined =
      from > 0 ? { key: objects.key(from - 1) } : undefined;
    for (;;) {
      const asked = this.now();
      const page = await listVersions(this.wire, this.member, objects.prefix, after);
      for (const one of page.versions) this.note(one, asked);
      if (page.next === undefined || (objects.numberOf(page.next.key) ?? Infinity) > until) return;
      after = page.next;
    }
  }

  private note({ key, version, marker, bytes }: ListedVersion, asked: number): void {
    const object = this.objects.numberOf(key);
    if (object === undefined) return;
    const known = marker ? this.markers : this.seen;
    const done = marker ? this.objects.deletes.get(object) : this.objects.written.get(object);
    // The acknowledgement may still be in flight. The next listing counts the object.
    if (known.has(object) || done === undefined) return;
    if ("version" in done && done.version !== version) return;
    known.set(object, { after: this.previous, at: Math.max(asked, done.acknowledged), bytes });
  }
}

/** Lists all buckets at an interval until it is stopped. */
export class Watching {
  private stopped = false;
  private readonly wakers = new Set<() => void>();
  private readonly running: Promise<void>[];

  constructor(
    readonly arrivals: readonly Arrivals[],
    private readonly intervalMs: number,
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
      const rest = this.intervalMs - (performance.now() - began);
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

/** Waits until everything has arrived in every bucket, or until nothing new arrives for a while. */
export async function awaitArrivals(
  arrivals: readonly Arrivals[],
  patienceMs: number,
  signal: AbortSignal,
  progress: (missing: number) => void,
): Promise<void> {
  let missing = Infinity;
  let since = performance.now();
  while (!signal.aborted) {
    const now = arrivals.reduce((sum, one) => sum + one.awaited(), 0);
    if (now < missing) since = performance.now();
    missing = now;
    progress(missing);
    if (missing === 0 || performance.now() - since > patienceMs) return;
    await sleep(100);
  }
}
