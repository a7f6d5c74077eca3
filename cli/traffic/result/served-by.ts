import type { Entry } from "../load/log";
import type { Probe } from "../verify/probe";

/** How the Region that served a request was determined. */
export type Basis = "object" | "probe" | "unknown";

export interface Served {
  readonly region?: string;
  readonly basis: Basis;
}

/**
 * Determines the Region that served a request. The answers of AWS do not contain it:
 * - A write was served in the Region where its version is not a replica (`--verify` reads that from the buckets).
 * - A read of an original was served in the Region where the object was written. With two Regions, a read of a replica was
 *   served in the other one.
 * - Otherwise, the probes before and after the request decide, if they agree.
 * Without any of these, the Region is unknown.
 */
export class ServedBy {
  constructor(
    private readonly probes: readonly Probe[],
    private readonly regions: readonly string[],
    private readonly origins: ReadonlyMap<number, string> = new Map(),
  ) {}

  of(entry: Entry): Served {
    const origin = this.origins.get(entry.object);
    if (origin !== undefined && entry.error === undefined) {
      if (entry.operation === "put" || entry.hint === "original") return { region: origin, basis: "object" };
      if (entry.hint === "replica" && this.regions.length === 2) {
        const other = this.regions.find((region) => region !== origin);
        if (other) return { region: other, basis: "object" };
      }
    }
    const region = this.between(entry.sent, entry.ended);
    return region === undefined ? { basis: "unknown" } : { region, basis: "probe" };
  }

  /** The Region to which the access point routed at a time, from the probes only. */
  routedAt(time: number): string | undefined {
    return this.between(time, time);
  }

  /** The Region of the last probe before and the first probe after, if they agree. */
  private between(from: number, to: number): string | undefined {
    const { probes } = this;
    let low = 0;
    let high = probes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (probes[middle]!.ended <= from) low = middle + 1;
      else high = middle;
    }
    const before = probes[low - 1];
    let after = low;
    while (after < probes.length && probes[after]!.sent < to) {
      if (probes[after]!.region !== before?.region) return undefined;
      after++;
    }
    return before?.region !== undefined && probes[after]?.region === before.region
      ? before.region
      : undefined;
  }
}
