import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  RETENTION_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./access-actions";
import type { MultiRegionAccessPoint } from "./access-point";
import { READ_KEY_ACTIONS, regionSid, throughS3, WRITE_KEY_ACTIONS } from "./encryption-key";
import type { MemberBucket } from "./member-bucket";

export interface ApplicationPolicyProps {
  readonly accessPoint: MultiRegionAccessPoint;
  /** Other access points of the same buckets, such as one that is being replaced. @default none */
  readonly otherAccessPoints?: readonly MultiRegionAccessPoint[];
  /** The member buckets of all access points. */
  readonly buckets: readonly MemberBucket[];
  /** Also allow writes. @default false */
  readonly write?: boolean;
  /** With `write`, also allow to set the retention of objects, for buckets with Object Lock. @default false */
  readonly writersSetRetention?: boolean;
}

/**
 * An identity policy to attach to an application's role. S3 checks the permission on the access point and on the
 * bucket that it routes the request to, so the policy allows both. It allows the buckets only through the access
 * point. If the buckets have KMS keys, it also allows the keys, only through S3. This construct creates no resource.
 *
 * @example
 * const writer = new ApplicationPolicy(stack, "writer", { accessPoint, buckets, write: true });
 * new TerraformOutput(stack, "writer_policy", { value: writer.json });
 */
export class ApplicationPolicy extends Construct {
  /** The policy as JSON. */
  readonly json: string;

  constructor(scope: Construct, id: string, props: ApplicationPolicyProps) {
    super(scope, id);
    const { buckets, write = false, writersSetRetention = false } = props;
    const accessPoints = [props.accessPoint, ...(props.otherAccessPoints ?? [])];
    const arns = accessPoints.map(({ arn }) => arn);
    const retention = writersSetRetention ? RETENTION_ACTIONS : [];
    const objects = write
      ? [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS, ...retention]
      : READ_OBJECT_ACTIONS;
    const listing = write ? [...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS] : READ_BUCKET_ACTIONS;
    const throughAccessPoint = [{ test: "StringEquals", variable: "s3:DataAccessPointArn", values: arns }];
    const statement: DataAwsIamPolicyDocumentStatement[] = [
      {
        sid: "AccessPointObjects",
        actions: objects,
        resources: accessPoints.map(({ objectsArn }) => objectsArn),
      },
      { sid: "AccessPointListing", actions: listing, resources: arns },
      {
        sid: "BucketObjectsThroughAccessPoint",
        actions: objects,
        resources: buckets.map((bucket) => `${bucket.arn}/*`),
        condition: throughAccessPoint,
      },
      {
        sid: "BucketListingThroughAccessPoint",
        actions: listing,
        resources: buckets.map((bucket) => bucket.arn),
        condition: throughAccessPoint,
      },
      ...buckets.flatMap((bucket) => keyStatement(bucket, write)),
    ];
    this.json = new DataAwsIamPolicyDocument(this, "Resource", { statement }).json;
  }
}

function keyStatement(
  { region, arn, encryptionKey: key }: MemberBucket,
  write: boolean,
): DataAwsIamPolicyDocumentStatement[] {
  if (!key) return [];
  return [
    {
      sid: `KeyThroughS3In${regionSid(region)}`,
      actions: write && !key.retired ? WRITE_KEY_ACTIONS : READ_KEY_ACTIONS,
      resources: [key.arn],
      condition: throughS3(region, arn),
    },
  ];
}
