import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../constructs/access-actions";
import type { Connection } from "./connection";

/** Whether the application only reads. */
export type Access = "read" | "write";

/** One statement of the policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/**
 * The identity policy of an application, equal to the outputs reader_policy and writer_policy of a deploy. S3 checks the
 * permission on the access point and on the bucket that it routes the request to.
 */
export function identityPolicy(
  { arn, partition, members }: Pick<Connection, "arn" | "partition" | "members">,
  access: Access,
): PolicyDocument {
  const write = access === "write";
  const objects = [...READ_OBJECT_ACTIONS, ...(write ? WRITE_OBJECT_ACTIONS : [])];
  const listing = [...READ_BUCKET_ACTIONS, ...(write ? WRITE_BUCKET_ACTIONS : [])];
  const Condition = { StringEquals: { "s3:DataAccessPointArn": arn } };
  const buckets = members.map(({ bucket }) => `arn:${partition}:s3:::${bucket}`);
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "AccessPointObjects", Effect: "Allow", Action: objects, Resource: [`${arn}/object/*`] },
      { Sid: "AccessPointListing", Effect: "Allow", Action: listing, Resource: [arn] },
      {
        Sid: "BucketObjectsThroughAccessPoint",
        Effect: "Allow",
        Action: objects,
        Resource: buckets.map((bucket) => `${bucket}/*`),
        Condition,
      },
      {
        Sid: "BucketListingThroughAccessPoint",
        Effect: "Allow",
        Action: listing,
        Resource: buckets,
        Condition,
      },
    ],
  };
}
