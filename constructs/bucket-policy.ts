import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  RETENTION_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import type { MemberBucket } from "./member-bucket";
import { OBJECT_ACTION_PATTERNS } from "./data-plane-actions";
import { DEFAULTS } from "./defaults";
import { RESOURCE_POLICY_BYTES } from "./limits";
import { documentOf, mergedStatements } from "./existing-policy";
import { policyBytes } from "./policy-size";
import { FEWER_ADMINISTRATORS, FEWER_DISTRIBUTIONS, limitSize } from "./size-limit";
import {
  allowCloudFront,
  anyPrincipal,
  denyInsecureTransport,
  denyOtherEncryption,
  denyOtherKey,
  inOrganization,
} from "./statements";

export interface MemberBucketPolicyProps {
  readonly bucket: MemberBucket;
  readonly accessPoint: MultiRegionAccessPoint;
  /** Other access points of the same buckets, such as one that is being replaced. @default none */
  readonly otherAccessPoints?: readonly MultiRegionAccessPoint[];
  /** Deny object requests that bypass the access point. @default true */
  readonly onlyThroughAccessPoint?: boolean;
  /** ARNs of the replication roles. Replication bypasses the access point. */
  readonly replicationRoleArns: readonly string[];
  /** ARNs of principals that may bypass the access point. The name part may have wildcards. @default none */
  readonly administrators?: readonly string[];
  /** Writers may set the retention of objects, for buckets with Object Lock. @default false */
  readonly writersSetRetention?: boolean;
  /** AWS Organizations id. Access is delegated for principals of this organization only. @default no restriction */
  readonly organization?: string;
  /** ARNs of CloudFront distributions that may read with origin access control. @default none */
  readonly cloudFrontDistributions?: readonly string[];
  /** Deny uploads that ask for an encryption other than that of the bucket. @default true */
  readonly onlyBucketEncryption?: boolean;
}

/**
 * The policy of a member bucket. It requires TLS, delegates access control to the access point and denies object
 * requests that bypass the access point. Without the Deny statement, a principal whose identity policy allows the
 * bucket could still use it directly.
 *
 * The Deny statement covers actions on objects only. It does not lock out the principals that manage the bucket's
 * configuration, and it does not cover S3 Batch Replication.
 *
 * @example
 * const mesh = new ReplicationMesh(stack, "Replication", { buckets });
 * for (const bucket of buckets)
 *   new MemberBucketPolicy(stack, `policy-${bucket.region}`, {
 *     bucket,
 *     accessPoint,
 *     replicationRoleArns: mesh.roles.map(({ role }) => role.arn),
 *   });
 */
export class MemberBucketPolicy extends Construct {
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: MemberBucketPolicyProps) {
    super(scope, id);
    const { bucket } = props;
    const objects = `${bucket.arn}/*`;
    const own = [
      denyInsecureTransport([bucket.arn, objects]),
      ...delegateStatements(props),
      ...allowCloudFront(props.cloudFrontDistributions, objects),
    ];
    if (props.onlyThroughAccessPoint ?? DEFAULTS.access.onlyThroughAccessPoint) own.push(denyBypass(props));
    if (props.onlyBucketEncryption ?? true) own.push(...denyEncryption(bucket, objects));
    const existing = bucket.existing?.policy;
    const statement = mergedStatements(existing, own);
    limitSize(this, {
      what: "the bucket policy",
      maximum: RESOURCE_POLICY_BYTES,
      unit: "bytes",
      size: () => policyBytes(this, statement),
      causes: [
        { prop: "administrators", value: props.administrators, fix: FEWER_ADMINISTRATORS },
        {
          prop: "cloudFrontDistributions",
          value: props.cloudFrontDistributions,
          fix: FEWER_DISTRIBUTIONS,
        },
        {
          prop: "existing",
          value: existing?.map((one) => JSON.stringify(one)),
          fix: "shorten the policy that the bucket had before the adoption, and record the adoption again",
        },
      ],
    });
    const document = new DataAwsIamPolicyDocument(this, "bucket", {
      ...documentOf(bucket.existing),
      statement,
    });
    this.policy = new S3BucketPolicy(this, "Resource", {
      provider: bucket.provider,
      bucket: bucket.name,
      policy: document.json,
      // S3 returns 409 if both are changed at the same time.
      dependsOn: bucket.publicAccessBlock && [bucket.publicAccessBlock],
    });
    if (existing && bucket.nameInput !== undefined) this.policy.importFrom(bucket.nameInput);
  }
}

function denyEncryption(
  { encryptionKey: key }: MemberBucket,
  objects: string,
): DataAwsIamPolicyDocumentStatement[] {
  return key && !key.retired
    ? [denyOtherEncryption(objects, "kms"), denyOtherKey(objects, key.arn)]
    : [denyOtherEncryption(objects)];
}

/** The ARNs of all access points of the bucket. */
function accessPointArns({ accessPoint, otherAccessPoints = [] }: MemberBucketPolicyProps): string[] {
  return [accessPoint, ...otherAccessPoints].map(({ arn }) => arn);
}

function delegateStatements(props: MemberBucketPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { bucket, organization, writersSetRetention = false } = props;
  const delegate = (sid: string, actions: string[], resource: string) => ({
    sid,
    principals: [{ type: "AWS", identifiers: ["*"] }],
    actions,
    resources: [resource],
    // S3 does not consider this statement public, because the condition names the access points.
    condition: [
      { test: "StringEquals", variable: "s3:DataAccessPointArn", values: accessPointArns(props) },
      ...inOrganization(organization),
    ],
  });
  return [
    delegate(
      "DelegateObjectsToAccessPoint",
      [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS, ...(writersSetRetention ? RETENTION_ACTIONS : [])],
      `${bucket.arn}/*`,
    ),
    delegate("DelegateListingToAccessPoint", [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS], bucket.arn),
  ];
}

function denyBypass(props: MemberBucketPolicyProps): DataAwsIamPolicyDocumentStatement {
  const exempt = [...props.replicationRoleArns, ...(props.administrators ?? [])];
  return {
    sid: "OnlyThroughAccessPoint",
    effect: "Deny",
    principals: anyPrincipal(),
    actions: OBJECT_ACTION_PATTERNS,
    resources: [`${props.bucket.arn}/*`],
    condition: [
      { test: "StringNotEquals", variable: "s3:DataAccessPointArn", values: accessPointArns(props) },
      { test: "ArnNotLike", variable: "aws:PrincipalArn", values: exempt },
      { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
    ],
  };
}
