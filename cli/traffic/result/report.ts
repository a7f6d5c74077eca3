import type { Cleaned } from "../verify/cleanup";
import type { Cost } from "../cost";
import type { Mix, Operation, SizeShare } from "../quantities";
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
  /** From the time that a request had, to its answer. */
  readonly latency: Percentiles | null;
  /** From when it was really sent. */
  readonly service: Percentiles | null;
}

export interface RegionTally extends Tally {
  readonly region: string;
  /** How many are known by what. */
  readonly basis: { readonly object: number; readonly probe: number };
}

/** A Region, or that it is not known, in words. */
export function regionInWords(region: string): string {
  return region === "unknown" ? "not known" : region;
}

/** Of what no Region is known of, only what there is is told. */
export function isTold(region: string, count: number): boolean {
  return region !== "unknown" || count > 0;
}

/** What happened over time; all lists have an entry for each interval. */
export interface Series {
  /** Seconds. */
  readonly interval: number;
  /** Seconds since the run's start. */
  readonly at: readonly number[];
  readonly operations: Readonly<
    Partial<Record<Operation, { readonly p50: (number | null)[]; readonly p99: (number | null)[] }>>
  >;
  /** Answered requests a second, by the Region that served; `unknown` is one of them. */
  readonly regions: Readonly<Record<string, number[]>>;
  /** Failed requests a second. */
  readonly failed: readonly number[];
}

export interface ReplicationWay {
  readonly from: string;
  readonly to: string;
  /** Deletes travel too. */
  readonly deleteMarkers: boolean;
}

/** Deletes of one Region in another one, by their delete markers. */
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
  /** Milliseconds, and the share of the objects that had arrived by then. */
  readonly curve: ReadonlyArray<readonly [number, number]>;
  /** Nothing where the rules leave delete markers out. */
  readonly deletes: Deletes | null;
}

export interface FailoverMoment {
  /** Seconds since the run's start: the update of the routing was made after this … */
  readonly at: number;
  /** … and before this. */
  readonly until: number;
  readonly time: string;
  readonly command: string;
  readonly to: Readonly<Record<string, string>>;
  readonly outcome: string;
}

export interface MapRegion {
  readonly region: string;
  readonly bucket: string;
  readonly activeAtStart: boolean;
  readonly activeAtEnd: boolean;
  /** The environment has a VPC endpoint there. */
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
    /** Reads and deletions for which there was no object. */
    readonly skipped: number;
    /** Planned, but the run was over. */
    readonly notSent: number;
    /** Requests a second. */
    readonly asked: number;
    readonly reached: number;
    readonly kept: boolean;
    /** Waited because `concurrency` requests were on their way. */
    readonly heldBack: number;
    /** How late requests were sent, in milliseconds. */
    readonly lateness: Percentiles | null;
    readonly within5ms: number;
  };
  readonly total: Tally;
  /** Written before the run for the reads of its beginning; in no other figure but the objects verified. */
  readonly prepared: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly operations: ReadonlyArray<Tally & { readonly operation: Operation }>;
  readonly served: readonly RegionTally[];
  /** Requests of which it is not known who served them. */
  readonly servedUnknown: number;
  readonly throughput: { readonly requests: number; readonly bytesWritten: number };
  readonly series: Series;
  readonly failovers: readonly FailoverMoment[];
  readonly verified: {
    readonly objects: number;
    /** Deletes through the access point that were acknowledged. */
    readonly deletes: number;
    readonly directions: readonly Direction[];
    readonly buckets: readonly ReadBackOutcome[];
    readonly missing: readonly Fault[];
    readonly differing: readonly Fault[];
    /** Deletes whose marker did not arrive. */
    readonly undeleted: readonly Fault[];
    /** Milliseconds between two looks into a bucket, the 99th percentile: arrivals are known to half of that. */
    readonly resolution: number;
  } | null;
  /** Nothing with --keep. */
  readonly cleanup: readonly Cleaned[] | null;
}
