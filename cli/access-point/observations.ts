/** A value that was read, or the reason why it could not be read. */
export type Reading<T> =
  | { readonly value: T }
  | {
      readonly unreachable: string;
      /** AWS answered, and denied or throttled the request: that says nothing about the Region. */
      readonly answered?: boolean;
      /** Why no answer of AWS came back, in a text that names neither the host nor the action: equal causes have equal texts. */
      readonly cause?: string;
    };

export function isRead<T>(reading: Reading<T>): reading is { readonly value: T } {
  return "value" in reading;
}

/** The value of a metric and when it was published. */
export interface Point {
  readonly value: number;
  readonly at: Date;
}

/** A replication rule from one bucket to another. */
export interface RuleState {
  readonly id: string;
  readonly enabled: boolean;
  /** The rule publishes metrics. */
  readonly metrics: boolean;
}

/** Replication from one Region to another. Each metric is read in the Region where it is published. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  /** Read from the source's bucket. */
  readonly rules: Reading<readonly RuleState[]>;
  /** Seconds, published in the destination's Region. Undefined if there is no recent value. */
  readonly latency: Reading<Point | undefined>;
  /** Published in the destination's Region. */
  readonly pendingBytes: Reading<Point | undefined>;
  /** Published in the destination's Region. */
  readonly pendingOperations: Reading<Point | undefined>;
  /** The sum of a day; published in the source's Region. */
  readonly failedOperations: Reading<Point | undefined>;
}

export type Versioning = "Enabled" | "Suspended" | "Off";

export interface MemberState {
  readonly region: string;
  readonly bucket: string;
  readonly active: boolean;
  readonly versioning: Reading<Versioning>;
}

export interface Observations {
  readonly at: Date;
  readonly members: readonly MemberState[];
  readonly directions: readonly Direction[];
}

/** An alarm that is open. */
export interface OpenAlarm {
  readonly region: string;
  readonly name: string;
  readonly since?: Date;
  readonly reason?: string;
}

/** The result of a canary: the Regions whose buckets contained it right after it was written. */
export type CanaryFinding =
  | {
      readonly kind: "served";
      readonly by: readonly string[];
      /** Why it is not known which of them served it. */
      readonly unknown?: string;
      /** A bucket denies the listing or does not answer: another canary would tell no more. */
      readonly blind?: true;
    }
  /** The caller may not write a canary. This says nothing about the access point. */
  | { readonly kind: "not-allowed"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string };
