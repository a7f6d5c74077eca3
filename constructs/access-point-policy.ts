import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3ControlMultiRegionAccessPointPolicy } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  RETENTION_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import { LISTING_ACTION_PATTERNS, OBJECT_ACTION_PATTERNS } from "./data-plane-actions";
import { PropsError } from "./errors";
import { CONTROL_PLANE_TIMEOUT, RESOURCE_POLICY_BYTES } from "./limits";
import { policyBytes } from "./policy-size";
import { FEWER_ADMINISTRATORS, FEWER_DISTRIBUTIONS, FEWER_PRINCIPALS, limitSize } from "./size-limit";
import {
  allowCloudFront,
  anyPrincipal,
  denyInsecureTransport,
  denyOtherEncryption,
  inOrganization,
} from "./statements";

export interface AccessPointPolicyProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** Principals that may read: ARNs, account ids, or `*` together with `organization`. @default none */
  readonly readers?: readonly string[];
  /** Principals that may read and write: ARNs, account ids, or `*` together with `organization`. @default none */
  readonly writers?: readonly string[];
  /** Writers may set the retention of objects, for buckets with Object Lock. @default false */
  readonly writersSetRetention?: boolean;
  /** AWS Organizations id. Requests for objects by other principals are denied. @default no restriction */
  readonly organization?: string;
  /** Ids of VPC endpoints. Requests for objects that use none of them are denied. @default no restriction */
  readonly onlyFromEndpoints?: readonly string[];
  /** ARNs of principals that `onlyFromEndpoints` does not apply to. The name part may have wildcards. @default none */
  readonly administrators?: readonly string[];
  /** ARNs of CloudFront distributions that may read with origin access control. @default none */
  readonly cloudFrontDistributions?: readonly string[];
  /** Deny uploads that ask for an encryption other than that of the buckets. @default true */
  readonly onlyBucketEncryption?: boolean;
  /** The encryption of the buckets: S3 managed keys or KMS keys. @default "s3" */
  readonly bucketEncryption?: "s3" | "kms";
  /** The provider of any Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * The access point's policy. The bucket policies delegate access control to the access point, so this policy decides
 * which principals of other accounts have access. For a principal of the same account, an identity policy that allows the
 * access point and the buckets is enough. The Deny statements apply to both.
 *
 * Its Deny statements cover the data plane only. Terraform, a failover and the runbook call the control plane of the
 * access point, and these calls never come through a VPC endpoint.
 *
 * AWS offers no call that deletes this policy. If you remove the resource from Terraform, the last policy is still in
 * effect. To revoke access, remove the principals from the lists instead.
 *
 * @example
 * new AccessPointPolicy(stack, "AccessPointPolicy", {
 *   accessPoint,
 *   readers: ["arn:aws:iam::123456789012:role/thumbnails"],
 * });
 */
export class AccessPointPolicy extends Construct {
  readonly policy: S3ControlMultiRegionAccessPointPolicy;

  constructor(scope: Construct, id: string, props: AccessPointPolicyProps) {
    super(scope, id);
    this.check(props);
    const { accessPoint } = props;
    const statement = accessPointStatements(props);
    limitSize(this, {
      what: "the policy of the access point",
      maximum: RESOURCE_POLICY_BYTES,
      unit: "bytes",
      size: () => policyBytes(this, statement),
      causes: [
        // Readers and writers are in two statements, administrators in one.
        { prop: "readers", value: props.readers, times: 2, fix: FEWER_PRINCIPALS },
        { prop: "writers", value: props.writers, times: 2, fix: FEWER_PRINCIPALS },
        {
          prop: "administrators",
          value: props.administrators,
          times: props.onlyFromEndpoints ? 1 : 0,
          fix: FEWER_ADMINISTRATORS,
        },
        {
          prop: "cloudFrontDistributions",
          value: props.cloudFrontDistributions,
          fix: FEWER_DISTRIBUTIONS,
        },
      ],
    });
    const document = new DataAwsIamPolicyDocument(this, "access-point", { statement });
    this.policy = new S3ControlMultiRegionAccessPointPolicy(this, "Resource", {
      provider: props.provider,
      details: { name: accessPoint.name, policy: document.json },
      timeouts: { create: CONTROL_PLANE_TIMEOUT, update: CONTROL_PLANE_TIMEOUT },
    });
  }

  private check({ onlyFromEndpoints, organization, ...lists }: AccessPointPolicyProps): void {
    if (onlyFromEndpoints?.length === 0) {
      throw new PropsError(
        this,
        "'onlyFromEndpoints' should name at least one VPC endpoint, got an empty list",
      );
    }
    for (const list of ["readers", "writers"] as const) {
      if (lists[list]?.includes("*") && !organization) {
        throw new PropsError(this, `'${list}' should not have '*' without 'organization'`);
      }
    }
  }
}

/** The props that determine the statements of the policy. */
export interface AccessPointStatementsProps extends Omit<AccessPointPolicyProps, "accessPoint" | "provider"> {
  readonly accessPoint: Pick<MultiRegionAccessPoint, "arn" | "objectsArn">;
}

/** The statements of the policy. */
export function accessPointStatements(
  props: AccessPointStatementsProps,
): DataAwsIamPolicyDocumentStatement[] {
  const { arn, objectsArn } = props.accessPoint;
  return [denyInsecureTransport([arn, objectsArn]), ...denyStatements(props), ...allowStatements(props)];
}

function denyStatements(props: AccessPointStatementsProps): DataAwsIamPolicyDocumentStatement[] {
  const { accessPoint, organization, onlyFromEndpoints, administrators, cloudFrontDistributions } = props;
  const deny = (
    sid: string,
    condition: DataAwsIamPolicyDocumentStatement["condition"],
  ): DataAwsIamPolicyDocumentStatement => ({
    sid,
    effect: "Deny",
    principals: anyPrincipal(),
    actions: [...OBJECT_ACTION_PATTERNS, ...LISTING_ACTION_PATTERNS],
    resources: [accessPoint.arn, accessPoint.objectsArn],
    condition,
  });
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  if (props.onlyBucketEncryption ?? true)
    statements.push(denyOtherEncryption(accessPoint.objectsArn, props.bucketEncryption));
  if (organization) {
    statements.push(
      deny("OnlyThisOrganization", [
        { test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: [organization] },
        // AWS services, such as CloudFront, belong to no organization.
        { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
      ]),
    );
  }
  if (onlyFromEndpoints) {
    const condition = [
      { test: "StringNotEquals", variable: "aws:SourceVpce", values: [...onlyFromEndpoints] },
    ];
    if (administrators?.length) {
      condition.push({ test: "ArnNotLike", variable: "aws:PrincipalArn", values: [...administrators] });
    }
    if (cloudFrontDistributions?.length) {
      // Only AWS services can set this key. Without the key, the condition is true.
      condition.push({
        test: "StringNotEquals",
        variable: "aws:SourceArn",
        values: [...cloudFrontDistributions],
      });
    }
    statements.push(deny("OnlyFromVpcEndpoints", condition));
  }
  return statements;
}

function allowStatements({
  accessPoint,
  readers = [],
  writers = [],
  writersSetRetention = false,
  organization,
  cloudFrontDistributions,
}: AccessPointStatementsProps): DataAwsIamPolicyDocumentStatement[] {
  const allow = (sid: string, identifiers: readonly string[], actions: string[], resource: string) => ({
    sid,
    principals: [{ type: "AWS", identifiers: [...identifiers] }],
    actions,
    resources: [resource],
    // S3 considers a policy public if it allows everyone without this condition, and rejects it.
    ...(identifiers.includes("*") ? { condition: inOrganization(organization) } : {}),
  });
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  if (readers.length > 0) {
    statements.push(
      allow("ReadersGetObjects", readers, READ_OBJECT_ACTIONS, accessPoint.objectsArn),
      allow("ReadersListObjects", readers, READ_BUCKET_ACTIONS, accessPoint.arn),
    );
  }
  if (writers.length > 0) {
    const bucketActions = [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS];
    statements.push(
      allow(
        "WritersUseObjects",
        writers,
        [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS, ...(writersSetRetention ? RETENTION_ACTIONS : [])],
        accessPoint.objectsArn,
      ),
      allow("WritersListObjects", writers, bucketActions, accessPoint.arn),
    );
  }
  return [...statements, ...allowCloudFront(cloudFrontDistributions, accessPoint.objectsArn)];
}
