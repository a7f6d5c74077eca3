/** How one control Region behaves. Everything is as AWS documents it unless said otherwise. */

export type Form = "aws" | "html" | "empty";

export interface Reply {
  readonly status: number;
  /** @default aws */
  readonly form?: Form;
  /** The code of an error in AWS's own form. */
  readonly code?: string;
  readonly message?: string;
  readonly location?: string;
}

/** Where a body is cut, with a content length that fits what is left. */
export const cuts = [
  "nothing",
  "in the declaration",
  "in the root element",
  "before the first route",
  "in a Region",
  "in a dial",
  "after the second route",
  "after the routes",
  "before the last character",
] as const;
export type Cut = (typeof cuts)[number];

export type OddBody =
  | "namespace prefix"
  | "all passive"
  | "a route left out"
  | "no dial"
  | "a dial without a number"
  | "a Region twice";

export interface Behavior {
  /** `silent`: no connection. `refused`: the proxy answers 502. `broken handshake`: the connection ends. */
  readonly connection?: "silent" | "refused" | "broken handshake";
  /** For how long the connection is bad. @default forever */
  readonly connectionSeconds?: number;
  /** Seconds before anything is answered. */
  readonly delaySeconds?: number;
  readonly read?: {
    readonly reply?: Reply;
    readonly silent?: boolean;
    readonly cut?: Cut;
    readonly odd?: OddBody;
    /** For how many seconds after the beginning the answers are so. @default forever */
    readonly seconds?: number;
  };
  readonly submit?: {
    /** Seconds until it takes effect; `never` if it does not. @default 0 */
    readonly effectSeconds?: number | "never";
    /** Seconds before it is answered. */
    readonly delaySeconds?: number;
    readonly reply?: Reply;
    readonly silent?: boolean;
    /** The connection ends without an answer. */
    readonly broken?: boolean;
    /** It neither takes effect nor is answered before this resolves. */
    readonly held?: Promise<void>;
    /** Somebody else sets this routing as soon as it arrives. */
    readonly meanwhile?: string;
    /** A middlebox sends the request twice and returns the second answer. */
    readonly repeated?: boolean;
    /** For how many seconds after the beginning the answers are so. @default forever */
    readonly seconds?: number;
  };
}
