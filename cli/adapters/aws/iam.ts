import type { Aws } from "./aws";
import { kindOf } from "./errors";
import { entriesOf, queryApi } from "./query-api";
import { child, childText, type XmlElement } from "./xml-answer";

/** A call of IAM, which is in one place for all Regions. */
const call = (aws: Aws, action: string, parameters: Record<string, string>, signal: AbortSignal) =>
  queryApi(aws, "iam", "us-east-1", action, parameters, signal);

/** The ARN of a role, with its path. Undefined if there is none of that name. */
export async function findRole(aws: Aws, name: string, signal: AbortSignal): Promise<string | undefined> {
  const root = await unlessMissing(call(aws, "GetRole", { RoleName: name }, signal));
  return childText(child(child(root, "GetRoleResult"), "Role"), "Arn");
}

export async function findUser(aws: Aws, name: string, signal: AbortSignal): Promise<string | undefined> {
  const root = await unlessMissing(call(aws, "GetUser", { UserName: name }, signal));
  return childText(child(child(root, "GetUserResult"), "User"), "Arn");
}

export async function findPolicy(aws: Aws, arn: string, signal: AbortSignal): Promise<string | undefined> {
  const root = await unlessMissing(call(aws, "GetPolicy", { PolicyArn: arn }, signal));
  return childText(child(child(root, "GetPolicyResult"), "Policy"), "Arn");
}

/** How many entities the account has, and how many it may have, such as `Roles` and `RolesQuota`. */
export async function accountSummary(aws: Aws, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const root = await call(aws, "GetAccountSummary", {}, signal);
  const map = child(child(root, "GetAccountSummaryResult"), "SummaryMap");
  return new Map(
    (map?.children ?? []).map((entry) => [childText(entry, "key") ?? "", Number(childText(entry, "value"))]),
  );
}

export interface Decision {
  readonly action: string;
  /** `allowed`, `explicitDeny` or `implicitDeny`. */
  readonly decision: string;
  /** False if a service control policy denies the action. */
  readonly byOrganization: boolean;
  /** Condition keys of the policies that the simulation has no value for. */
  readonly missingKeys?: readonly string[];
}

/** Asks IAM what the policies of a role or a user say. Nothing is done. Ledger: iam-simulation */
export async function simulate(
  aws: Aws,
  principal: string,
  actions: readonly string[],
  resources: readonly string[],
  context: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Decision[]> {
  const parameters: Record<string, string> = { PolicySourceArn: principal, MaxItems: "1000" };
  actions.forEach((one, index) => (parameters[`ActionNames.member.${index + 1}`] = one));
  resources.forEach((one, index) => (parameters[`ResourceArns.member.${index + 1}`] = one));
  Object.entries(context).forEach(([key, value], index) => {
    const entry = `ContextEntries.member.${index + 1}`;
    parameters[`${entry}.ContextKeyName`] = key;
    parameters[`${entry}.ContextKeyType`] = "string";
    parameters[`${entry}.ContextKeyValues.member.1`] = value;
  });
  const found: Decision[] = [];
  for (let marker: string | undefined = ""; marker !== undefined;) {
    const page = marker === "" ? parameters : { ...parameters, Marker: marker };
    const result = child(
      await call(aws, "SimulatePrincipalPolicy", page, signal),
      "SimulatePrincipalPolicyResult",
    );
    for (const one of entriesOf(result, "EvaluationResults")) found.push(...decisions(one));
    marker = childText(result, "IsTruncated") === "true" ? childText(result, "Marker") : undefined;
  }
  return found;
}

function decisions(result: XmlElement): Decision[] {
  const action = childText(result, "EvalActionName") ?? "";
  const allowed = childText(child(result, "OrganizationsDecisionDetail"), "AllowedByOrganizations");
  const byOrganization = allowed !== "false";
  const missingKeys = entriesOf(result, "MissingContextValues").map(({ text }) => text);
  const each = entriesOf(result, "ResourceSpecificResults").map((one) => ({
    action,
    decision: childText(one, "EvalResourceDecision") ?? "",
    byOrganization,
    missingKeys: entriesOf(one, "MissingContextValues").map(({ text }) => text),
  }));
  return [
    { action, decision: childText(result, "EvalDecision") ?? "", byOrganization, missingKeys },
    ...each,
  ];
}

/** IAM answers 404 NoSuchEntity. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (kindOf(error) === "missing") return undefined;
    throw error;
  }
}
