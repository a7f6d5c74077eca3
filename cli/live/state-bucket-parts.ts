import type { S3Client } from "@aws-sdk/client-s3";
import { details } from "../adapters/aws/errors";
import { KEPT_DAYS, KEPT_VERSIONS, withVersionExpiry, type Lifecycle } from "./state-bucket-lifecycle";
import { protectedPolicy, type StateBucketPolicy } from "./state-bucket-policy";

/** Where an environment keeps Terraform's state. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  readonly kmsKey?: string | null;
}

/** One property of the bucket for Terraform's state. */
export interface Part {
  /** The property in words, such as "versioning". */
  readonly is: string;
  readonly reads: string;
  readonly action: string;
  isThere(): Promise<boolean>;
  add(): Promise<unknown>;
}

/** All parts of the bucket, in the order in which they are set. */
export function partsOf(s3: S3Client, state: StateBucket, bucketArn: string, account: string): Part[] {
  const Bucket = state.bucket;
  const owned = { Bucket, ExpectedBucketOwner: account };
  const sdk = () => import("@aws-sdk/client-s3");
  let policy: StateBucketPolicy | undefined;
  let lifecycle: Lifecycle | undefined;
  return [
    {
      is: "Block Public Access, all four settings",
      reads: "s3:GetBucketPublicAccessBlock",
      action: "s3:PutBucketPublicAccessBlock",
      async isThere() {
        const { GetPublicAccessBlockCommand } = await sdk();
        const found = await orNothing(s3.send(new GetPublicAccessBlockCommand(owned)));
        const block = found?.PublicAccessBlockConfiguration;
        return [
          block?.BlockPublicAcls,
          block?.BlockPublicPolicy,
          block?.IgnorePublicAcls,
          block?.RestrictPublicBuckets,
        ].every((on) => on === true);
      },
      async add() {
        const { PutPublicAccessBlockCommand } = await sdk();
        await s3.send(
          new PutPublicAccessBlockCommand({
            ...owned,
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              BlockPublicPolicy: true,
              IgnorePublicAcls: true,
              RestrictPublicBuckets: true,
            },
          }),
        );
      },
    },
    {
      is: "bucket owner enforced, ACLs disabled",
      reads: "s3:GetBucketOwnershipControls",
      action: "s3:PutBucketOwnershipControls",
      async isThere() {
        const { GetBucketOwnershipControlsCommand } = await sdk();
        const found = await orNothing(s3.send(new GetBucketOwnershipControlsCommand(owned)));
        return found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === "BucketOwnerEnforced";
      },
      async add() {
        const { PutBucketOwnershipControlsCommand } = await sdk();
        const OwnershipControls = { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] };
        await s3.send(new PutBucketOwnershipControlsCommand({ ...owned, OwnershipControls }));
      },
    },
    {
      is: "versioning",
      reads: "s3:GetBucketVersioning",
      action: "s3:PutBucketVersioning",
      async isThere() {
        const { GetBucketVersioningCommand } = await sdk();
        return (await s3.send(new GetBucketVersioningCommand(owned))).Status === "Enabled";
      },
      async add() {
        const { PutBucketVersioningCommand } = await sdk();
        await s3.send(
          new PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: "Enabled" } }),
        );
      },
    },
    {
      is: state.kmsKey ? `encryption with the key ${state.kmsKey}` : "encryption",
      reads: "s3:GetEncryptionConfiguration",
      action: "s3:PutEncryptionConfiguration",
      async isThere() {
        const { GetBucketEncryptionCommand } = await sdk();
        const found = await orNothing(s3.send(new GetBucketEncryptionCommand(owned)));
        const rule = found?.ServerSideEncryptionConfiguration?.Rules?.[0];
        const applied = rule?.ApplyServerSideEncryptionByDefault;
        // If the environment names no key, any encryption is accepted. A stronger existing choice is kept.
        if (!state.kmsKey) return applied?.SSEAlgorithm !== undefined;
        return applied?.KMSMasterKeyID === state.kmsKey && rule?.BucketKeyEnabled === true;
      },
      async add() {
        const { PutBucketEncryptionCommand } = await sdk();
        const rule = state.kmsKey
          ? {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: "aws:kms" as const,
                KMSMasterKeyID: state.kmsKey,
              },
              BucketKeyEnabled: true,
            }
          : { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } };
        const ServerSideEncryptionConfiguration = { Rules: [rule] };
        await s3.send(new PutBucketEncryptionCommand({ ...owned, ServerSideEncryptionConfiguration }));
      },
    },
    {
      is: "TLS required, deletion of the bucket and of object versions denied",
      reads: "s3:GetBucketPolicy",
      action: "s3:PutBucketPolicy",
      async isThere() {
        const { GetBucketPolicyCommand } = await sdk();
        const text = (await orNothing(s3.send(new GetBucketPolicyCommand(owned))))?.Policy;
        policy = protectedPolicy(text, bucketArn);
        return policy === undefined;
      },
      async add() {
        const { PutBucketPolicyCommand } = await sdk();
        await s3.send(new PutBucketPolicyCommand({ ...owned, Policy: JSON.stringify(policy) }));
      },
    },
    {
      is: `noncurrent versions expire after ${KEPT_DAYS} days, except for the newest ${KEPT_VERSIONS}`,
      reads: "s3:GetLifecycleConfiguration",
      action: "s3:PutLifecycleConfiguration",
      async isThere() {
        const { GetBucketLifecycleConfigurationCommand } = await sdk();
        lifecycle = withVersionExpiry(
          await orNothing(s3.send(new GetBucketLifecycleConfigurationCommand(owned))),
        );
        return lifecycle === undefined;
      },
      async add() {
        const { PutBucketLifecycleConfigurationCommand } = await sdk();
        const { Rules, ...more } = lifecycle!;
        await s3.send(
          new PutBucketLifecycleConfigurationCommand({
            ...owned,
            ...more,
            LifecycleConfiguration: { Rules },
          }),
        );
      },
    },
  ];
}

/** AWS answers 404 if a property is not configured. */
async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (details(error).status === 404) return undefined;
    throw error;
  }
}
