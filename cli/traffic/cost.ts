import type { Mix, SizeShare } from "./quantities";
import { formatBytes } from "./quantities";
import { prices } from "./prices";

export interface Load {
  readonly requests: number;
  readonly mix: Mix;
  readonly sizes: readonly SizeShare[];
  readonly regions: number;
  /** Each object is read back in every bucket. */
  readonly verify: boolean;
  /** Milliseconds between two looks at each bucket. */
  readonly lookEvery: number;
  /** Milliseconds. */
  readonly duration: number;
}

export interface Cost {
  readonly requests: number;
  readonly bytesWritten: number;
  readonly bytesRead: number;
  readonly bytesReplicated: number;
  /** US dollars. */
  readonly dollars: number;
  readonly priced: string;
}

const gigabyte = 1024 ** 3;

/** What a run costs by the price table, for a client outside AWS: every read leaves it, every write comes into it. */
export function costOf(load: Load): Cost {
  const total = Object.values(load.mix).reduce((sum, share) => sum + share, 0);
  const count = (share: number): number => (load.requests * share) / total;
  const shares = load.sizes.reduce((sum, { share }) => sum + share, 0);
  const size = load.sizes.reduce((sum, one) => sum + one.bytes * one.share, 0) / shares;
  const puts = count(load.mix.put);
  const looks = load.verify ? (load.duration / load.lookEvery + 1) * load.regions : 0;
  const readBack = load.verify ? puts * load.regions : 0;
  const probes = (load.duration / 1000) * 2;
  const bytesWritten = puts * size;
  const bytesRead = (count(load.mix.get) + readBack) * size;
  const bytesReplicated = bytesWritten * (load.regions - 1);
  const written = bytesWritten / gigabyte;
  const readThere = (count(load.mix.get) * size) / gigabyte;
  const dollars =
    (puts * load.regions + looks) * prices.putOrList +
    (count(load.mix.get) + count(load.mix.head) + readBack + probes) * prices.getOrHead +
    (written + readThere) * prices.routedGigabyte +
    written * prices.acceleratedInGigabyte +
    readThere * prices.acceleratedOutGigabyte +
    (bytesReplicated / gigabyte) * (prices.replicatedGigabyte + prices.timeControlGigabyte) +
    (bytesRead / gigabyte) * prices.internetGigabyte;
  return {
    requests: load.requests,
    bytesWritten: Math.round(bytesWritten),
    bytesRead: Math.round(bytesRead),
    bytesReplicated: Math.round(bytesReplicated),
    dollars,
    priced: prices.date,
  };
}

/** The line before a run. */
export function costLine(cost: Cost): string {
  return (
    `About ${formatDollars(cost.dollars)}: ${cost.requests} requests, ${formatBytes(cost.bytesWritten)} written, ` +
    `${formatBytes(cost.bytesReplicated)} replicated, ${formatBytes(cost.bytesRead)} read ` +
    `(${prices.region} list prices of ${cost.priced}, as for a client outside AWS).`
  );
}

export function formatDollars(dollars: number): string {
  if (dollars === 0) return "$0";
  return dollars < 0.01 ? `$${dollars.toPrecision(1)}` : `$${dollars.toFixed(2)}`;
}
