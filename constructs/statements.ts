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

/**
 * Denies uploads that ask for an encryption other than SSE-S3. S3 would accept an upload with SSE-KMS and never
 * replicate it, because the replication rules do not select such objects. Ledger: replication-sse-kms
 */
export function denyOtherEncryption(objects: string): DataAwsIamPolicyDocumentStatement {
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
      { test: "StringNotEquals", variable, values: ["AES256"] },
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
