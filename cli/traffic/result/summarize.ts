import { Durations } from "./histogram";
import type { Entry, RequestLog } from "../load/log";
import { operations, type Operation } from "../quantities";
import type { RegionTally, Series, Tally, TrafficReport } from "./report";
import type { ServedBy } from "./served-by";

type Summary = Pick<
  TrafficReport,
  "total" | "errors" | "operations" | "served" | "servedUnknown" | "series"
> & {
  readonly lateness: TrafficReport["pace"]["lateness"];
  readonly within5ms: number;
};

class Counter {
  private readonly latency = new Durations();
  private readonly service = new Durations();
  private failed = 0;
  sent = 0;

  add(entry: Entry): void {
    this.sent++;
    if (entry.error !== undefined) this.failed++;
    this.latency.add(entry.ended - entry.due);
    this.service.add(entry.ended - entry.sent);
  }

  tally(): Tally {
    const { sent, failed } = this;
    return {
      sent,
      answered: sent - failed,
      failed,
      latency: this.latency.percentiles(),
      service: this.service.percentiles(),
    };
  }
}

/** Makes the figures of a run from its requests. */
export function summarize(log: RequestLog, servedBy: ServedBy, regions: readonly string[]): Summary {
  const total = new Counter();
  const byOperation = new Map<Operation, Counter>(operations.map((one) => [one, new Counter()]));
  const byRegion = new Map<string, { readonly counter: Counter; object: number; probe: number }>(
    regions.map((region) => [region, { counter: new Counter(), object: 0, probe: 0 }]),
  );
  const errors: Record<string, number> = {};
  const lateness = new Durations();
  let within5ms = 0;
  let end = 0;
  for (const entry of log) end = Math.max(end, entry.ended);
  const series = new SeriesBuilder(end, regions);
  for (const entry of log) {
    total.add(entry);
    byOperation.get(entry.operation)!.add(entry);
    const late = entry.sent - entry.due;
    lateness.add(late);
    if (late <= 5) within5ms++;
    if (entry.error !== undefined) errors[entry.error] = (errors[entry.error] ?? 0) + 1;
    const { region, basis } = servedBy.of(entry);
    const served = region === undefined ? undefined : byRegion.get(region);
    if (served) {
      served.counter.add(entry);
      if (basis !== "unknown") served[basis]++;
    }
    series.add(entry, served ? region : undefined);
  }
  const served: RegionTally[] = [...byRegion].map(([region, { counter, object, probe }]) => ({
    region,
    ...counter.tally(),
    basis: { object, probe },
  }));
  return {
    total: total.tally(),
    errors,
    operations: [...byOperation]
      .filter(([, counter]) => counter.sent > 0)
      .map(([operation, counter]) => ({ operation, ...counter.tally() })),
    served,
    servedUnknown: total.sent - served.reduce((sum, { sent }) => sum + sent, 0),
    series: series.build(),
    lateness: lateness.percentiles(),
    within5ms: total.sent === 0 ? 1 : within5ms / total.sent,
  };
}

/** At most 600 intervals, each a whole number of seconds. */
class SeriesBuilder {
  private readonly interval: number;
  private readonly count: number;
  private readonly latency = new Map<Operation, Array<Durations | undefined>>();
  private readonly regions: Map<string, number[]>;
  private readonly failed: number[];

  constructor(end: number, regions: readonly string[]) {
    this.interval = Math.max(1, Math.ceil(end / 1000 / 600));
    this.count = Math.max(1, Math.ceil(end / 1000 / this.interval));
    const zeros = (): number[] => Array.from({ length: this.count }, () => 0);
    this.regions = new Map([...regions, "unknown"].map((region) => [region, zeros()]));
    this.failed = zeros();
  }

  /** A latency belongs to the time when the request was due, an answer to the time when it was sent. */
  add(entry: Entry, region: string | undefined): void {
    const rows = this.latency.get(entry.operation) ?? [];
    this.latency.set(entry.operation, rows);
    const due = this.slot(entry.due);
    (rows[due] ??= new Durations(2)).add(entry.ended - entry.due);
    const sent = this.slot(entry.sent);
    const into = entry.error === undefined ? this.regions.get(region ?? "unknown")! : this.failed;
    into[sent]! += 1 / this.interval;
  }

  build(): Series {
    const at = Array.from({ length: this.count }, (_, index) => index * this.interval);
    const latencies = [...this.latency].map(([operation, rows]) => [
      operation,
      {
        p50: at.map((_, index) => rows[index]?.at(50) ?? null),
        p99: at.map((_, index) => rows[index]?.at(99) ?? null),
      },
    ]);
    return {
      interval: this.interval,
      at,
      operations: Object.fromEntries(latencies) as Series["operations"],
      regions: Object.fromEntries(this.regions),
      failed: this.failed,
    };
  }

  private slot(milliseconds: number): number {
    const slot = Math.floor(milliseconds / 1000 / this.interval);
    return Math.min(this.count - 1, Math.max(0, slot));
  }
}
