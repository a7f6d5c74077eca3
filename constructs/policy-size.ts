import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { IConstruct } from "constructs";
import type { ExistingStatement } from "./existing-bucket";
import { knownText } from "./known-text";

/** The size of a policy document in bytes, without whitespace, as Terraform sends it. */
export function policyBytes(
  scope: IConstruct,
  statements: readonly DataAwsIamPolicyDocumentStatement[],
): number {
  const document = { Version: "2012-10-17", Statement: policyStatements(statements) };
  return Buffer.byteLength(knownText(scope, document));
}

/** Statements in the form of the S3 API. */
export function policyStatements(
  statements: readonly DataAwsIamPolicyDocumentStatement[],
): ExistingStatement[] {
  return statements.map(({ sid, effect = "Allow", principals, actions, resources, condition }) => ({
    Sid: sid,
    Effect: effect,
    Principal: principalBlock(principals as DataAwsIamPolicyDocumentStatementPrincipals[] | undefined),
    Action: oneOrMany(actions),
    Resource: oneOrMany(resources),
    Condition: conditionBlock((condition ?? []) as DataAwsIamPolicyDocumentStatementCondition[]),
  })) as ExistingStatement[];
}

/** The data source writes a list of one entry as that entry. */
function oneOrMany(entries: readonly string[] | undefined): string | readonly string[] | undefined {
  return entries?.length === 1 ? entries[0] : entries;
}

function principalBlock(
  principals: readonly DataAwsIamPolicyDocumentStatementPrincipals[] | undefined,
): object | string | undefined {
  if (principals?.some(({ type }) => type === "*")) return "*";
  return (
    principals &&
    Object.fromEntries(principals.map(({ type, identifiers }) => [type, oneOrMany(identifiers)]))
  );
}

function conditionBlock(
  conditions: readonly DataAwsIamPolicyDocumentStatementCondition[],
): object | undefined {
  if (conditions.length === 0) return undefined;
  const block: Record<string, Record<string, string | readonly string[] | undefined>> = {};
  for (const { test, variable, values } of conditions)
    block[test] = { ...block[test], [variable]: oneOrMany(values) };
  return block;
}
