import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import type { RegionalBucket } from "./bucket";
import { DEFAULTS } from "./defaults";
import { everyone, onlyOverTls } from "./statements";

export interface MemberBucketPolicyProps {
  readonly bucket: RegionalBucket;
  readonly accessPoint: MultiRegionAccessPoint;
  /** Refuse object requests that do not come through the access point. @default true */
  readonly onlyThroughAccessPoint?: boolean;
  /** ARNs of the replication roles: replication does not come through the access point. */
  readonly replicationRoleArns: readonly string[];
  /** ARNs of principals that may reach the objects directly. @default none */
  readonly administrators?: readonly string[];
}

/**
 * A member bucket's policy: TLS only, access control delegated to the access point, and object requests that come
 * another way refused. Delegation alone would leave the direct way open to whoever an identity policy lets in.
 *
 * The refusal covers objects, not the bucket: whoever manages the bucket's configuration is not locked out.
 */
export class MemberBucketPolicy extends Construct {
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: MemberBucketPolicyProps) {
    super(scope, id);
    const { bucket } = props;
    const statement = [onlyOverTls([bucket.arn, `${bucket.arn}/*`]), ...delegation(props)];
    if (props.onlyThroughAccessPoint ?? DEFAULTS.access.onlyThroughAccessPoint) statement.push(refusal(props));
    const document = new DataAwsIamPolicyDocument(this, "bucket", { statement });
    this.policy = new S3BucketPolicy(this, "Resource", {
      provider: bucket.provider,
      bucket: bucket.name,
      policy: document.json,
      // S3 answers 409 when both are put at once.
      dependsOn: [bucket.publicAccessBlock],
    });
  }
}

function delegation({ bucket, accessPoint }: MemberBucketPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const delegate = (sid: string, actions: string[], resource: string) => ({
    sid,
    principals: [{ type: "AWS", identifiers: ["*"] }],
    actions,
    resources: [resource],
    // A fixed access point is what keeps "everyone" from being public.
    condition: [{ test: "StringEquals", variable: "s3:DataAccessPointArn", values: [accessPoint.arn] }],
  });
  return [
    delegate(
      "DelegateObjectsToAccessPoint",
      [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS],
      `${bucket.arn}/*`,
    ),
    delegate("DelegateListingToAccessPoint", [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS], bucket.arn),
  ];
}

function refusal({
  bucket,
  accessPoint,
  ...props
}: MemberBucketPolicyProps): DataAwsIamPolicyDocumentStatement {
  const exempt = [...props.replicationRoleArns, ...(props.administrators ?? [])];
  return {
    sid: "OnlyThroughAccessPoint",
    effect: "Deny",
    principals: everyone(),
    actions: ["s3:*"],
    resources: [`${bucket.arn}/*`],
    condition: [
      { test: "StringNotEquals", variable: "s3:DataAccessPointArn", values: [accessPoint.arn] },
      { test: "ArnNotLike", variable: "aws:PrincipalArn", values: exempt },
      { test: "BoolIfExists", variable: "aws:PrincipalIsAWSService", values: ["false"] },
    ],
  };
}
