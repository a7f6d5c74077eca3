import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** Every principal: only ever with a Deny or a condition that makes it no public access. */
export function everyone(): DataAwsIamPolicyDocumentStatementPrincipals[] {
  return [{ type: "*", identifiers: ["*"] }];
}

/** Refuses every request that does not come over TLS. */
export function onlyOverTls(resources: string[]): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "OnlyOverTls",
    effect: "Deny",
    principals: everyone(),
    actions: ["s3:*"],
    resources,
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}
