import type { Aws } from "./aws";
import { unlessMissing } from "./missing";
import { queryApi } from "./query-api";
import { child, childText } from "./xml-answer";

export interface Role {
  /** The trust policy as JSON. */
  readonly trust: string;
  /** The ARN of the permissions boundary. */
  readonly boundary?: string;
}

/** A role. Undefined if there is none of that name. */
export async function readRole(aws: Aws, name: string, signal: AbortSignal): Promise<Role | undefined> {
  const root = await unlessMissing(queryApi(aws, "iam", "us-east-1", "GetRole", { RoleName: name }, signal));
  const role = child(child(root, "GetRoleResult"), "Role");
  if (role === undefined) return undefined;
  const boundary = childText(child(role, "PermissionsBoundary"), "PermissionsBoundaryArn");
  return {
    trust: decodeURIComponent(childText(role, "AssumeRolePolicyDocument") ?? ""),
    ...(boundary && { boundary }),
  };
}

/** An inline policy of a role as JSON. Undefined if the role has none of that name. */
export async function readRolePolicy(
  aws: Aws,
  role: string,
  policy: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const parameters = { RoleName: role, PolicyName: policy };
  const root = await unlessMissing(queryApi(aws, "iam", "us-east-1", "GetRolePolicy", parameters, signal));
  const document = childText(child(root, "GetRolePolicyResult"), "PolicyDocument");
  return document === undefined ? undefined : decodeURIComponent(document);
}
