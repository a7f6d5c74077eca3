import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** Any principal. Use it only in a Deny statement, or with a condition that S3 does not consider public. */
export function anyPrincipal(): DataAwsIamPolicyDocumentStatementPrincipals[] {
  return [{ type: "*", identifiers: ["*"] }];
}

/** Denies requests without TLS. */
export function denyInsecureTransport(resources: string[]): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "OnlyOverTls",
    effect: "Deny",
    principals: anyPrincipal(),
    actions: ["s3:*"],
    resources,
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}

/** The value of the header x-amz-server-side-encryption. */
const ALGORITHMS = { s3: "AES256", kms: "aws:kms" } as const;

/**
 * Denies uploads that ask for an encryption other than that of the bucket. Without a KMS key, S3 would accept an upload
 * with SSE-KMS and never replicate it, because the replication rules do not select such objects. With a KMS key, objects
 * with SSE-S3 would escape the key. Ledger: replication-sse-kms
 */
export function denyOtherEncryption(
  objects: string,
  encryption: keyof typeof ALGORITHMS = "s3",
): DataAwsIamPolicyDocumentStatement {
  const variable = "s3:x-amz-server-side-encryption";
  return {
    sid: "OnlyBucketEncryption",
    effect: "Deny",
    principals: anyPrincipal(),
    actions: ["s3:PutObject"],
    resources: [objects],
    condition: [
      // Without this condition, an upload that leaves the encryption to the bucket would be denied.
      { test: "Null", variable, values: ["false"] },
      { test: "StringNotEquals", variable, values: [ALGORITHMS[encryption]] },
    ],
  };
}

/**
 * Denies uploads with SSE-KMS that name no key or another key than the bucket's. The replication role cannot decrypt with
 * another key: S3 would accept the object, and its replication would fail. Ledger: kms-upload-key
 */
export function denyOtherKey(objects: string, keyArn: string): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "OnlyBucketKey",
    effect: "Deny",
    principals: anyPrincipal(),
    actions: ["s3:PutObject"],
    resources: [objects],
    condition: [
      { test: "StringEquals", variable: "s3:x-amz-server-side-encryption", values: [ALGORITHMS.kms] },
      // True without the header, too: S3 would then use the AWS managed key aws/s3.
      {
        test: "StringNotEquals",
        variable: "s3:x-amz-server-side-encryption-aws-kms-key-id",
        values: [keyArn],
      },
    ],
  };
}

/** Limits a statement to the principals of an organization. Empty if there is no organization. */
export function inOrganization(
  organization: string | undefined,
): DataAwsIamPolicyDocumentStatementCondition[] {
  return organization
    ? [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: [organization] }]
    : [];
}

/** Allows CloudFront distributions to read objects with origin access control. Empty if there are none. Ledger: access-cloudfront */
export function allowCloudFront(
  distributionArns: readonly string[] | undefined,
  objects: string,
): DataAwsIamPolicyDocumentStatement[] {
  if (!distributionArns?.length) return [];
  return [
    {
      sid: "CloudFrontGetsObjects",
      principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
      actions: ["s3:GetObject"],
      resources: [objects],
      condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [...distributionArns] }],
    },
  ];
}
