/** Converts answers of the S3 API to arguments of Terraform. */
import type * as S3 from "@aws-sdk/client-s3";
import type {
  ExistingBucket,
  ExistingLifecycle,
  ExistingLogging,
  ExistingNotifications,
  ExistingPolicyDocument,
  ExistingStatement,
} from "../../constructs/existing-bucket";

type Rule = NonNullable<ExistingBucket["lifecycle"]>["rules"][number];
type ReplicationRule = NonNullable<ExistingBucket["replication"]>["rules"][number];

const one = <T, R>(value: T | undefined, convert: (value: T) => R): [R] | undefined =>
  value === undefined ? undefined : [convert(value)];

/** Drops the keys without a value, because the record has none. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}

export function lifecycleOf(answer: S3.GetBucketLifecycleConfigurationCommandOutput): ExistingLifecycle {
  const minimum = answer.TransitionDefaultMinimumObjectSize;
  return compact({
    rules: (answer.Rules ?? []).map(lifecycleRule),
    // This is the default of S3, and Terraform's.
    transitionDefaultMinimumObjectSize: minimum === "all_storage_classes_128K" ? undefined : minimum,
  });
}

function lifecycleRule(rule: S3.LifecycleRule): Rule {
  const day = (date: Date | undefined) => date?.toISOString().replace(".000Z", "Z");
  return compact({
    id: rule.ID ?? "",
    status: rule.Status ?? "Disabled",
    prefix: rule.Filter === undefined ? (rule.Prefix ?? "") : undefined,
    filter: rule.Filter && [lifecycleFilter(rule.Filter)],
    expiration: one(rule.Expiration, (each) =>
      compact({
        date: day(each.Date),
        days: each.Days,
        expiredObjectDeleteMarker: each.ExpiredObjectDeleteMarker || undefined,
      }),
    ),
    transition: rule.Transitions?.map((each) =>
      compact({ date: day(each.Date), days: each.Days, storageClass: each.StorageClass ?? "" }),
    ),
    noncurrentVersionExpiration: one(rule.NoncurrentVersionExpiration, (each) =>
      compact({
        noncurrentDays: each.NoncurrentDays ?? 0,
        newerNoncurrentVersions: each.NewerNoncurrentVersions,
      }),
    ),
    noncurrentVersionTransition: rule.NoncurrentVersionTransitions?.map((each) =>
      compact({
        noncurrentDays: each.NoncurrentDays ?? 0,
        newerNoncurrentVersions: each.NewerNoncurrentVersions,
        storageClass: each.StorageClass ?? "",
      }),
    ),
    abortIncompleteMultipartUpload: one(rule.AbortIncompleteMultipartUpload, (each) =>
      compact({ daysAfterInitiation: each.DaysAfterInitiation }),
    ),
  });
}

function lifecycleFilter(filter: S3.LifecycleRuleFilter) {
  const sizes = ({ ObjectSizeGreaterThan, ObjectSizeLessThan }: S3.LifecycleRuleFilter) => ({
    objectSizeGreaterThan: ObjectSizeGreaterThan,
    objectSizeLessThan: ObjectSizeLessThan,
  });
  return compact({
    prefix: filter.Prefix,
    ...sizes(filter),
    tag: one(filter.Tag, tag),
    and: one(filter.And, (and) =>
      compact({
        prefix: and.Prefix,
        ...sizes(and),
        tags: and.Tags && Object.fromEntries(and.Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      }),
    ),
  });
}

function tag({ Key = "", Value = "" }: S3.Tag) {
  return { key: Key, value: Value };
}

/** The ending of the name of the queue of replication events. The name begins with that of the environment. */
const OWN_QUEUE_ENDING = "-replication-events";

/** Undefined if there is no notification. @param ownId the ID of the notification to the queue of an environment */
export function notificationsOf(
  answer: S3.NotificationConfiguration,
  ownId: string,
): ExistingNotifications | undefined {
  const target = ({ Id, Events, Filter }: Pick<S3.QueueConfiguration, "Id" | "Events" | "Filter">) => {
    const rule = (name: string) =>
      Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value;
    return compact({
      id: Id,
      events: [...(Events ?? [])],
      filterPrefix: rule("prefix"),
      filterSuffix: rule("suffix"),
    });
  };
  const list = <T>(items: T[] | undefined): T[] | undefined => (items?.length ? items : undefined);
  const found = compact({
    queues: list(
      answer.QueueConfigurations?.filter(
        ({ Id, QueueArn }) => Id !== ownId || !QueueArn?.endsWith(OWN_QUEUE_ENDING),
      ).map((each) => ({
        ...target(each),
        queueArn: each.QueueArn ?? "",
      })),
    ),
    topics: list(
      answer.TopicConfigurations?.map((each) => ({ ...target(each), topicArn: each.TopicArn ?? "" })),
    ),
    functions: list(
      answer.LambdaFunctionConfigurations?.map((each) => ({
        ...target(each),
        lambdaFunctionArn: each.LambdaFunctionArn ?? "",
      })),
    ),
    eventBridge: answer.EventBridgeConfiguration ? true : undefined,
  });
  return Object.keys(found).length > 0 ? found : undefined;
}

/** The statements of a policy. */
export function statementsOf(policy: string): ExistingStatement[] {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: ExistingStatement | ExistingStatement[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

/** Undefined if access logs are off. */
export function loggingOf(logging: S3.LoggingEnabled | undefined): ExistingLogging | undefined {
  if (logging === undefined) return undefined;
  const { TargetBucket = "", TargetPrefix = "", TargetObjectKeyFormat: format, TargetGrants = [] } = logging;
  const source = format?.PartitionedPrefix?.PartitionDateSource;
  return compact({
    bucket: TargetBucket,
    prefix: TargetPrefix,
    // The simple key format is the default of S3.
    keyFormat: source ? { partitionedPrefix: { partitionDateSource: source } } : undefined,
    grants:
      TargetGrants.length > 0
        ? TargetGrants.map(({ Grantee, Permission = "" }) => ({
            permission: Permission,
            grantee: compact({
              type: Grantee?.Type ?? "",
              id: Grantee?.ID,
              uri: Grantee?.URI,
              emailAddress: Grantee?.EmailAddress,
            }),
          }))
        : undefined,
  });
}

/** The id and the version of a policy. Undefined if it has no id and the current version. */
export function policyDocumentOf(policy: string): ExistingPolicyDocument | undefined {
  const { Id: id, Version = FIRST_POLICY_VERSION } = JSON.parse(policy) as { Id?: string; Version?: string };
  const version = Version === "2012-10-17" ? undefined : Version;
  return id === undefined && version === undefined ? undefined : compact({ id, version });
}

/** The version of a policy that names none. */
const FIRST_POLICY_VERSION = "2008-10-17";

/** The tags that their owner may set. AWS sets the others, such as those of CloudFormation, and rejects them in a request. */
export function tagsOf(tags: readonly S3.Tag[] | undefined): Record<string, string> | undefined {
  const own = (tags ?? []).flatMap(({ Key = "", Value = "" }) =>
    Key.toLowerCase().startsWith("aws:") ? [] : [[Key, Value] as const],
  );
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** Why a rule cannot be part of a configuration with the rules of the access point. Undefined if it can. */
export function obstacleOf(rule: S3.ReplicationRule): string | undefined {
  const { Destination, SourceSelectionCriteria } = rule;
  if (isFirstVersion(rule))
    return "it has the first version of the format, which does not mix with the second";
  if (Destination?.Account || Destination?.AccessControlTranslation)
    return "its destination is in another account, which trusts the present role";
  if (SourceSelectionCriteria?.SseKmsEncryptedObjects || Destination?.EncryptionConfiguration)
    return "it replicates objects with SSE-KMS, whose keys trust the present role";
  return undefined;
}

function isFirstVersion({ Filter }: S3.ReplicationRule): boolean {
  return Filter === undefined;
}

export function replicationRuleOf(rule: S3.ReplicationRule): ReplicationRule {
  const { Filter = {}, Destination, SourceSelectionCriteria: criteria } = rule;
  const and = Filter.And;
  const minutes = (time: S3.ReplicationTimeValue | undefined) => ({ minutes: time?.Minutes ?? 15 });
  return compact({
    id: rule.ID,
    priority: rule.Priority,
    status: rule.Status ?? "Disabled",
    // A rule without a filter has the first version of the format, which has no setting for delete markers.
    prefix: isFirstVersion(rule) ? (rule.Prefix ?? "") : undefined,
    filter: isFirstVersion(rule)
      ? undefined
      : compact({
          prefix: Filter.Prefix === "" ? undefined : Filter.Prefix,
          tag: Filter.Tag && tag(Filter.Tag),
          and:
            and &&
            compact({
              prefix: and.Prefix,
              tags: Object.fromEntries((and.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
            }),
        }),
    deleteMarkerReplication: isFirstVersion(rule)
      ? undefined
      : { status: rule.DeleteMarkerReplication?.Status ?? "Disabled" },
    sourceSelectionCriteria:
      criteria &&
      compact({
        replicaModifications: criteria.ReplicaModifications && {
          status: criteria.ReplicaModifications.Status ?? "Disabled",
        },
        sseKmsEncryptedObjects: criteria.SseKmsEncryptedObjects && {
          status: criteria.SseKmsEncryptedObjects.Status ?? "Disabled",
        },
      }),
    destination: compact({
      bucket: Destination?.Bucket ?? "",
      account: Destination?.Account,
      accessControlTranslation: Destination?.AccessControlTranslation && {
        owner: Destination.AccessControlTranslation.Owner ?? "Destination",
      },
      encryptionConfiguration: Destination?.EncryptionConfiguration && {
        replicaKmsKeyId: Destination.EncryptionConfiguration.ReplicaKmsKeyID ?? "",
      },
      storageClass: Destination?.StorageClass,
      metrics:
        Destination?.Metrics &&
        compact({
          status: Destination.Metrics.Status ?? "Disabled",
          eventThreshold: Destination.Metrics.EventThreshold && minutes(Destination.Metrics.EventThreshold),
        }),
      replicationTime: Destination?.ReplicationTime && {
        status: Destination.ReplicationTime.Status ?? "Disabled",
        time: minutes(Destination.ReplicationTime.Time),
      },
    }),
  });
}
