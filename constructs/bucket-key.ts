import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { DEFAULTS } from "./defaults";
import {
  READ_KEY_ACTIONS,
  REPLICATE_FROM_ACTIONS,
  REPLICATE_TO_ACTIONS,
  throughS3,
  WRITE_KEY_ACTIONS,
  type EncryptionKey,
  type KeyReplicationRoles,
} from "./encryption-key";
import { PropsError } from "./errors";
import { KEY_POLICY_BYTES } from "./limits";
import { policyBytes } from "./policy-size";
import { FEWER_DISTRIBUTIONS, FEWER_PRINCIPALS, limitSize } from "./size-limit";
import { inOrganization } from "./statements";

export interface BucketKeyProps {
  /** The name of the alias: `alias/NAME`. */
  readonly name: string;
  /** ARN of the bucket that the key encrypts. */
  readonly bucketArn: string;
  /** The Region of the bucket and of the key. */
  readonly region: string;
  /** The account of the key and of the bucket. */
  readonly accountId: string;
  /** Principals that read the bucket: ARNs, account IDs, or `*` together with `organization`. @default none */
  readonly readers?: readonly string[];
  /** Principals that read and write the bucket: ARNs, account IDs, or `*` together with `organization`. @default none */
  readonly writers?: readonly string[];
  /** AWS Organizations id. Required for a reader or writer `*`. @default none */
  readonly organization?: string;
  /** ARNs of CloudFront distributions that read the bucket with origin access control. @default none */
  readonly cloudFrontDistributions?: readonly string[];
  /**
   * Prevent Terraform from destroying the key. The key policy then also allows nobody to schedule its deletion.
   * @default true
   */
  readonly protect?: boolean;
  /** The provider of the bucket's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/** Days between the deletion of a key in Terraform and in KMS, the maximum. Objects are lost with their key. */
const DELETION_WINDOW_DAYS = 30;

/** The actions of an administrator. No action uses the key, and none creates a grant to use it. */
const ADMINISTER_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/**
 * A KMS key for the objects of one bucket, with an alias and yearly rotation. Its policy allows the account to administer
 * the key, and to use it only through S3, for this bucket and with an S3 Bucket Key. Identity policies decide which
 * principals of the account use it. The policy names the readers and writers, because they may be in other accounts.
 *
 * @example
 * const key = new BucketKey(stack, "key", {
 *   name: "photos-objects",
 *   bucketArn: "arn:aws:s3:::example-encrypted-photos",
 *   region: "eu-west-1",
 *   accountId: "123456789012",
 *   provider: providers.in("eu-west-1"),
 * });
 * new RegionalBucket(stack, "encrypted", {
 *   bucket: "example-encrypted-photos",
 *   region: "eu-west-1",
 *   provider: providers.in("eu-west-1"),
 *   encryptionKey: key,
 * });
 */
export class BucketKey extends Construct implements EncryptionKey {
  readonly key: KmsKey;
  private readonly document: DataAwsIamPolicyDocument;
  private statement: DataAwsIamPolicyDocumentStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketKeyProps,
  ) {
    super(scope, id);
    const { name, provider, protect = DEFAULTS.protect } = props;
    for (const list of ["readers", "writers"] as const) {
      if (props[list]?.includes("*") && !props.organization)
        throw new PropsError(this, `'${list}' should not have '*' without 'organization'`);
    }
    this.statement = [...accountStatements(props, protect), ...principalStatements(props)];
    this.document = new DataAwsIamPolicyDocument(this, "key", { statement: this.statement });
    limitSize(this, {
      what: "the key policy",
      maximum: KEY_POLICY_BYTES,
      unit: "bytes",
      size: () => policyBytes(this, this.statement),
      causes: [
        { prop: "readers", value: props.readers, fix: FEWER_PRINCIPALS },
        { prop: "writers", value: props.writers, fix: FEWER_PRINCIPALS },
        { prop: "cloudFrontDistributions", value: props.cloudFrontDistributions, fix: FEWER_DISTRIBUTIONS },
      ],
    });
    this.key = new KmsKey(this, "Resource", {
      provider,
      description: `Encrypts the objects in ${props.bucketArn}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: this.document.json,
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
    new KmsAlias(this, "Alias", { provider, name: `alias/${name}`, targetKeyId: this.key.keyId });
  }

  get arn(): string {
    return this.key.arn;
  }

  /** Allows replication from the bucket and to the bucket. */
  allowReplication({ source, destinations }: KeyReplicationRoles): void {
    const { region, bucketArn } = this.props;
    const allow = (sid: string, roles: readonly string[], actions: string[]) => ({
      sid,
      principals: [{ type: "AWS", identifiers: [...roles] }],
      actions,
      resources: ["*"],
      condition: throughS3(region, bucketArn),
    });
    this.statement = [
      ...this.statement,
      allow("SourceRoleDecrypts", [source], REPLICATE_FROM_ACTIONS),
      allow("DestinationRolesEncrypt", destinations, REPLICATE_TO_ACTIONS),
    ];
    this.document.putStatement(this.statement);
  }
}

function accountStatements(
  { accountId, region, bucketArn }: BucketKeyProps,
  protect: boolean,
): DataAwsIamPolicyDocumentStatement[] {
  const principals = [{ type: "AWS", identifiers: [`arn:aws:iam::${accountId}:root`] }];
  return [
    {
      sid: "AccountAdministersKey",
      principals,
      // Terraform ignores prevent_destroy if the key is removed from the configuration. KMS does not.
      actions: protect ? ADMINISTER_ACTIONS : [...ADMINISTER_ACTIONS, "kms:ScheduleKeyDeletion"],
      resources: ["*"],
    },
    {
      // Identity policies decide which principals of the account use the key.
      sid: "AccountUsesKeyThroughS3",
      principals,
      actions: WRITE_KEY_ACTIONS,
      resources: ["*"],
      condition: throughS3(region, bucketArn),
    },
  ];
}

function principalStatements(props: BucketKeyProps): DataAwsIamPolicyDocumentStatement[] {
  const { region, bucketArn, readers = [], writers = [], organization, cloudFrontDistributions = [] } = props;
  const allow = (sid: string, identifiers: readonly string[], actions: string[]) => ({
    sid,
    principals: [{ type: "AWS", identifiers: [...identifiers] }],
    actions,
    resources: ["*"],
    condition: [
      ...throughS3(region, bucketArn),
      ...(identifiers.includes("*") ? inOrganization(organization) : []),
    ],
  });
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  if (readers.length > 0) statements.push(allow("ReadersDecrypt", readers, READ_KEY_ACTIONS));
  if (writers.length > 0) statements.push(allow("WritersEncrypt", writers, WRITE_KEY_ACTIONS));
  if (cloudFrontDistributions.length > 0) {
    statements.push({
      // Only the condition of the Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin", SSE-KMS.
      sid: "CloudFrontDecrypts",
      principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
      actions: READ_KEY_ACTIONS,
      resources: ["*"],
      condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [...cloudFrontDistributions] }],
    });
  }
  return statements;
}
