import type { Change } from "./change";
import type { Context } from "./context";
import { kmsKey, regionOf, type KmsKey } from "./kms-keys";
import { UNKNOWN, at, isMark, text } from "./values";

export const ENCRYPTION_TYPE = "aws_s3_bucket_server_side_encryption_configuration";
const DEFAULT = ["rule", "apply_server_side_encryption_by_default"] as const;
export const KEY_PATH = [...DEFAULT, "kms_master_key_id"] as const;

type Algorithm = "s3" | "kms" | "unknown";

/** The default encryption of a bucket, before the plan and after it. */
export interface BucketEncryption {
  readonly bucket: string;
  /** The plan creates the bucket. */
  readonly isNew: boolean;
  readonly change: Change;
  /** S3 encrypts with its own keys if there is no configuration. */
  readonly before: Algorithm;
  readonly after: Algorithm;
  /** The key after the plan; undefined for the key that AWS manages, and for a key that nothing in the plan tells. */
  readonly key: KmsKey | undefined;
  /** Whether S3 uses one data key for many objects, with the ARN of the bucket as encryption context. */
  readonly bucketKey: boolean;
  readonly region: string | undefined;
  readonly arn: string;
}

const read = new WeakMap<Context, ReadonlyMap<string, BucketEncryption>>();

/** By the name of the bucket. Buckets that the plan deletes are left out. */
export function bucketEncryptions(context: Context): ReadonlyMap<string, BucketEncryption> {
  const known = read.get(context);
  if (known) return known;
  const buckets = new Map<unknown, Change>();
  for (const each of context.of("aws_s3_bucket"))
    buckets.set(at(each.before, "bucket") ?? at(each.after, "bucket"), each);
  const found = new Map<string, BucketEncryption>();
  for (const change of context.of(ENCRYPTION_TYPE)) {
    const name = context.resolver.attribute(change, ["bucket"]);
    const bucket = text(at(change.before, "bucket")) ?? text(name);
    if (bucket === undefined || context.bucketGoes(bucket)) continue;
    // A configuration that is deleted in one place can be created in another one.
    if (change.action === "delete" && found.has(bucket)) continue;
    const after = algorithm(change, "after");
    const own = buckets.get(bucket);
    found.set(bucket, {
      bucket,
      isNew: context.isMade(bucket),
      change,
      before: algorithm(change, "before"),
      after,
      key: after === "kms" ? kmsKey(context, change, KEY_PATH) : undefined,
      bucketKey:
        at(change.action === "forget" ? change.before : change.after, "rule", "bucket_key_enabled") === true,
      region: regionOf(context, own ?? change),
      arn: text(at(own?.before, "arn")) ?? `arn:aws:s3:::${bucket}`,
    });
  }
  read.set(context, found);
  return found;
}

function algorithm(change: Change, side: "before" | "after"): Algorithm {
  const from = change.action === "forget" ? change.before : change[side];
  const value = at(from, ...DEFAULT, "sse_algorithm");
  if (value === UNKNOWN || isMark(value)) return "unknown";
  return text(value)?.startsWith("aws:kms") ? "kms" : "s3";
}

/** New objects of an existing bucket are encrypted with a KMS key from this plan on. */
export const switchesToKms = ({ isNew, before, after }: BucketEncryption): boolean =>
  !isNew && before === "s3" && after === "kms";
