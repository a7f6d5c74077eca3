import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** Stands for a value that only Terraform knows, such as an ARN. It is longer than the ARN of most buckets and roles. */
const UNKNOWN_VALUE = "x".repeat(80);

/** The approximate size of a policy document in bytes. A value that only Terraform knows counts as 80 bytes. */
export function policyBytes(statements: readonly DataAwsIamPolicyDocumentStatement[]): number {
  const document = {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", principals, actions, resources, condition }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principalBlock((principals ?? []) as DataAwsIamPolicyDocumentStatementPrincipals[]),
      Action: actions,
      Resource: resources,
      Condition: conditionBlock((condition ?? []) as DataAwsIamPolicyDocumentStatementCondition[]),
    })),
  };
  return Buffer.byteLength(JSON.stringify(document).replace(/\$\{[^}]*\}/g, UNKNOWN_VALUE));
}

function principalBlock(principals: readonly DataAwsIamPolicyDocumentStatementPrincipals[]): object {
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditionBlock(
  conditions: readonly DataAwsIamPolicyDocumentStatementCondition[],
): object | undefined {
  if (conditions.length === 0) return undefined;
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) block[test] = { ...block[test], [variable]: values };
  return block;
}
