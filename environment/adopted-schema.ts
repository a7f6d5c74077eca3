/** The form of NAME.adopted.yaml. A record that is edited by hand must not fail later, in synth or in Terraform. */
import * as z from "zod/mini";

const text = z.string();
const flag = z.boolean();
const count = z.int();
const some = z.optional;
/** A block of Terraform: a list of at most one group. */
const block = <T extends z.core.$ZodType>(of: T) => some(z.array(of));
/** The value of a condition may also be a number or a flag. */
const scalar = z.union([text, z.number(), flag]);
const values = z.union([scalar, z.array(scalar)]);
const texts = z.union([text, z.array(text)]);
const principal = z.union([text, z.record(text, texts)]);
const enabled = z.enum(["Enabled", "Disabled"]);

const statement = z.strictObject({
  Sid: some(text),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: some(principal),
  NotPrincipal: some(principal),
  Action: some(texts),
  NotAction: some(texts),
  Resource: some(texts),
  NotResource: some(texts),
  Condition: some(z.record(text, z.record(text, values))),
});

const publicAccessBlock = z.strictObject({
  blockPublicAcls: flag,
  blockPublicPolicy: flag,
  ignorePublicAcls: flag,
  restrictPublicBuckets: flag,
});

const tag = z.strictObject({ key: text, value: text });
const size = { objectSizeGreaterThan: some(count), objectSizeLessThan: some(count) };
const noncurrent = { noncurrentDays: some(count), newerNoncurrentVersions: some(count) };

const lifecycleRule = z.strictObject({
  id: text,
  status: enabled,
  prefix: some(text),
  filter: block(
    z.strictObject({
      prefix: some(text),
      ...size,
      tag: block(tag),
      and: block(z.strictObject({ prefix: some(text), ...size, tags: some(z.record(text, text)) })),
    }),
  ),
  expiration: block(
    z.strictObject({ date: some(text), days: some(count), expiredObjectDeleteMarker: some(flag) }),
  ),
  transition: block(z.strictObject({ date: some(text), days: some(count), storageClass: text })),
  noncurrentVersionExpiration: block(z.strictObject(noncurrent)),
  noncurrentVersionTransition: block(z.strictObject({ ...noncurrent, storageClass: text })),
  abortIncompleteMultipartUpload: block(z.strictObject({ daysAfterInitiation: some(count) })),
});

const setting = z.strictObject({ status: enabled });
const minutes = z.strictObject({ minutes: count });

const replicationRule = z.strictObject({
  id: some(text),
  priority: some(count),
  status: enabled,
  prefix: some(text),
  filter: some(
    z.strictObject({
      prefix: some(text),
      tag: some(tag),
      and: some(z.strictObject({ prefix: some(text), tags: some(z.record(text, text)) })),
    }),
  ),
  deleteMarkerReplication: some(setting),
  sourceSelectionCriteria: some(
    z.strictObject({ replicaModifications: some(setting), sseKmsEncryptedObjects: some(setting) }),
  ),
  destination: z.strictObject({
    bucket: text,
    storageClass: some(text),
    account: some(text),
    accessControlTranslation: some(z.strictObject({ owner: text })),
    encryptionConfiguration: some(z.strictObject({ replicaKmsKeyId: text })),
    metrics: some(z.strictObject({ status: enabled, eventThreshold: some(minutes) })),
    replicationTime: some(z.strictObject({ status: enabled, time: minutes })),
  }),
});

const target = {
  id: some(text),
  events: z.array(text),
  filterPrefix: some(text),
  filterSuffix: some(text),
};

const bucket = z.strictObject({
  region: text,
  versioning: some(z.enum(["Enabled", "Suspended"])),
  objectLock: some(flag),
  publicAccessBlock: some(publicAccessBlock),
  ownership: some(z.enum(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"])),
  encryption: some(z.strictObject({ algorithm: text, key: some(text), arn: some(text), bucketKey: flag })),
  policy: some(z.array(statement)),
  policyDocument: some(z.strictObject({ id: some(text), version: some(text) })),
  lifecycle: some(
    z.strictObject({ rules: z.array(lifecycleRule), transitionDefaultMinimumObjectSize: some(text) }),
  ),
  notifications: some(
    z.strictObject({
      queues: some(z.array(z.strictObject({ ...target, queueArn: text }))),
      topics: some(z.array(z.strictObject({ ...target, topicArn: text }))),
      functions: some(z.array(z.strictObject({ ...target, lambdaFunctionArn: text }))),
      eventBridge: some(flag),
    }),
  ),
  replication: some(
    z.strictObject({
      role: text,
      rules: z.array(replicationRule),
      replaced: some(z.array(replicationRule)),
    }),
  ),
  logging: some(
    z.strictObject({
      bucket: text,
      prefix: text,
      keyFormat: some(z.strictObject({ partitionedPrefix: z.strictObject({ partitionDateSource: text }) })),
      grants: some(
        z.array(
          z.strictObject({
            permission: text,
            grantee: z.strictObject({
              type: text,
              id: some(text),
              uri: some(text),
              emailAddress: some(text),
            }),
          }),
        ),
      ),
    }),
  ),
  requestMetrics: some(flag),
  tags: some(z.record(text, text)),
});

const accessPoint = z.strictObject({
  name: text,
  account: z.string().check(z.regex(/^[0-9]{12}$/)),
  alias: z.string().check(z.regex(/^[a-z0-9]+\.mrap$/)),
  regions: z.record(text, text),
  publicAccessBlock,
  policy: some(z.looseObject({ Statement: z.array(statement) })),
});

const record = z.strictObject({
  format: z.literal(1),
  buckets: z.record(text, bucket),
  accessPoint: some(accessPoint),
});

/** The place of the first error in a record, such as `buckets.photos.tags.team`. Undefined if there is no error. */
export function placeOfError(data: unknown): string | undefined {
  const { error } = record.safeParse(data);
  const issue = error?.issues[0];
  if (issue === undefined) return undefined;
  const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return [...issue.path, ...extra].join(".");
}
