import type { Clock } from "./hedge";
import type { Route } from "./routing";

/** How a failure of one control Region is to be taken. */
export type Failure =
  /** Certainly nothing happened there: try the next one. */
  | "elsewhere"
  /** Busy or broken for the moment: try the next one, and this one again later. */
  | "later"
  /** It may have happened: read the routing before anything else. */
  | "unclear"
  /** Somebody else is changing the routing. */
  | "conflict"
  /** No other Region would answer otherwise. */
  | "final";

export interface FailoverControlsOptions {
  readonly judge: (error: unknown) => Failure;
  /** Milliseconds without an answer before a reading is tried elsewhere too. */
  readonly readDelay?: number;
  /** Milliseconds without an answer before an update is looked into. */
  readonly updateDelay?: number;
  /** Milliseconds that one request may take. */
  readonly limit?: number;
  readonly clock?: Clock;
}

/** What is known of one control Region. */
export interface Health {
  readonly state: "asked" | "answered" | "failed";
  readonly milliseconds?: number;
  readonly error?: unknown;
}

/** How an update ended. */
export type Update =
  | { readonly kind: "accepted"; readonly endpoint: string }
  /** The answer was lost, but the routing reads as wanted. */
  | { readonly kind: "settled"; readonly endpoint: string }
  /** Somebody else changed the routing, or is about to; `sent`: an update of ours may come in after it. */
  | { readonly kind: "conflict"; readonly sent: boolean; readonly routes?: Route[] }
  /** No control Region took it. */
  | { readonly kind: "refused"; readonly error: unknown; readonly routes?: Route[] }
  /** Sent, and nobody said what became of it. */
  | { readonly kind: "unknown"; readonly error: unknown; readonly routes?: Route[] };

/** What each control Region said of the routing. */
export type Poll = ReadonlyMap<string, Route[] | undefined>;
