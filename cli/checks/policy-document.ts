import { isJsonObject, type Json, type JsonObject } from "../synthesized/configuration";

/** A statement of a policy, in the JSON of IAM. Lists remain lists. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: Json;
  readonly NotPrincipal?: Json;
  readonly Action?: Json;
  readonly NotAction?: Json;
  readonly Resource?: Json;
  readonly NotResource?: Json;
  readonly Condition?: JsonObject;
}

/** The policy that Terraform renders from the body of an `aws_iam_policy_document`. */
export function policyJson(body: JsonObject): {
  readonly Version: string;
  readonly Statement: PolicyStatement[];
} {
  return { Version: "2012-10-17", Statement: blocks(body.statement).map(statement) };
}

function statement(block: JsonObject): PolicyStatement {
  const conditions: Record<string, Record<string, Json>> = {};
  for (const { test, variable, values } of blocks(block.condition))
    (conditions[test as string] ??= {})[variable as string] = values ?? [];
  return {
    ...(typeof block.sid === "string" && { Sid: block.sid }),
    Effect: typeof block.effect === "string" ? block.effect : "Allow",
    ...principals("Principal", block.principals),
    ...principals("NotPrincipal", block.not_principals),
    ...list("Action", block.actions),
    ...list("NotAction", block.not_actions),
    ...list("Resource", block.resources),
    ...list("NotResource", block.not_resources),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

function principals(name: string, value: Json | undefined): JsonObject {
  const found = blocks(value);
  if (found.length === 0) return {};
  if (found.some(({ type }) => type === "*")) return { [name]: "*" };
  const byType: Record<string, Json[]> = {};
  for (const { type, identifiers } of found)
    (byType[type as string] ??= []).push(...(Array.isArray(identifiers) ? identifiers : []));
  return { [name]: byType };
}

function list(name: string, value: Json | undefined): JsonObject {
  return Array.isArray(value) && value.length > 0 ? { [name]: value } : {};
}

function blocks(value: Json | undefined): JsonObject[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}
