import { isDeepStrictEqual } from "node:util";

export interface StateBucketStatement {
  readonly Sid?: string;
  readonly [key: string]: unknown;
}

export interface StateBucketPolicy {
  readonly Version: string;
  readonly Statement: readonly StateBucketStatement[];
}

/**
 * The statements of the bucket policy that protect Terraform's state. They also apply to administrators. Terraform
 * deletes the lock file without a version id, which remains allowed. To delete the bucket, remove these statements first.
 */
export function protection(bucketArn: string): StateBucketStatement[] {
  const everyone = { Effect: "Deny", Principal: "*" };
  return [
    {
      Sid: "OnlyOverTls",
      ...everyone,
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    { Sid: "NobodyDeletesTheBucket", ...everyone, Action: "s3:DeleteBucket", Resource: bucketArn },
    {
      Sid: "NobodyDeletesOldVersions",
      ...everyone,
      Action: "s3:DeleteObjectVersion",
      Resource: `${bucketArn}/*`,
    },
  ];
}

/** The policy with the protection added and other statements kept. Undefined if nothing is missing. */
export function protectedPolicy(
  current: string | undefined,
  bucketArn: string,
): StateBucketPolicy | undefined {
  const found: StateBucketPolicy = current
    ? (JSON.parse(current) as StateBucketPolicy)
    : { Version: "2012-10-17", Statement: [] };
  const statements = ([] as StateBucketStatement[]).concat(found.Statement);
  const wanted = protection(bucketArn);
  const missing = wanted.filter((one) => !statements.some((other) => isDeepStrictEqual(other, one)));
  if (missing.length === 0) return undefined;
  const replaced = new Set(missing.map(({ Sid }) => Sid));
  return { ...found, Statement: [...statements.filter(({ Sid }) => !replaced.has(Sid)), ...missing] };
}
