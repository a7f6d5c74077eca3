import type {
  DataAwsIamPolicyDocumentConfig,
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
  DataAwsIamPolicyDocumentStatementPrincipals,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ExistingBucket, ExistingStatement, OneOrMany } from "./existing-bucket";

/** Follows a sid of this package if the existing policy has a statement with that sid. */
export const SID_SUFFIX = "OfAccessPoint";

/** The statements of an existing policy as blocks of a policy document. Nothing of them changes. */
export function existingStatements(
  statements: readonly ExistingStatement[] = [],
): DataAwsIamPolicyDocumentStatement[] {
  return statements.map((one) => ({
    sid: one.Sid,
    effect: one.Effect,
    principals: principals(one.Principal),
    notPrincipals: principals(one.NotPrincipal),
    actions: many(one.Action),
    notActions: many(one.NotAction),
    resources: many(one.Resource),
    notResources: many(one.NotResource),
    condition: conditions(one.Condition),
  }));
}

/** The id and the version of an existing policy. The statements of this package mean the same in both versions. */
export function documentOf({
  policyDocument: { id, version } = {},
}: Pick<ExistingBucket, "policyDocument"> = {}): Pick<
  DataAwsIamPolicyDocumentConfig,
  "policyId" | "version"
> {
  return { ...(id !== undefined && { policyId: id }), ...(version !== undefined && { version }) };
}

/** The existing statements, followed by own ones. The sids of a policy are unique. */
export function mergedStatements(
  existing: readonly ExistingStatement[] | undefined,
  own: readonly DataAwsIamPolicyDocumentStatement[],
): DataAwsIamPolicyDocumentStatement[] {
  const taken = new Set(existing?.map(({ Sid }) => Sid));
  const renamed = own.map((one) =>
    one.sid !== undefined && taken.has(one.sid) ? { ...one, sid: `${one.sid}${SID_SUFFIX}` } : one,
  );
  return [...existingStatements(existing), ...renamed];
}

function principals(
  written: string | Readonly<Record<string, OneOrMany>> | undefined,
): DataAwsIamPolicyDocumentStatementPrincipals[] | undefined {
  if (written === undefined) return undefined;
  if (typeof written === "string") return [{ type: written, identifiers: [written] }];
  return Object.entries(written).map(([type, identifiers]) => ({
    type,
    identifiers: many(identifiers) ?? [],
  }));
}

function conditions(
  written: ExistingStatement["Condition"],
): DataAwsIamPolicyDocumentStatementCondition[] | undefined {
  if (written === undefined) return undefined;
  return Object.entries(written).flatMap(([test, variables]) =>
    Object.entries(variables).map(([variable, values]) => ({ test, variable, values: many(values) ?? [] })),
  );
}

function many(written: OneOrMany | undefined): string[] | undefined {
  if (written === undefined) return undefined;
  // A condition may have a value that is no string, such as false.
  return [written].flat().map(String);
}
