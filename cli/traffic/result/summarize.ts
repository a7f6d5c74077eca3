import type { Entry, RequestLog } from "../load/log";
import { operations, type Operation } from "../load/operations";
import { Durations } from "./histogram";
import type { RegionTally, Tally, TrafficReport } from "./report";
import { SeriesBuilder } from "./series";
import type { ServedBy } from "./served-by";

type Summary = Pick<
  TrafficReport,
  "total" | "errors" | "operations" | "served" | "servedUnknown" | "series"
> & {
  readonly lateness: TrafficReport["pace"]["lateness"];
  readonly within5ms: number;
};

/** Requests sent at most this late count as punctual. */
const PUNCTUAL_MS = 5;

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

/**
 * Computes the figures of a run from its requests.
 * @param changesMs when the routing changed, in milliseconds since the run's start
 */
export function summarize(
  log: RequestLog,
  servedBy: ServedBy,
  regions: readonly string[],
  changesMs: readonly number[] = [],
): Summary {
  const total = new Counter();
  const byOperation = new Map<Operation, Counter>(operations.map((one) => [one, new Counter()]));
  const byRegion = new Map<string, { readonly counter: Counter; object: number; probe: number }>(
    regions.map((region) => [region, { counter: new Counter(), object: 0, probe: 0 }]),
  );
  const errors: Record<string, number> = {};
  const lateness = new Durations();
  let within5ms = 0;
  const series = new SeriesBuilder({ ...boundsOf(log), changesMs }, regions);
  for (const entry of log) {
    total.add(entry);
    byOperation.get(entry.operation)!.add(entry);
    const late = entry.sent - entry.due;
    lateness.add(late);
    if (late <= PUNCTUAL_MS) within5ms++;
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

/** The times between which requests were sent. The last one gets the time until the next one would have been due. */
function boundsOf(log: RequestLog): { firstMs: number; lastMs: number; endMs: number } {
  let firstMs = Infinity;
  let lastDueMs = 0;
  let lastMs = 0;
  let endMs = 0;
  for (const { due, sent, ended } of log) {
    firstMs = Math.min(firstMs, due);
    lastDueMs = Math.max(lastDueMs, due);
    lastMs = Math.max(lastMs, sent);
    endMs = Math.max(endMs, ended);
  }
  if (log.length === 0) return { firstMs: 0, lastMs: 0, endMs: 0 };
  const spacingMs = log.length > 1 ? (lastDueMs - firstMs) / (log.length - 1) : 0;
  return { firstMs, lastMs: lastMs + spacingMs, endMs };
}
