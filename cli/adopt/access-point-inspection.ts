import type { ExistingPolicy } from "../../constructs/existing-access-point";
import type { ExistingPublicAccessBlock } from "../../constructs/existing-bucket";
import type { Route } from "../access-point/routing";

/** A bucket of an access point. */
export interface AccessPointMember {
  readonly region: string;
  readonly bucket: string;
  /** The account of the bucket, if AWS names it. */
  readonly account?: string;
}

/** The parts of an access point that exist. */
export interface FoundAccessPoint {
  readonly alias: string;
  readonly arn: string;
  readonly status: string;
  readonly members: readonly AccessPointMember[];
  readonly publicAccessBlock: ExistingPublicAccessBlock;
  /** The policy in effect. */
  readonly policy?: ExistingPolicy;
  /** A policy that AWS has not established yet. */
  readonly proposed?: ExistingPolicy;
  /** The current routing. Undefined if no control Region reported it. */
  readonly routing?: readonly Route[];
  /** ARNs of the access points to which the policies of the buckets in the file delegate. */
  readonly delegatesTo: readonly string[];
}

/** The answers of AWS about one access point. Reading them changes nothing. */
export interface AccessPointInspection {
  readonly name: string;
  readonly account: string;
  /** Undefined if the account has no access point of that name, or if it cannot be read. */
  readonly found?: FoundAccessPoint;
  /** The parts that could not be read, each as a sentence. */
  readonly unread: readonly string[];
}
