import type { Clock } from "./hedge";
import type { Consensus } from "./reports";
import type { Route } from "./routing";

/** The meaning of a failure of one control Region. */
export type Failure =
  /** Nothing happened there, and AWS said so in its own form. */
  | "refused"
  /** Nothing happened there: the request did not arrive. */
  | "elsewhere"
  /** Throttled: nothing happened there, and it may work in a moment. */
  | "later"
  /** An update may have happened, or may still happen. */
  | "unclear"
  /** Another update is in progress. */
  | "conflict"
  /** The credentials: no other Region answers otherwise. */
  | "final";

export interface FailoverControlsOptions {
  readonly judge: (error: unknown) => Failure;
  /** How long a reading may go unanswered before another Region is asked too. @default 200 */
  readonly readDelayMs?: number;
  /** How long an update may go unanswered before the routing is read. @default 800 */
  readonly updateDelayMs?: number;
  /** How long one request may take. @default 10,000 */
  readonly requestTimeoutMs?: number;
  /** How long an update without a clear answer is looked for in the routing. @default 6000 */
  readonly settleMs?: number;
  readonly clock?: Clock;
}

/** The state of one control Region. */
export interface Health {
  readonly state: "asked" | "answered" | "failed";
  readonly milliseconds?: number;
  readonly error?: unknown;
}

/** A routing that a control Region reported. */
export interface Sighting {
  readonly region: string;
  readonly routes: Route[];
  readonly at: Date;
}

/** The routings that the control Regions reported in a run, the latest last. */
export interface Sightings {
  readonly all: readonly Sighting[];
  readonly sinceUpdate: readonly Sighting[];
}

/** Why a control Region did not do what it was asked. */
export interface RegionFailure {
  readonly endpoint: string;
  readonly error: unknown;
}

/** How an update ended. */
export type Update = {
  /** The control Regions whose copy of the update has no clear answer: it may still take effect. */
  readonly unsettled: readonly string[];
  /** The latest reports of the control Regions, if the update needed them. */
  readonly consensus?: Consensus;
} & (
  | { readonly kind: "accepted"; readonly endpoint: string }
  /** No clear answer, but the routing reads as requested. */
  | { readonly kind: "settled"; readonly endpoint: string }
  /** Another update is in progress or came first. `sent`: a copy of this one may still take effect. */
  | { readonly kind: "conflict"; readonly sent: boolean }
  /** No control Region accepted it. */
  | { readonly kind: "refused"; readonly failures: readonly RegionFailure[] }
  /** Sent, but no answer reports the outcome. */
  | { readonly kind: "unknown"; readonly failures: readonly RegionFailure[] }
);
