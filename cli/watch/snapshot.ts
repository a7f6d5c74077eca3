import type { Point, Reading } from "../access-point/observations";
import type { Absent, Comparison } from "../status/both";
import type { Status } from "../status/status";

/** The request rates of a Region's bucket from S3's request metrics, for the last known minute. */
export interface RequestRates {
  /** When that minute began. */
  readonly at: Date;
  /** A second. */
  readonly requests: number;
  /** Parts of the requests. */
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Bytes a second. */
  readonly downloaded: number;
  readonly uploaded: number;
  /** Requests a second, minute by minute, the oldest first. */
  readonly past: readonly Point[];
}

/** Everything that one look shows. */
export interface Snapshot {
  /** During a change of Regions, the observations are those of both access points. */
  readonly status: Status;
  /** The other access point during a change of Regions, and how the routings compare. */
  readonly other?: { readonly status: Status | Absent; readonly comparison: Comparison };
  /** By Region. Undefined if the bucket publishes no request metrics or had no recent request. */
  readonly requests: ReadonlyMap<string, Reading<RequestRates | undefined>>;
}
