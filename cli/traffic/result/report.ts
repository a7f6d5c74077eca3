import type { Cleaned } from "../verify/cleanup";
import type { Cost } from "../cost";
import type { Mix, Operation, SizeShare } from "../load/operations";
import type { Fault, ReadBackOutcome } from "../verify/verify";

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface Tally {
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  /** From the time at which a request was due to its answer. */
  readonly latency: Percentiles | null;
  /** From the time at which it was sent to its answer. */
  readonly service: Percentiles | null;
}

export interface RegionTally extends Tally {
  readonly region: string;
  /** For how many requests the objects or the probes show the Region. */
  readonly basis: { readonly object: number; readonly probe: number };
}

/** A Region for people. */
export function regionInWords(region: string): string {
  return region === "unknown" ? "not known" : region;
}

/** Whether to show a row. Rows without a Region are shown only if they have a count. */
export function isShown(region: string, count: number): boolean {
  return region !== "unknown" || count > 0;
}

/** The run over time. All lists have one entry for each bin. */
export interface Series {
  /** Width of a bin in seconds. */
  readonly interval: number;
  /** Start of each bin, in seconds since the run's start. */
  readonly at: readonly number[];
  /** Indexes of the bins that the load did not cover from start to end. Missing in runs of earlier versions. */
  readonly partial?: readonly number[];
  readonly operations: Readonly<
    Partial<Record<Operation, { readonly p50: (number | null)[]; readonly p99: (number | null)[] }>>
  >;
  /** Answered requests per second by the Region that served them. The key `unknown` is one of them. */
  readonly regions: Readonly<Record<string, number[]>>;
  /** Failed requests per second. */
  readonly failed: readonly number[];
}

export interface ReplicationWay {
  readonly from: string;
  readonly to: string;
  /** Whether delete markers are replicated. */
  readonly deleteMarkers: boolean;
}

/** The arrival of delete markers of one Region in another one. */
export interface Deletes {
  readonly sent: number;
  readonly arrived: number;
  readonly missing: number;
  /** Milliseconds from the acknowledgement to the arrival. */
  readonly arrival: Percentiles | null;
}

export interface Direction {
  /** The Region where the objects were written, or `unknown`. */
  readonly from: string;
  readonly to: string;
  readonly objects: number;
  readonly arrived: number;
  readonly missing: number;
  readonly differing: number;
  /** Milliseconds from the acknowledgement to the arrival. */
  readonly arrival: Percentiles | null;
  /** Milliseconds, and the share of the objects that had arrived after that time. */
  readonly curve: ReadonlyArray<readonly [number, number]>;
  /** `null` if the rules do not replicate delete markers. */
  readonly deletes: Deletes | null;
}

export interface FailoverMoment {
  /** Seconds since the run's start. The routing was updated between `at` and `until`. */
  readonly at: number;
  readonly until: number;
  readonly time: string;
  readonly command: string;
  readonly to: Readonly<Record<string, string>>;
  readonly outcome: string;
  /**
   * Seconds since the run's start: the first request that a new active Region served, with no later one served by a new
   * passive Region. `null` if the requests do not show it. Missing in runs of earlier versions.
   */
  readonly moved?: number | null;
}

export interface MapRegion {
  readonly region: string;
  readonly bucket: string;
  readonly activeAtStart: boolean;
  readonly activeAtEnd: boolean;
  /** Whether the environment has a VPC endpoint in this Region. */
  readonly endpoint: boolean;
}

/** A run as `mrap traffic --out` writes it and `mrap report` reads it. */
export interface TrafficReport {
  readonly format: "mrap-traffic-1";
  readonly run: string;
  readonly started: string;
  readonly ended: string;
  readonly interrupted: boolean;
  readonly accessPoint: { readonly name: string; readonly arn: string };
  readonly regions: readonly MapRegion[];
  readonly replication: readonly ReplicationWay[];
  readonly settings: {
    readonly rate: number;
    /** Seconds. */
    readonly duration: number;
    readonly sizes: readonly SizeShare[];
    readonly mix: Mix;
    readonly concurrency: number;
    readonly prefix: string;
    readonly signer: string;
  };
  readonly cost: Cost;
  readonly pace: {
    readonly planned: number;
    readonly sent: number;
    /** Reads and deletes that were not sent because there was no object. */
    readonly skipped: number;
    /** Planned, but not sent before the run ended. */
    readonly notSent: number;
    /** Requests per second. */
    readonly asked: number;
    readonly reached: number;
    readonly kept: boolean;
    /** Requests that waited because `concurrency` requests were in flight. */
    readonly heldBack: number;
    /** Milliseconds between the time at which a request was due and the time at which it was sent. */
    readonly lateness: Percentiles | null;
    readonly within5ms: number;
  };
  readonly total: Tally;
  /** Objects written before the load for its first reads. Counted in the verified objects only. */
  readonly prepared: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly operations: ReadonlyArray<Tally & { readonly operation: Operation }>;
  readonly served: readonly RegionTally[];
  /** Requests without a known Region. */
  readonly servedUnknown: number;
  readonly throughput: { readonly requests: number; readonly bytesWritten: number };
  readonly series: Series;
  readonly failovers: readonly FailoverMoment[];
  readonly verified: {
    readonly objects: number;
    /** Acknowledged deletes through the access point. */
    readonly deletes: number;
    readonly directions: readonly Direction[];
    readonly buckets: readonly ReadBackOutcome[];
    readonly missing: readonly Fault[];
    readonly differing: readonly Fault[];
    /** Deletes whose delete marker did not arrive. */
    readonly undeleted: readonly Fault[];
    /** Milliseconds between two listings of a bucket (p99). Arrival times are accurate to half of it. */
    readonly resolution: number;
  } | null;
  /** `null` with --keep. */
  readonly cleanup: readonly Cleaned[] | null;
}
