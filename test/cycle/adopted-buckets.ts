/** Two buckets that hold objects and have configurations of their own, before an environment adopts them. */
import * as S3 from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import type { LocalAws } from "../../local-aws";
import { account } from "../support/live-environment";

export const ADOPTED = { "ap-south-1": "photos-mumbai", "us-east-1": "photos-virginia" } as const;
export const ELSEWHERE = "photos-archive";

type Region = keyof typeof ADOPTED;
const regions = Object.keys(ADOPTED) as Region[];

export const s3In = (aws: LocalAws, region: string) => new S3.S3Client(aws.clientConfig(region));

const clients = new Map<string, S3.S3Client>();

/** Creates the buckets, each with `objects` objects. */
export async function createBuckets(aws: LocalAws, objects: number): Promise<void> {
  await createBucket(aws, "eu-west-1", ELSEWHERE);
  await Promise.all(regions.map((region) => createExisting(aws, region, objects)));
  await replicate(aws);
}

async function createBucket(aws: LocalAws, region: string, Bucket: string): Promise<S3.S3Client> {
  const s3 = s3In(aws, region);
  clients.set(Bucket, s3);
  const LocationConstraint = region as S3.BucketLocationConstraint;
  await s3.send(
    new S3.CreateBucketCommand({
      Bucket,
      ...(region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint } }),
    }),
  );
  const VersioningConfiguration = { Status: "Enabled" as const };
  await s3.send(new S3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return s3;
}

async function createExisting(aws: LocalAws, region: Region, objects: number): Promise<void> {
  const Bucket = ADOPTED[region];
  const s3 = await createBucket(aws, region, Bucket);
  const sns = new SNSClient(aws.clientConfig(region));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "uploads" }));
  const objectsArn = `arn:aws:s3:::${Bucket}/*`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Id: "PolicyOfTeam",
    Statement: [
      {
        Sid: "TeamReads",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ["s3:GetObject"],
        Resource: [`${objectsArn.slice(0, -1)}\${aws:username}/*`],
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
        Resource: [`arn:aws:s3:::${Bucket}`, objectsArn],
        Condition: {
          Bool: { "aws:SecureTransport": true },
          StringNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${account}:user/admin`] },
        },
      },
    ],
  });
  await s3.send(new S3.PutBucketPolicyCommand({ Bucket, Policy }));
  await s3.send(
    new S3.PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          { ID: "old-drafts", Status: "Enabled", Filter: { Prefix: "drafts/" }, Expiration: { Days: 400 } },
          {
            ID: "cold",
            Status: "Enabled",
            Filter: { And: { Prefix: "raw/", Tags: [{ Key: "tier", Value: "cold" }] } },
            Transitions: [{ Days: 30, StorageClass: "GLACIER" }],
          },
        ],
      },
    }),
  );
  await s3.send(
    new S3.PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        TopicConfigurations: [
          {
            Id: "uploads",
            TopicArn,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "in/" }] } },
          },
        ],
      },
    }),
  );
  const TagSet = [{ Key: "team", Value: "photos" }];
  await s3.send(new S3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const keys = Array.from({ length: objects }, (_, index) => `${region}/${index}`);
  const workers = Array.from({ length: 16 }, async () => {
    for (let Key = keys.pop(); Key !== undefined; Key = keys.pop())
      await s3.send(new S3.PutObjectCommand({ Bucket, Key, Body: Key }));
  });
  await Promise.all(workers);
}

/** One bucket replicates to a bucket outside the environment, and to the other one. */
async function replicate(aws: LocalAws): Promise<void> {
  const rule = (ID: string, bucket: string, Priority: number): S3.ReplicationRule => ({
    ID,
    Priority,
    Status: "Enabled",
    Filter: { Prefix: `${ID}/` },
    DeleteMarkerReplication: { Status: "Disabled" },
    Destination: { Bucket: `arn:aws:s3:::${bucket}` },
  });
  await s3In(aws, "us-east-1").send(
    new S3.PutBucketReplicationCommand({
      Bucket: ADOPTED["us-east-1"],
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${account}:role/archive`,
        Rules: [rule("archive", ELSEWHERE, 7), rule("mumbai", ADOPTED["ap-south-1"], 3)],
      },
    }),
  );
}

/** The configuration of a bucket that an adoption changes. */
export async function configurationOf(aws: LocalAws, region: Region): Promise<object> {
  const s3 = clients.get(ADOPTED[region]) ?? s3In(aws, region);
  const input = { Bucket: ADOPTED[region] };
  const answer = async (sent: Promise<object>): Promise<unknown> => {
    try {
      const { $metadata: _, ...rest } = (await sent) as { $metadata?: unknown };
      return rest;
    } catch (error) {
      return (error as Error).name;
    }
  };
  const { Policy } = (await answer(s3.send(new S3.GetBucketPolicyCommand(input)))) as { Policy?: string };
  return {
    versioning: await answer(s3.send(new S3.GetBucketVersioningCommand(input))),
    policy: Policy && normalized(JSON.parse(Policy)),
    lifecycle: await answer(s3.send(new S3.GetBucketLifecycleConfigurationCommand(input))),
    notifications: await answer(s3.send(new S3.GetBucketNotificationConfigurationCommand(input))),
    replication: await answer(s3.send(new S3.GetBucketReplicationCommand(input))),
    publicAccessBlock: await answer(s3.send(new S3.GetPublicAccessBlockCommand(input))),
    ownership: await answer(s3.send(new S3.GetBucketOwnershipControlsCommand(input))),
    encryption: await answer(s3.send(new S3.GetBucketEncryptionCommand(input))),
    tags: await answer(s3.send(new S3.GetBucketTaggingCommand(input))),
  };
}

/** A list of one value is the same as the value, the order of a list of strings has no meaning, and true is "true". */
function normalized(value: unknown): unknown {
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value))
    return value.length === 1 ? normalized(value[0]) : value.map(normalized).sort(byText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, normalized(one)]));
}

function byText(one: unknown, other: unknown): number {
  return typeof one === "string" && typeof other === "string" ? one.localeCompare(other) : 0;
}

/** Every version of a bucket: its key, id and entity tag. */
export async function versionsOf(aws: LocalAws, region: Region): Promise<string[]> {
  const s3 = clients.get(ADOPTED[region]) ?? s3In(aws, region);
  const found: string[] = [];
  for await (const page of pages(s3, ADOPTED[region]))
    for (const { Key, VersionId, ETag } of page.Versions ?? []) found.push(`${Key} ${VersionId} ${ETag}`);
  return found.sort();
}

async function* pages(s3: S3.S3Client, Bucket: string): AsyncGenerator<S3.ListObjectVersionsCommandOutput> {
  let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await s3.send(new S3.ListObjectVersionsCommand({ Bucket, ...markers }));
    yield page;
    if (!page.IsTruncated) return;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}
