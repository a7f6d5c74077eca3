import type { Change } from "../change";
import type { Context } from "../context";
import type { Hit } from "../finding";
import { parsePolicy, type PolicyDocument } from "../policy/document";
import { named } from "../policy/part";
import { replicationRoles } from "../replication-roles";
import { isOnlyMoved } from "../role-gains";
import type { Severity } from "../severity";
import { name, say } from "../text";
import { at, elements, isMark, isNothing, text, type Value } from "../values";
import { isSweeping } from "./sweeping";

const ATTACHMENTS: ReadonlyMap<string, string> = new Map([
  ["aws_iam_role_policy_attachment", "role"],
  ["aws_iam_user_policy_attachment", "user"],
  ["aws_iam_group_policy_attachment", "group"],
]);
/** Policies of AWS that allow all actions of a service, or of all services, on everything. */
const SWEEPING =
  /:aws:policy\/([\w-]+\/)*(AdministratorAccess|PowerUserAccess|IAMFullAccess|AmazonS3FullAccess|AWSKeyManagementServicePowerUser|SecretsManagerReadWrite)$/;

/** The document of a managed policy that is part of this code. */
function documentOf(arn: string, context: Context): PolicyDocument | undefined {
  const policy = context
    .of("aws_iam_policy")
    .find((each) => arn === text(at(each.before, "arn")) || arn === context.resolver.identity(each));
  if (!policy) return undefined;
  const value = context.resolver.attribute(policy, ["policy"]);
  return parsePolicy(value) ?? context.resolver.policy(policy, ["policy"]);
}

const severityOf = (arn: string, context: Context): Severity =>
  SWEEPING.test(arn) ||
  documentOf(arn, context)?.statements.some(
    (each) => each.effect === "Allow" && isSweeping(named(each, "Action"), named(each, "Resource")),
  )
    ? "danger"
    : "warning";

/** Policies that a role gets by its name only. */
export function* attached(context: Context): Iterable<Hit> {
  for (const change of context.of(...ATTACHMENTS.keys())) {
    if (!["create", "update", "replace"].includes(change.action)) continue;
    const carrier = ATTACHMENTS.get(change.type) ?? "role";
    const who = context.resolver.symbol(change, [carrier]);
    const fresh = who === undefined || who.startsWith("\u0000") || context.isMade(who);
    const arn = context.resolver.symbol(change, ["policy_arn"]);
    if (arn === undefined ? fresh : arn === text(at(change.before, "policy_arn"))) continue;
    const moved = carrier === "role" && arn !== undefined ? documentOf(arn, context) : undefined;
    const allows = moved?.statements.filter(({ effect }) => effect === "Allow") ?? [];
    if (moved?.whole && allows.length > 0 && isOnlyMoved(context, who, allows)) continue;
    yield* granted(change, `${carrier} ${who?.replace("\u0000", "") ?? "?"}`, arn, fresh, context);
  }
  for (const change of context.of("aws_iam_policy_attachment")) {
    if (!["create", "update", "replace"].includes(change.action)) continue;
    const arn = context.resolver.symbol(change, ["policy_arn"]);
    const same = arn !== undefined && arn === text(at(change.before, "policy_arn"));
    for (const carrier of ["role", "user", "group"]) {
      const had = same ? elements(at(change.before, `${carrier}s`)) : [];
      const has = at(change.after, `${carrier}s`);
      for (const who of isMark(has) ? [undefined] : elements(has)) {
        if (who !== undefined && had.includes(who)) continue;
        const known = text(who);
        const fresh = known === undefined || context.isMade(known);
        yield* granted(change, `${carrier} ${known ?? "?"}`, arn, fresh, context);
      }
    }
  }
  for (const change of context.of("aws_iam_role_policy_attachments_exclusive")) {
    if (!["create", "update", "replace"].includes(change.action)) continue;
    const role = context.resolver.symbol(change, ["role_name"]);
    const fresh = role === undefined || role.startsWith("\u0000") || context.isMade(role);
    const had = new Set([...elements(at(change.before, "policy_arns")), ...attachedBefore(context, role)]);
    for (const arn of elements(at(change.after, "policy_arns")))
      if (typeof arn === "string" && !had.has(arn))
        yield* granted(change, `role ${role?.replace("\u0000", "") ?? "?"}`, arn, fresh, context);
  }
  for (const change of context.of("aws_iam_role")) {
    const { before, after } = change;
    if (change.action !== "update") continue;
    const role = `role ${text(at(before, "name")) ?? "?"}`;
    const had = elements(at(before, "managed_policy_arns"));
    for (const arn of elements(at(after, "managed_policy_arns")))
      if (!had.includes(arn) && typeof arn === "string") yield* granted(change, role, arn, false, context);
    const boundary = text(at(before, "permissions_boundary"));
    if (boundary === undefined || boundary === "") continue;
    const base = { address: change.address, change, attribute: "permissions_boundary" };
    const other = context.resolver.symbol(change, ["permissions_boundary"]);
    if (isGone(at(after, "permissions_boundary")))
      yield { ...base, severity: "warning", cause: say`${role} loses its permissions boundary ${boundary}` };
    // A finding of its own is about the boundary of a replication role.
    else if (
      other !== undefined &&
      other !== boundary &&
      !replicationRoles(context).has(text(at(before, "arn")) ?? "")
    )
      yield {
        ...base,
        severity: SWEEPING.test(other) ? "danger" : "warning",
        cause: say`${role} gets the permissions boundary ${other.replace("\u0000", "")} instead of ${boundary}`,
      };
  }
}

/** The policies that a role has before the plan, as far as the plan tells. */
const attachedBefore = (context: Context, role: string | undefined): readonly Value[] =>
  context
    .of("aws_iam_role_policy_attachment")
    .filter(({ before }) => role !== undefined && at(before, "role") === role)
    .map(({ before }) => at(before, "policy_arn"));

const isGone = (value: Value): boolean => !isMark(value) && (isNothing(value) || value === "");

function* granted(
  change: Change,
  who: string,
  arn: string | undefined,
  fresh: boolean,
  context: Context,
): Iterable<Hit> {
  const document = arn === undefined ? undefined : documentOf(arn, context);
  // A policy that only denies adds nothing.
  if (document?.whole && document.statements.every((each) => each.effect === "Deny")) return;
  const severity = arn === undefined ? "danger" : severityOf(arn, context);
  if (fresh && severity !== "danger") return;
  yield {
    address: change.address,
    change,
    attribute: change.type === "aws_iam_role" ? "managed_policy_arns" : "policy_arn",
    severity,
    cause:
      arn === undefined
        ? say`${who} gets a policy whose ${name("policy_arn")} is known only after the apply`
        : say`${who} gets the policy ${arn.replace("\u0000", "")}`,
  };
}
