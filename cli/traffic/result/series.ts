import type { Entry } from "../load/log";
import type { Operation } from "../load/operations";
import { Durations } from "./histogram";
import type { Series } from "./report";

/** Bins of a run at most. */
const MOST_BINS = 600;
/** Milliseconds of tolerance for the width of a bin, whose bounds are floating-point numbers. */
const TOLERANCE_MS = 0.5;

export interface SeriesBounds {
  /** Milliseconds since the run's start: when the first request was due. */
  readonly firstMs: number;
  /** When the last request was sent. */
  readonly lastMs: number;
  /** When the last answer arrived. */
  readonly endMs: number;
  /** When the routing changed. A bin never spans a change. */
  readonly changesMs: readonly number[];
}

/**
 * Counts requests in bins of a whole number of seconds. The bins start at the first request, and again at each routing
 * change. Therefore no bin mixes requests from before and after a change. The bin before a change and the last bin can be
 * shorter: they are listed as partial.
 */
export class SeriesBuilder {
  private readonly intervalS: number;
  private readonly starts: number[] = [];
  private readonly partial: number[] = [];
  private readonly latency = new Map<Operation, Array<Durations | undefined>>();
  private readonly regions: Map<string, number[]>;
  private readonly failed: number[];

  constructor({ firstMs, lastMs, endMs, changesMs }: SeriesBounds, regions: readonly string[]) {
    this.intervalS = Math.max(1, Math.ceil(endMs / 1000 / MOST_BINS));
    const widthMs = this.intervalS * 1000;
    const cuts = [0, firstMs, ...changesMs.filter((cut) => cut > firstMs && cut < endMs)];
    const segments = [...new Set(cuts)].sort((a, b) => a - b);
    segments.forEach((from, index) => {
      const until = segments[index + 1] ?? endMs;
      for (let start = from; start < until || this.starts.length === 0; start += widthMs) {
        const end = start + widthMs;
        const whole = start >= firstMs && end <= Math.min(until, lastMs) + TOLERANCE_MS;
        if (!whole) this.partial.push(this.starts.length);
        this.starts.push(start);
      }
    });
    const zeros = (): number[] => this.starts.map(() => 0);
    this.regions = new Map([...regions, "unknown"].map((region) => [region, zeros()]));
    this.failed = zeros();
  }

  /** Adds a latency to the bin in which the request was due, and an answer to the bin in which it was sent. */
  add(entry: Entry, region: string | undefined): void {
    const rows = this.latency.get(entry.operation) ?? [];
    this.latency.set(entry.operation, rows);
    (rows[this.binAt(entry.due)] ??= new Durations(2)).add(entry.ended - entry.due);
    const into = entry.error === undefined ? this.regions.get(region ?? "unknown")! : this.failed;
    into[this.binAt(entry.sent)]! += 1 / this.intervalS;
  }

  build(): Series {
    const latencies = [...this.latency].map(([operation, rows]) => [
      operation,
      {
        p50: this.starts.map((_, index) => rows[index]?.at(50) ?? null),
        p99: this.starts.map((_, index) => rows[index]?.at(99) ?? null),
      },
    ]);
    return {
      interval: this.intervalS,
      at: this.starts.map((start) => start / 1000),
      partial: this.partial,
      operations: Object.fromEntries(latencies) as Series["operations"],
      regions: Object.fromEntries(this.regions),
      failed: this.failed,
    };
  }

  /** The last bin that starts at this time or before it. */
  private binAt(ms: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= ms) low = middle;
      else high = middle;
    }
    return low;
  }
}
