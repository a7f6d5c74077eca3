import type {
  DataAwsIamPolicyDocumentStatement,
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
