import type { ExistingBucket } from "../../constructs/existing-bucket";

/** A level of a finding. `prevents` stops the adoption. */
export type FindingKind = "prevents" | "overwrites" | "changes" | "note";

export interface Finding {
  readonly kind: FindingKind;
  readonly text: string;
  /** What to do, as a sentence. */
  readonly fix?: string;
}

/** The objects of a bucket. */
export interface Size {
  readonly objects: number;
  readonly bytes: number;
  /** Where the figures come from. A listing that reached its bound counted only a part. */
  readonly source: "cloudwatch" | "listing" | "partial-listing";
}

/** The answers about a bucket of which nothing was read. */
export const NOTHING_READ = {
  existing: {},
  delegatesTo: [],
  isPublic: false,
  aclGrants: 0,
  requesterPays: false,
  website: false,
  mfaDelete: false,
  intelligentTiering: 0,
  inventories: 0,
  lostRules: [],
  unread: [],
} as const;

/** The answers of AWS about one bucket. Reading them changes nothing. */
export interface Inspection {
  readonly bucket: string;
  /** The Region in the environment file. */
  readonly region: string;
  readonly place:
    | { readonly kind: "here" }
    | { readonly kind: "elsewhere"; readonly region?: string }
    | { readonly kind: "missing" }
    | { readonly kind: "foreign" };
  readonly existing: ExistingBucket;
  /** ARNs of the access points to which the policy delegates. */
  readonly delegatesTo: readonly string[];
  readonly isPublic: boolean;
  /** Grants of the bucket's ACL to others than the owner. */
  readonly aclGrants: number;
  readonly requesterPays: boolean;
  readonly website: boolean;
  readonly mfaDelete: boolean;
  readonly intelligentTiering: number;
  readonly inventories: number;
  /** Replication rules that cannot be merged, each with the reason. */
  readonly lostRules: readonly string[];
  /** The parts that could not be read, each as a sentence. */
  readonly unread: readonly string[];
  readonly size?: Size;
}
