import * as S3 from "@aws-sdk/client-s3";
import { REQUEST_METRICS_FILTER } from "../../constructs/bucket";
import type { ExistingBucket } from "../../constructs/existing-bucket";
import { REPLICATION_EVENTS_ID } from "../../constructs/replication-events";
import { accessPointArns } from "../live/member-policies";
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import { describeKey } from "../adapters/aws/kms";
import {
  compact,
  lifecycleOf,
  loggingOf,
  notificationsOf,
  obstacleOf,
  policyDocumentOf,
  replicationRuleOf,
  statementsOf,
  tagsOf,
} from "./convert";
import { UserError } from "../errors";
import { NOTHING_READ, type Inspection } from "./inspection";
import { sizeOf } from "./size";

/** Codes with which S3 says that a configuration does not exist. */
const ABSENT = new Set([
  "NoSuchBucketPolicy",
  "NoSuchLifecycleConfiguration",
  "ReplicationConfigurationNotFoundError",
  "NoSuchPublicAccessBlockConfiguration",
  "OwnershipControlsNotFoundError",
  "ServerSideEncryptionConfigurationNotFoundError",
  "NoSuchTagSet",
  "NoSuchTagSetError",
  "NoSuchWebsiteConfiguration",
  "ObjectLockConfigurationNotFoundError",
  "NoSuchConfiguration",
]);

/** How long KMS may take to describe a key. */
const KEY_TIMEOUT_MS = 8000;

export interface InspectOptions {
  readonly account: string;
  readonly bucket: string;
  readonly region: string;
  /** The names of all members. Their rules are those of the access point. */
  readonly members: readonly string[];
  /** Also reads the number and the bytes of the objects. @default true */
  readonly size?: boolean;
}

/** Reads the configuration of one bucket, in its Region. It changes nothing. */
export async function inspectBucket(aws: Aws, options: InspectOptions): Promise<Inspection> {
  const { account, bucket, region, members } = options;
  const place = await placeOf(aws, options);
  const nothing: Inspection = { ...NOTHING_READ, bucket, region, place };
  if (place.kind !== "here") return nothing;
  const s3 = await aws.s3(region);
  const unread: string[] = [];
  const input = { Bucket: bucket, ExpectedBucketOwner: account };
  const read = async <T>(
    action: string,
    answer: Promise<T>,
    resource = `arn:aws:s3:::${bucket}`,
  ): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      const { code } = details(error);
      if (ABSENT.has(code)) return undefined;
      if (["credentials", "clock"].includes(kindOf(error))) throw error;
      unread.push(explain(error, { action, resource }));
      return undefined;
    }
  };
  const [
    versioning,
    lock,
    block,
    ownership,
    encryption,
    policy,
    status,
    lifecycle,
    notification,
    replication,
    logging,
    metrics,
    tags,
    acl,
    payment,
    website,
    tiering,
    inventories,
    size,
  ] = await Promise.all([
    read("s3:GetBucketVersioning", s3.send(new S3.GetBucketVersioningCommand(input))),
    read("s3:GetBucketObjectLockConfiguration", s3.send(new S3.GetObjectLockConfigurationCommand(input))),
    read("s3:GetBucketPublicAccessBlock", s3.send(new S3.GetPublicAccessBlockCommand(input))),
    read("s3:GetBucketOwnershipControls", s3.send(new S3.GetBucketOwnershipControlsCommand(input))),
    read("s3:GetEncryptionConfiguration", s3.send(new S3.GetBucketEncryptionCommand(input))),
    read("s3:GetBucketPolicy", s3.send(new S3.GetBucketPolicyCommand(input))),
    read("s3:GetBucketPolicyStatus", s3.send(new S3.GetBucketPolicyStatusCommand(input))),
    read("s3:GetLifecycleConfiguration", s3.send(new S3.GetBucketLifecycleConfigurationCommand(input))),
    read("s3:GetBucketNotification", s3.send(new S3.GetBucketNotificationConfigurationCommand(input))),
    read("s3:GetReplicationConfiguration", s3.send(new S3.GetBucketReplicationCommand(input))),
    read("s3:GetBucketLogging", s3.send(new S3.GetBucketLoggingCommand(input))),
    read(
      "s3:GetMetricsConfiguration",
      s3.send(new S3.GetBucketMetricsConfigurationCommand({ ...input, Id: REQUEST_METRICS_FILTER })),
    ),
    read("s3:GetBucketTagging", s3.send(new S3.GetBucketTaggingCommand(input))),
    read("s3:GetBucketAcl", s3.send(new S3.GetBucketAclCommand(input))),
    read("s3:GetBucketRequestPayment", s3.send(new S3.GetBucketRequestPaymentCommand(input))),
    read("s3:GetBucketWebsite", s3.send(new S3.GetBucketWebsiteCommand(input))),
    read(
      "s3:GetIntelligentTieringConfiguration",
      s3.send(new S3.ListBucketIntelligentTieringConfigurationsCommand(input)),
    ),
    read("s3:GetInventoryConfiguration", s3.send(new S3.ListBucketInventoryConfigurationsCommand(input))),
    options.size === false ? undefined : sizeOf(aws, region, bucket).catch(() => undefined),
  ]);
  const toMember = (rule: S3.ReplicationRule) =>
    members.includes(rule.Destination?.Bucket?.replace(/^arn:[^:]*:s3:::/, "") ?? "");
  const rules = replication?.ReplicationConfiguration?.Rules ?? [];
  const foreign = rules.filter((rule) => !toMember(rule));
  const between = rules.filter(toMember).map(replicationRuleOf);
  const byDefault = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const keyName = byDefault?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  const isArn = keyName === undefined || /:key\//.test(keyName);
  const described = isArn
    ? undefined
    : await read(
        "kms:DescribeKey",
        describeKey(aws, region, keyName, AbortSignal.timeout(KEY_TIMEOUT_MS)),
        keyName,
      );
  const algorithm = byDefault?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  const blocked = block?.PublicAccessBlockConfiguration;
  const text = policy?.Policy;
  const existing: ExistingBucket = compact({
    versioning: versioning?.Status,
    objectLock: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled" || undefined,
    publicAccessBlock: blocked && {
      blockPublicAcls: blocked.BlockPublicAcls === true,
      blockPublicPolicy: blocked.BlockPublicPolicy === true,
      ignorePublicAcls: blocked.IgnorePublicAcls === true,
      restrictPublicBuckets: blocked.RestrictPublicBuckets === true,
    },
    ownership: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
    encryption:
      algorithm &&
      compact({
        algorithm,
        // Without a key, S3 uses the AWS managed key.
        key: described?.KeyManager === "AWS" ? undefined : keyName,
        arn: described?.KeyManager === "AWS" ? undefined : described?.Arn,
        bucketKey: byDefault?.BucketKeyEnabled === true,
      }),
    policy: text === undefined ? undefined : statementsOf(text),
    policyDocument: text === undefined ? undefined : policyDocumentOf(text),
    lifecycle: lifecycle && lifecycleOf(lifecycle),
    notifications: notification && notificationsOf(notification, REPLICATION_EVENTS_ID),
    replication: replication?.ReplicationConfiguration && {
      role: replication.ReplicationConfiguration.Role ?? "",
      rules: foreign.map(replicationRuleOf),
      ...(between.length > 0 && { replaced: between }),
    },
    logging: loggingOf(logging?.LoggingEnabled),
    requestMetrics: metrics?.MetricsConfiguration ? true : undefined,
    tags: tagsOf(tags?.TagSet),
  });
  return {
    ...nothing,
    existing,
    delegatesTo: text?.includes("DelegateObjectsToAccessPoint") ? accessPointArns(text) : [],
    isPublic: status?.PolicyStatus?.IsPublic === true,
    aclGrants: (acl?.Grants ?? []).filter(({ Grantee }) => Grantee?.ID !== acl?.Owner?.ID).length,
    requesterPays: payment?.Payer === "Requester",
    website: website !== undefined,
    mfaDelete: versioning?.MFADelete === "Enabled",
    intelligentTiering: tiering?.IntelligentTieringConfigurationList?.length ?? 0,
    inventories: inventories?.InventoryConfigurationList?.length ?? 0,
    lostRules: foreign.flatMap((rule) => {
      const obstacle = obstacleOf(rule);
      return obstacle === undefined ? [] : [`${rule.ID ?? "a rule"}: ${obstacle}`];
    }),
    unread,
    ...(size && { size }),
  };
}

/** Whether the bucket is in the declared Region and belongs to the account. */
async function placeOf(aws: Aws, { account, bucket, region }: InspectOptions): Promise<Inspection["place"]> {
  try {
    await aws.send({
      method: "HEAD",
      service: "s3",
      region,
      host: `${bucket}.s3.${region}.amazonaws.com`,
      path: "/",
      headers: { "x-amz-expected-bucket-owner": account },
    });
    return { kind: "here" };
  } catch (error) {
    const { status } = details(error);
    if (["credentials", "clock"].includes(kindOf(error))) throw error;
    if (status === 404) return { kind: "missing" };
    if (status === 301 || status === 400) {
      const actual = await regionOf(aws, bucket, account);
      return { kind: "elsewhere", ...(actual && { region: actual }) };
    }
    if (status === 403) return { kind: "foreign" };
    throw new UserError(explain(error, { action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}` }));
  }
}

/** The Region of a bucket. us-east-1 serves this call for every Region. */
async function regionOf(aws: Aws, bucket: string, account: string): Promise<string | undefined> {
  try {
    const s3 = await aws.s3("us-east-1");
    const { LocationConstraint } = await s3.send(
      new S3.GetBucketLocationCommand({ Bucket: bucket, ExpectedBucketOwner: account }),
    );
    return LocationConstraint === undefined
      ? "us-east-1"
      : LocationConstraint === "EU"
        ? "eu-west-1"
        : LocationConstraint;
  } catch (error) {
    // A redirect names the Region, too.
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    return $response?.headers?.["x-amz-bucket-region"];
  }
}
