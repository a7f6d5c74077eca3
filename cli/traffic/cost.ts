import { bytes } from "../text/numbers";
import type { Mix, SizeShare } from "./load/operations";
import { prices } from "./prices";

export interface Load {
  readonly requests: number;
  readonly mix: Mix;
  readonly sizes: readonly SizeShare[];
  readonly regions: number;
  /** Whether each object is read from every bucket. */
  readonly verify: boolean;
  /** Between two listings of each bucket. */
  readonly verifyIntervalMs: number;
  readonly durationMs: number;
}

export interface Cost {
  readonly requests: number;
  readonly bytesWritten: number;
  readonly bytesRead: number;
  readonly bytesReplicated: number;
  /** In US dollars. */
  readonly dollars: number;
  readonly priced: string;
}

const GIGABYTE = 1024 ** 3;

/** The cost of a run at list prices, for a client outside AWS: every read leaves AWS, and every write enters it. */
export function costOf(load: Load): Cost {
  const total = Object.values(load.mix).reduce((sum, share) => sum + share, 0);
  const count = (share: number): number => (load.requests * share) / total;
  const shares = load.sizes.reduce((sum, { share }) => sum + share, 0);
  const size = load.sizes.reduce((sum, one) => sum + one.bytes * one.share, 0) / shares;
  const puts = count(load.mix.put);
  const listings = load.verify ? (load.durationMs / load.verifyIntervalMs + 1) * load.regions : 0;
  const readBack = load.verify ? puts * load.regions : 0;
  const probes = (load.durationMs / 1000) * 2;
  const bytesWritten = puts * size;
  const bytesRead = (count(load.mix.get) + readBack) * size;
  const bytesReplicated = bytesWritten * (load.regions - 1);
  const written = bytesWritten / GIGABYTE;
  const readThere = (count(load.mix.get) * size) / GIGABYTE;
  const dollars =
    (puts * load.regions + listings) * prices.putOrList +
    (count(load.mix.get) + count(load.mix.head) + readBack + probes) * prices.getOrHead +
    (written + readThere) * prices.routedGigabyte +
    written * prices.acceleratedInGigabyte +
    readThere * prices.acceleratedOutGigabyte +
    (bytesReplicated / GIGABYTE) * (prices.replicatedGigabyte + prices.timeControlGigabyte) +
    (bytesRead / GIGABYTE) * prices.internetGigabyte;
  return {
    requests: load.requests,
    bytesWritten: Math.round(bytesWritten),
    bytesRead: Math.round(bytesRead),
    bytesReplicated: Math.round(bytesReplicated),
    dollars,
    priced: prices.date,
  };
}

/** The line that is printed before a run. */
export function costLine(cost: Cost): string {
  return (
    `Estimated cost: ${formatDollars(cost.dollars)} for ${cost.requests} requests, ${bytes(cost.bytesWritten)} written, ` +
    `${bytes(cost.bytesReplicated)} replicated, ${bytes(cost.bytesRead)} read ` +
    `(${prices.region} list prices of ${cost.priced}, for a client outside AWS).`
  );
}

export function formatDollars(dollars: number): string {
  if (dollars === 0) return "$0";
  return dollars < 0.01 ? `$${dollars.toPrecision(1)}` : `$${dollars.toFixed(2)}`;
}
