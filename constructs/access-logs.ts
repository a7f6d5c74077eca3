import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { RegionalBucket } from "./bucket";
import { PropsError } from "./errors";
import type { MemberBucket } from "./member-bucket";

export interface AccessLogsProps {
  readonly bucket: MemberBucket;
  /**
   * Name of an existing bucket in the same Region and account, whose policy allows logging.s3.amazonaws.com to write. It
   * must not be a member bucket: its logs would be replicated, and would create further logs.
   */
  readonly logBucket: string;
  /** Key prefix of the logs. */
  readonly prefix: string;
}

/**
 * Sends the server access logs of a bucket to an existing log bucket. S3 delivers them on a best-effort basis.
 *
 * @example
 * new AccessLogs(stack, "logs", { bucket: buckets[0]!, logBucket: "example-logs-eu-west-1", prefix: "photos/" });
 */
export class AccessLogs extends Construct {
  constructor(scope: Construct, id: string, { bucket, logBucket, prefix }: AccessLogsProps) {
    super(scope, id);
    const own = bucket instanceof RegionalBucket ? bucket.bucket.bucketInput : bucket.name;
    if (!Token.isUnresolved(logBucket) && own === logBucket) {
      throw new PropsError(
        this,
        `'logBucket' should be a bucket that is not a member bucket, got '${logBucket}'`,
      );
    }
    const logging = new S3BucketLoggingA(this, "Resource", {
      provider: bucket.provider,
      bucket: bucket.name,
      targetBucket: logBucket,
      targetPrefix: prefix,
    });
    if (bucket.existing?.logging && bucket.nameInput !== undefined) logging.importFrom(bucket.nameInput);
  }
}
