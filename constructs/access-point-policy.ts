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
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import { PropsError } from "./errors";
import { anyPrincipal, denyInsecureTransport } from "./statements";

export interface AccessPointPolicyProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** ARNs of principals that may read. @default none */
  readonly readers?: readonly string[];
  /** ARNs of principals that may read and write. @default none */
  readonly writers?: readonly string[];
  /** AWS Organizations id. Principals outside this organization are denied. @default no restriction */
  readonly organization?: string;
  /** Ids of VPC endpoints. Requests that use none of them are denied. @default no restriction */
  readonly onlyFromEndpoints?: readonly string[];
  /** ARNs of principals that `onlyFromEndpoints` does not apply to. @default none */
  readonly administrators?: readonly string[];
  /** The provider of any Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/**
 * The access point's policy. The bucket policies delegate access control to the access point, so this policy decides
 * which principals have access.
 *
 * AWS offers no call that deletes this policy. If you remove the resource from Terraform, the last policy stays in
 * effect. To revoke access, remove the principals from the lists instead.
 */
export class AccessPointPolicy extends Construct {
  readonly policy: S3ControlMultiRegionAccessPointPolicy;

  constructor(scope: Construct, id: string, props: AccessPointPolicyProps) {
    super(scope, id);
    if (props.onlyFromEndpoints?.length === 0) {
      throw new PropsError(
        this,
        "'onlyFromEndpoints' should name at least one VPC endpoint, got an empty list",
      );
    }
    const document = new DataAwsIamPolicyDocument(this, "access-point", {
      statement: [
        denyInsecureTransport([props.accessPoint.arn, props.accessPoint.objectsArn]),
        ...denyStatements(props),
        ...allowStatements(props),
      ],
    });
    this.policy = new S3ControlMultiRegionAccessPointPolicy(this, "Resource", {
      provider: props.provider,
      details: { name: props.accessPoint.name, policy: document.json },
    });
  }
}

function denyStatements(props: AccessPointPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const resources = [props.accessPoint.arn, props.accessPoint.objectsArn];
  const statements: DataAwsIamPolicyDocumentStatement[] = [];
  if (props.organization) {
    statements.push({
      sid: "OnlyThisOrganization",
      effect: "Deny",
      principals: anyPrincipal(),
      actions: ["s3:*"],
      resources,
      condition: [
        { test: "StringNotEquals", variable: "aws:PrincipalOrgID", values: [props.organization] },
        { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
      ],
    });
  }
  if (props.onlyFromEndpoints) {
    const condition = [
      { test: "StringNotEquals", variable: "aws:SourceVpce", values: [...props.onlyFromEndpoints] },
    ];
    if (props.administrators?.length) {
      condition.push({ test: "ArnNotLike", variable: "aws:PrincipalArn", values: [...props.administrators] });
    }
    statements.push({
      sid: "OnlyFromVpcEndpoints",
      effect: "Deny",
      principals: anyPrincipal(),
      actions: ["s3:*"],
      resources,
      condition,
    });
  }
  return statements;
}

function allowStatements({
  accessPoint,
  readers = [],
  writers = [],
}: AccessPointPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const allow = (sid: string, identifiers: readonly string[], actions: string[], resource: string) => ({
    sid,
    principals: [{ type: "AWS", identifiers: [...identifiers] }],
    actions,
    resources: [resource],
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
        [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS],
        accessPoint.objectsArn,
      ),
      allow("WritersListObjects", writers, bucketActions, accessPoint.arn),
    );
  }
  return statements;
}
