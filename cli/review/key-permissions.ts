import type { Context } from "./context";
import type { KmsKey } from "./kms-keys";
import { isLater, type PolicyDocument } from "./policy/document";
import { globCovers } from "./policy/glob";
import { named } from "./policy/part";
import { appliesTo, type RequestKeys } from "./policy/requests";
import { policyAfter } from "./policy-after";
import { roleName } from "./replication-roles";
import { attachmentsOf, permissions, rolesOf } from "./role-permissions";
import { table } from "./tables";
import { at, isNothing, text } from "./values";

/** `unclear`: something that the plan does not contain decides. */
export type Permission = "yes" | "no" | "unclear";

/** A request that S3 makes to KMS for a replication role. */
export interface KeyRequest {
  readonly role: string;
  readonly key: KmsKey;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** The Region of the key. */
  readonly region: string;
  /** The encryption context: the ARN of a bucket, or a pattern for the ARNs of its objects. */
  readonly encryptionContext: string;
}

const keysOf = ({ region, encryptionContext }: KeyRequest): RequestKeys =>
  new Map([
    ["kms:viaservice", `s3.${region}.amazonaws.com`],
    ["kms:encryptioncontext:aws:s3:arn", encryptionContext],
  ]);

/** Whether the statements allow a request. Any Deny statement wins. */
function decision(documents: readonly PolicyDocument[], request: KeyRequest): Permission {
  const { role, key, action } = request;
  const sent = keysOf(request);
  let best: Permission = documents.every(({ whole }) => whole) ? "no" : "unclear";
  let perhapsDenied = false;
  for (const statement of documents.flatMap(({ statements }) => statements)) {
    const covered = covers(named(statement, "Action"), action.toLowerCase(), true);
    const where = covers(named(statement, "Resource"), key.id, false);
    if (covered === "no" || where === "no") continue;
    const applies = appliesTo(statement, role, sent);
    if (applies === "no") continue;
    const sure = applies === "yes" && covered === "yes" && where === "yes";
    if (statement.effect === "Deny") {
      if (sure) return "no";
      perhapsDenied = true;
    } else if (sure) best = "yes";
    else if (best === "no") best = "unclear";
  }
  return perhapsDenied ? "unclear" : best;
}

function covers(
  { not, values }: { readonly not: boolean; readonly values: readonly string[] },
  value: string,
  fold: boolean,
): Permission {
  const found = values.some((each) => globCovers(fold ? each.toLowerCase() : each, value));
  if (found) return not ? "no" : "yes";
  // An element that is not known yet can be the value, and an ARN can be that of a key that the plan creates.
  const open = values.some(
    (each) => each === "\u0000" || (isLater(each) !== isLater(value) && each.includes(":kms:")),
  );
  if (open) return "unclear";
  return not ? "yes" : "no";
}

interface RolePolicies {
  readonly documents: readonly PolicyDocument[];
  /** True if the plan does not contain all policies of the role. */
  readonly open: boolean;
}

const read = new WeakMap<Context, Map<string, RolePolicies | undefined>>();

/** The policies of a role after the plan, read once. Undefined if the role is not part of the plan. */
function policiesOf(context: Context, role: string): RolePolicies | undefined {
  let all = read.get(context);
  if (!all) read.set(context, (all = new Map<string, RolePolicies | undefined>()));
  if (!all.has(role)) {
    const known = rolesOf(context, role).length > 0;
    const { after = [], unknown = false } = known ? permissions(context, role) : {};
    const open = unknown || hasOtherPolicies(context, role);
    all.set(role, known ? { documents: after, open } : undefined);
  }
  return all.get(role);
}

/** Whether the role's own policies allow a request. */
export function roleAllows(context: Context, request: KeyRequest): Permission {
  const policies = policiesOf(context, request.role);
  if (!policies) return "unclear";
  const found = decision(policies.documents, request);
  return found === "no" && policies.open ? "unclear" : found;
}

/** The ARNs of the managed policies in the plan. */
const ownPolicies = table(
  (context) => new Set(context.of("aws_iam_policy").map((each) => context.resolver.identity(each))),
);

/** A policy that is attached and not part of the plan can allow anything. */
function hasOtherPolicies(context: Context, role: string): boolean {
  const own = ownPolicies(context);
  return attachmentsOf(context, roleName(role)).some(
    (each) =>
      each.action !== "delete" &&
      text(context.resolver.attribute(each, ["role"])) === roleName(role) &&
      !own.has(context.resolver.symbol(each, ["policy_arn"])),
  );
}

/** The permissions boundary of a role, which a plan does not contain. */
export function boundaryOf(context: Context, role: string): string | undefined {
  const change = rolesOf(context, role).find((each) => at(each.before, "arn") === role);
  const boundary = change && at(change.after, "permissions_boundary");
  return boundary === undefined || isNothing(boundary) ? undefined : text(boundary) || undefined;
}

/**
 * Whether the policy of a key allows a request, or lets the policies of the account decide. A key that is not part of the
 * plan has a policy that the plan does not show: `mrap doctor` asks KMS about it.
 */
export function keyAllows(context: Context, request: KeyRequest): Permission | "not in the plan" {
  const { change } = request.key;
  if (!change) return "not in the plan";
  const document = policyAfter(context, change);
  if (document === "default") return "yes";
  if (document === undefined) return "unclear";
  const anywhere: PolicyDocument = {
    ...document,
    // The resource of a key policy is the key.
    statements: document.statements.map((each) => ({
      ...each,
      sets: new Map([...each.sets].filter(([field]) => field !== "Resource")),
    })),
  };
  const found = decision([anywhere], request);
  return found === "no" && context.of("aws_kms_grant").length > 0 ? "unclear" : found;
}
