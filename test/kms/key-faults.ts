/** Single faults of the keys of a deployed environment, made through the API, and the checks that name the cause. */
import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import {
  GetBucketEncryptionCommand,
  GetBucketReplicationCommand,
  PutBucketEncryptionCommand,
  PutBucketReplicationCommand,
  type ReplicationRule,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { ACCOUNT, keyId, type KmsEnvironment } from "./environment";

export const [IRELAND, VIRGINIA, MUMBAI] = ["eu-west-1", "us-east-1", "ap-south-1"] as const;

/** An environment whose key in Virginia exists, and whose other keys are created. */
export interface KeyWorld {
  readonly environment: KmsEnvironment;
  /** The ARNs of the keys by Region. */
  readonly keys: Readonly<Record<string, string>>;
  /** Another key in each Region. */
  readonly others: Readonly<Record<string, string>>;
}

export interface KeyFault {
  readonly name: string;
  /** The checks that name the cause, each with parts of its text and its fix. */
  causes(world: KeyWorld): Readonly<Record<string, readonly string[]>>;
  /** @default error */
  readonly level?: "error" | "warning";
  /** Whether it concerns the replication itself, so that canary objects are written. @default false */
  readonly canary?: boolean;
  /** Makes the change. Returns what undoes it. */
  make(world: KeyWorld): Promise<() => Promise<unknown>>;
}

const AGAIN = "npx cdktf deploy denied";
const created = (region: string): string => `kms-key ${region} denied-objects`;
const role = (region: string): string => `arn:aws:iam::${ACCOUNT}:role/denied-replication-${region}`;
const root = `arn:aws:iam::${ACCOUNT}:root`;

type Change = (statements: any[]) => any[];

/** Changes the policy of the key of a Region. Returns what undoes it. */
export async function changeKeyPolicy(
  { environment, keys }: KeyWorld,
  region: string,
  change: Change,
): Promise<() => Promise<unknown>> {
  const KeyId = keys[region]!;
  const kms = environment.kms(region);
  const put = (Policy: string) => kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
  const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
  const document = JSON.parse(Policy) as { Statement: any[] };
  await put(JSON.stringify({ ...document, Statement: change(document.Statement) }));
  return () => put(Policy);
}

/** The account may write, and the replication roles may not. */
export const forWritersOnly =
  (...sids: string[]): Change =>
  (statements) => [
    ...statements.filter(({ Sid }) => ![...sids, "AccountUsesKeyThroughS3"].includes(Sid)),
    {
      Sid: "RootOnly",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": root } },
    },
  ];

/** Every action for the root user alone. */
const forRootOnly: Change = () => [
  {
    Sid: "RootOnly",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: "kms:*",
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": root } },
  },
];

function rulesFault(
  name: string,
  change: (rule: ReplicationRule, world: KeyWorld) => ReplicationRule,
  causes: KeyFault["causes"],
): KeyFault {
  return {
    name,
    causes,
    async make(world) {
      const s3 = world.environment.s3(MUMBAI);
      const Bucket = world.environment.bucket(MUMBAI);
      const { ReplicationConfiguration: before } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
      const put = (Rules: ReplicationRule[]) =>
        s3.send(
          new PutBucketReplicationCommand({
            Bucket,
            ReplicationConfiguration: { Role: before!.Role, Rules },
          }),
        );
      await put(before!.Rules!.map((rule) => change(rule, world)));
      return () => put(before!.Rules!);
    },
  };
}

function encryptionFault(
  name: string,
  change: (rule: ServerSideEncryptionRule, world: KeyWorld) => ServerSideEncryptionRule,
  causes: KeyFault["causes"],
): KeyFault {
  return {
    name,
    causes,
    async make(world) {
      const s3 = world.environment.s3(MUMBAI);
      const Bucket = world.environment.bucket(MUMBAI);
      const { ServerSideEncryptionConfiguration: before } = await s3.send(
        new GetBucketEncryptionCommand({ Bucket }),
      );
      const put = (Rules: ServerSideEncryptionRule[]) =>
        s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
      await put(before!.Rules!.map((rule) => change(rule, world)));
      return () => put(before!.Rules!);
    },
  };
}

/** Removes a statement of the policy of a replication role. */
function roleFault(
  name: string,
  region: string,
  sid: string | undefined,
  canary: boolean,
  causes: KeyFault["causes"],
): KeyFault {
  return {
    name,
    canary,
    causes,
    async make({ environment }) {
      const id = { RoleName: `denied-replication-${region}`, PolicyName: "replication" };
      const iam = environment.stack.deployed.iam();
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(id));
      const document = decodeURIComponent(PolicyDocument);
      const put = (text: string) => iam.send(new PutRolePolicyCommand({ ...id, PolicyDocument: text }));
      const { Statement, ...rest } = JSON.parse(document) as { Statement: { Sid: string }[] };
      if (sid === undefined) await iam.send(new DeleteRolePolicyCommand(id));
      else await put(JSON.stringify({ ...rest, Statement: Statement.filter(({ Sid }) => Sid !== sid) }));
      return () => put(document);
    },
  };
}

export const keyFaults: readonly KeyFault[] = [
  {
    name: "the policy of a created key does not let the roles of the other buckets encrypt",
    canary: true,
    causes: ({ keys }) => ({
      [created(MUMBAI)]: ["lacks the statement DestinationRolesEncrypt", AGAIN],
      [`kms-key-policy ${MUMBAI}`]: [
        `The policy of the key ${keys[MUMBAI]} does not allow kms:Encrypt to`,
        role(IRELAND),
        role(VIRGINIA),
        `Objects in ${IRELAND} do not replicate to ${MUMBAI}.`,
        `Objects in ${VIRGINIA} do not replicate to ${MUMBAI}.`,
        AGAIN,
      ],
    }),
    make: (world) =>
      changeKeyPolicy(world, MUMBAI, (all) => all.filter(({ Sid }) => Sid !== "DestinationRolesEncrypt")),
  },
  {
    name: "the policy of a created key does not let the role of the bucket decrypt",
    canary: true,
    causes: ({ keys }) => ({
      [created(MUMBAI)]: ["SourceRoleDecrypts", AGAIN],
      [`kms-key-policy ${MUMBAI}`]: [
        `The policy of the key ${keys[MUMBAI]} does not allow kms:Decrypt to ${role(MUMBAI)}.`,
        `Objects in ${MUMBAI} do not replicate.`,
        AGAIN,
      ],
    }),
    make: (world) => changeKeyPolicy(world, MUMBAI, forWritersOnly("SourceRoleDecrypts")),
  },
  {
    name: "the policy of an existing key does not allow the roles",
    causes: ({ keys }) => ({
      [`kms-key-policy ${VIRGINIA}`]: [
        `The policy of the key ${keys[VIRGINIA]} does not allow kms:Decrypt to ${role(VIRGINIA)}.`,
        `The policy of the key ${keys[VIRGINIA]} does not allow kms:Encrypt and kms:Decrypt to`,
        `Allow kms:Encrypt and kms:Decrypt to ${role(IRELAND)}`,
        `and kms:Decrypt to ${role(VIRGINIA)} in the policy of the key`,
      ],
    }),
    make: (world) => changeKeyPolicy(world, VIRGINIA, forRootOnly),
  },
  {
    name: "a statement denies an existing key to a role",
    causes: ({ keys }) => ({
      [`kms-key-policy ${VIRGINIA}`]: [
        `A Deny statement in the policy of the key ${keys[VIRGINIA]} denies kms:Encrypt to ${role(IRELAND)}.`,
        `Objects in ${IRELAND} do not replicate to ${VIRGINIA}.`,
      ],
    }),
    make: (world) =>
      changeKeyPolicy(world, VIRGINIA, (all) => [
        ...all,
        {
          Sid: "No",
          Effect: "Deny",
          Principal: "*",
          Action: "kms:Encrypt",
          Resource: "*",
          Condition: { ArnLike: { "aws:PrincipalArn": role(IRELAND) } },
        },
      ]),
  },
  ...[MUMBAI, VIRGINIA].map((region): KeyFault => ({
    name: `the key in ${region} is disabled`,
    canary: region === MUMBAI,
    causes: ({ keys }) => ({
      [region === MUMBAI ? created(region) : `kms-key ${region}`]: [
        "is disabled.",
        keys[region]!,
        "Enable the key",
      ],
    }),
    async make({ environment, keys }) {
      const kms = environment.kms(region);
      const KeyId = keyId(keys[region]!);
      await kms.send(new DisableKeyCommand({ KeyId }));
      return () => kms.send(new EnableKeyCommand({ KeyId }));
    },
  })),
  ...[MUMBAI, VIRGINIA].map((region): KeyFault => ({
    name: `the key in ${region} is pending deletion`,
    causes: ({ keys }) => ({
      [region === MUMBAI ? created(region) : `kms-key ${region}`]: [keys[region]!, "Cancel the deletion"],
    }),
    async make({ environment, keys }) {
      const kms = environment.kms(region);
      const KeyId = keyId(keys[region]!);
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 30 }));
      return async () => {
        await kms.send(new CancelKeyDeletionCommand({ KeyId }));
        await kms.send(new EnableKeyCommand({ KeyId }));
      };
    },
  })),
  {
    name: "the rotation of a created key is off",
    level: "warning",
    causes: ({ keys }) => ({
      [`kms-key-rotation ${MUMBAI} denied-objects`]: [keys[MUMBAI]!, "is off", AGAIN],
    }),
    async make({ environment, keys }) {
      const kms = environment.kms(MUMBAI);
      const KeyId = keyId(keys[MUMBAI]!);
      await kms.send(new DisableKeyRotationCommand({ KeyId }));
      return () => kms.send(new EnableKeyRotationCommand({ KeyId }));
    },
  },
  {
    name: "the alias of a created key points to another key",
    causes: ({ keys, others }) => ({
      [created(MUMBAI)]: [`points to the key ${others[MUMBAI]}, not to ${keys[MUMBAI]}`, AGAIN],
    }),
    async make({ environment, keys, others }) {
      const kms = environment.kms(MUMBAI);
      const move = (arn: string) =>
        kms.send(new UpdateAliasCommand({ AliasName: "alias/denied-objects", TargetKeyId: keyId(arn) }));
      await move(others[MUMBAI]!);
      return () => move(keys[MUMBAI]!);
    },
  },
  {
    name: "the alias of a created key is deleted",
    causes: ({ keys }) => ({
      [created(MUMBAI)]: ["does not exist", keys[MUMBAI]!, AGAIN],
    }),
    async make({ environment, keys }) {
      const kms = environment.kms(MUMBAI);
      const AliasName = "alias/denied-objects";
      await kms.send(new DeleteAliasCommand({ AliasName }));
      return () => kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyId(keys[MUMBAI]!) }));
    },
  },
  rulesFault(
    "a replication rule has another key",
    ({ Destination, ...rule }, { others }) => ({
      ...rule,
      Destination: { ...Destination!, EncryptionConfiguration: { ReplicaKmsKeyID: others[IRELAND] } },
    }),
    ({ keys, others }) => ({
      [`replication-rules ${MUMBAI}`]: [`is ${others[IRELAND]} instead of ${keys[VIRGINIA]}`, AGAIN],
    }),
  ),
  rulesFault(
    "a replication rule does not select objects with SSE-KMS",
    ({ SourceSelectionCriteria, ...rule }) => ({
      ...rule,
      SourceSelectionCriteria: {
        ...SourceSelectionCriteria,
        SseKmsEncryptedObjects: { Status: "Disabled" },
      },
    }),
    () => ({ [`replication-rules ${MUMBAI}`]: ["sse_kms_encrypted_objects.status is Disabled", AGAIN] }),
  ),
  encryptionFault(
    "the default encryption of a bucket has another key than the stack",
    (rule, { others }) => ({
      ...rule,
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: others[MUMBAI] },
    }),
    ({ keys, others }) => ({
      [`bucket-encryption ${MUMBAI}`]: [`is ${others[MUMBAI]} instead of ${keys[MUMBAI]}`, AGAIN],
    }),
  ),
  encryptionFault(
    "the bucket key of a bucket is off",
    (rule) => ({ ...rule, BucketKeyEnabled: false }),
    () => ({ [`bucket-encryption ${MUMBAI}`]: ["bucket_key_enabled is absent instead of true", AGAIN] }),
  ),
  roleFault(
    "the policy of a role does not allow the existing key of its bucket",
    VIRGINIA,
    "DecryptSourceObjects",
    true,
    ({ keys }) => ({
      [`replication-role ${VIRGINIA}`]: ["lacks the statement DecryptSourceObjects", AGAIN],
      [`kms-key-policy ${VIRGINIA}`]: [
        `The policy of the key ${keys[VIRGINIA]} lets the policies of the roles decide, and they do not allow kms:Decrypt to ${role(VIRGINIA)}.`,
        AGAIN,
      ],
    }),
  ),
  roleFault(
    "the policy of a role does not allow the existing key of a destination",
    IRELAND,
    "EncryptReplicasInUsEast1",
    true,
    ({ keys }) => ({
      [`replication-role ${IRELAND}`]: ["lacks the statement EncryptReplicasInUsEast1", AGAIN],
      [`kms-key-policy ${VIRGINIA}`]: [
        `The policy of the key ${keys[VIRGINIA]} lets the policies of the roles decide, and they do not allow kms:Encrypt and kms:Decrypt to ${role(IRELAND)}.`,
        `Objects in ${IRELAND} do not replicate to ${VIRGINIA}.`,
      ],
    }),
  ),
];
