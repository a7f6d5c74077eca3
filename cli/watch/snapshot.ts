import type { Point, Reading } from "../access-point/observations";
import type { Status } from "../status/status";

/** What a Region's bucket answers, as S3's request metrics count it, over the last minute that is known. */
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
  readonly status: Status;
  /** By Region. Nothing where the bucket publishes no request metrics, or had no request lately. */
  readonly requests: ReadonlyMap<string, Reading<RequestRates | undefined>>;
}
