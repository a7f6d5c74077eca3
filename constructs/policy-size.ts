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
  return statements.map((one) => ({
    Sid: one.sid,
    Effect: one.effect ?? "Allow",
    Principal: principalBlock(one.principals),
    NotPrincipal: principalBlock(one.notPrincipals),
    Action: oneOrMany(one.actions),
    NotAction: oneOrMany(one.notActions),
    Resource: oneOrMany(one.resources),
    NotResource: oneOrMany(one.notResources),
    Condition: conditionBlock((one.condition ?? []) as DataAwsIamPolicyDocumentStatementCondition[]),
  })) as ExistingStatement[];
}

/** The data source writes a list of one entry as that entry. */
function oneOrMany(entries: readonly string[] | undefined): string | readonly string[] | undefined {
  return entries?.length === 1 ? entries[0] : entries;
}

function principalBlock(given: DataAwsIamPolicyDocumentStatement["principals"]): object | string | undefined {
  const principals = given as readonly DataAwsIamPolicyDocumentStatementPrincipals[] | undefined;
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
