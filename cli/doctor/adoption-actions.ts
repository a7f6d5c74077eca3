/**
 * The actions that Terraform needs for a resource that it imports, restores or deletes, in place of those for its whole life.
 * The calls are those of provider 5.100 (test/cycle/adopt.long.test.ts).
 */
import type { ExistingBucket } from "../../constructs/existing-bucket";
import type { ExpectedElement } from "../checks/expected";
import { textOf } from "../checks/expected";
import { isJsonObject, type Json } from "../synthesized/configuration";
import { DEPLOY_ACTIONS } from "./actions";

/** An element of an adopted bucket, and what the bucket had before the adoption. */
export interface AdoptedElement {
  readonly element: ExpectedElement;
  readonly existing: ExistingBucket;
}

const READS = /:(Get|List|Describe)/;
const DELETES = /:(Delete|Remove|ScheduleKeyDeletion|Unsubscribe|Revoke)/;

/** Terraform deletes these by writing a setting. */
const DELETED_BY_WRITING: readonly string[] = [
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_metric",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_sns_topic_policy",
];

function reads(type: string): string[] {
  return (DEPLOY_ACTIONS[type]?.actions ?? []).filter((action) => READS.test(action));
}

/** Terraform reads a resource before it deletes it. */
export function deletingActions(type: string): string[] {
  const { actions = [] } = DEPLOY_ACTIONS[type] ?? {};
  const byWriting = DELETED_BY_WRITING.includes(type);
  // The policy of a queue is deleted through the queue.
  const ofQueue = type === "aws_sqs_queue" ? ["sqs:SetQueueAttributes"] : [];
  return actions.filter((one) => byWriting || READS.test(one) || DELETES.test(one) || ofQueue.includes(one));
}

/** Writes of an imported part that differs from the environment, by type. A type that is missing is never written. */
const IMPORTED_WRITES: Readonly<Record<string, (one: AdoptedElement) => string[]>> = {
  aws_s3_bucket_versioning: ({ existing }) =>
    existing.versioning === "Enabled" ? [] : ["s3:PutBucketVersioning"],
  aws_s3_bucket_public_access_block: (one) => (blocksAll(one) ? [] : ["s3:PutBucketPublicAccessBlock"]),
  aws_s3_bucket_ownership_controls: ({ existing }) =>
    existing.ownership === "BucketOwnerEnforced" ? [] : ["s3:PutBucketOwnershipControls"],
  aws_s3_bucket_server_side_encryption_configuration: (one) =>
    sameEncryption(one) ? [] : ["s3:PutEncryptionConfiguration"],
  aws_s3_bucket_logging: () => ["s3:PutBucketLogging"],
  aws_s3_bucket_notification: () => ["s3:PutBucketNotification"],
  aws_s3_bucket_policy: () => ["s3:PutBucketPolicy"],
  aws_s3_bucket_replication_configuration: () => ["s3:PutReplicationConfiguration"],
};

/** The actions for a resource of an adopted bucket that Terraform imports, or for an imported access point and its policy. */
export function importingActions(one: AdoptedElement): string[] {
  const { type } = one.element;
  // These calls belong to the creation of an access point.
  const calls = reads(type).filter(
    (action) => !["s3:DescribeMultiRegionAccessPointOperation", "s3:ListAllMyBuckets"].includes(action),
  );
  return [...calls, ...(IMPORTED_WRITES[type]?.(one) ?? [])];
}

/** The actions for a resource of an adopted bucket that gets back its configuration. It is in Terraform's state. */
export function restoringActions(one: AdoptedElement): string[] {
  const { type } = one.element;
  const write = IMPORTED_WRITES[type];
  if (write === undefined || type === "aws_s3_bucket_versioning") return reads(type);
  // Whether the adoption changed the encryption is not part of the restored stack.
  if (type === "aws_s3_bucket_server_side_encryption_configuration")
    return [...reads(type), "s3:PutEncryptionConfiguration"];
  return [...reads(type), ...write(one)];
}

function blocksAll({ existing: { publicAccessBlock } }: AdoptedElement): boolean {
  return publicAccessBlock !== undefined && !Object.values(publicAccessBlock).includes(false);
}

function sameEncryption({ element, existing: { encryption } }: AdoptedElement): boolean {
  const rule = first(element.body.rule);
  const byDefault = first(rule?.apply_server_side_encryption_by_default);
  const algorithm = textOf(byDefault?.sse_algorithm);
  if (encryption?.algorithm !== algorithm) return false;
  const bucketKey = rule?.bucket_key_enabled === true;
  return (
    bucketKey === encryption.bucketKey &&
    (algorithm === "AES256" || textOf(byDefault?.kms_master_key_id) === encryption.key)
  );
}

function first(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  return one !== undefined && isJsonObject(one) ? one : undefined;
}
