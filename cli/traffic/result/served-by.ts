import type { Entry } from "../load/log";
import type { Probe } from "../verify/probe";

/** How it is known which Region served a request. */
export type Basis = "object" | "probe" | "unknown";

export interface Served {
  readonly region?: string;
  readonly basis: Basis;
}

/**
 * Which Region served a request. AWS does not say so in its answer, so it is concluded:
 * - a write was served where its version is no replica, as the buckets themselves tell (`--verify`);
 * - a read of an original was served where the object is from; of a replica, with two Regions, by the other one;
 * - else by the Region of the probes before and after it, where those agree.
 * What none of this tells is unknown; nothing is guessed.
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

  /** Where the access point routed at a moment, by the probes alone. */
  routedAt(time: number): string | undefined {
    return this.between(time, time);
  }

  /** The Region on which the last probe before and the first one after agree. */
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
