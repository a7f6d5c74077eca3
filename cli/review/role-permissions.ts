import type { Change } from "./change";
import type { Context } from "./context";
import { parsePolicy, type PolicyDocument } from "./policy/document";
import { roleName } from "./replication-roles";
import { allBy, table } from "./tables";
import { UNKNOWN, at, elements, isMark, text, type Value } from "./values";
import { append } from "./lists";

const byRole = (type: string): ((context: Context, role: string) => readonly Change[]) => {
  const changes = table((context) =>
    allBy(context.of(type), (each) => [
      text(at(each.before, "role")),
      text(context.resolver.attribute(each, ["role"])),
    ]),
  );
  return (context, role) => changes(context).get(role) ?? [];
};

/** The inline policies of a role by its name, before the plan or after it. */
const inlinePoliciesOf = byRole("aws_iam_role_policy");
/** The attachments of managed policies to a role by its name, before the plan or after it. */
export const attachmentsOf = byRole("aws_iam_role_policy_attachment");

const roles = table((context) =>
  allBy(context.of("aws_iam_role"), ({ before, after }) => [text(at(before, "arn")), text(at(after, "arn"))]),
);

/** The changes of a role by its ARN, before the plan or after it. */
export const rolesOf = (context: Context, arn: string): readonly Change[] => roles(context).get(arn) ?? [];

const updatedRoles = table((context) =>
  allBy(
    context.of("aws_iam_role").filter(({ action }) => action === "update"),
    ({ before }) => [roleName(text(at(before, "arn")) ?? "")],
  ),
);

/** Resources that list all the policies of a role: what they do not list is detached or deleted. */
export function* listed(context: Context, role: string): Iterable<readonly [Change, string]> {
  const names = (value: Value): readonly string[] => elements(value).flatMap((each) => text(each) ?? []);
  const isOf = (side: Value, attribute: string): boolean =>
    text(at(side, attribute)) === role || names(at(side, attribute)).includes(role);
  for (const change of context.of(
    "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy_attachments_exclusive",
  )) {
    const { before, after } = change;
    if (change.type === "aws_iam_policy_attachment") {
      const stays = change.action !== "delete" && change.action !== "forget" && isOf(after, "roles");
      if (isOf(before, "roles") && !stays && !isMark(at(after, "roles")))
        yield [change, text(at(before, "policy_arn")) ?? "?"];
      continue;
    }
    if (!["create", "update", "replace"].includes(change.action) || !isOf(after, "role_name")) continue;
    const inline = change.type === "aws_iam_role_policies_exclusive";
    const attribute = inline ? "policy_names" : "policy_arns";
    if (isMark(at(after, attribute))) continue;
    const kept = new Set(names(at(after, attribute)));
    const known = inline
      ? inlinePoliciesOf(context, role)
          .filter((each) => text(at(each.before, "role")) === role)
          .map((each) => text(at(each.before, "name")))
      : attachmentsOf(context, role)
          .filter((each) => text(at(each.before, "role")) === role)
          .map((each) => text(at(each.before, "policy_arn")));
    for (const policy of new Set([...names(at(before, attribute)), ...known]))
      if (policy !== undefined && !kept.has(policy)) yield [change, policy];
  }
  for (const change of updatedRoles(context).get(role) ?? []) {
    const { before, after } = context.pair(change, ["managed_policy_arns"]);
    if (isMark(after) || !context.decides(change, ["managed_policy_arns"])) continue;
    const kept = new Set(names(after));
    for (const policy of names(before)) if (!kept.has(policy)) yield [change, policy];
  }
}

/** Denies everything by its name; the plan does not contain the policies that AWS manages. */
const DENIES = /\/(AWS)?Deny/;

export interface Permissions {
  readonly before: PolicyDocument[];
  readonly after: PolicyDocument[];
  /** The changes that can be the cause. */
  readonly causes: Change[];
  /** A policy that is not part of this code. */
  readonly detached: (readonly [Change, string])[];
  readonly denied: (readonly [Change, string])[];
  unknown: boolean;
}

/** A role's own permissions: inline policies, policies of their own resource, and managed policies of this code. */
export function permissions(context: Context, arn: string): Permissions {
  const role = roleName(arn);
  const found: Permissions = { before: [], after: [], causes: [], detached: [], denied: [], unknown: false };
  const add = (
    change: Change,
    path: readonly string[],
    attached: { before: boolean; after: boolean },
  ): void => {
    const old = parsePolicy(at(change.before, ...path));
    const value = context.resolver.attribute(change, path);
    const gone = change.action === "delete" || change.action === "forget";
    const now = gone
      ? undefined
      : value === UNKNOWN
        ? context.resolver.policy(change, path)
        : parsePolicy(value);
    if (attached.before && old) found.before.push(old);
    if (attached.after && now) found.after.push(now);
    if (attached.after && !gone && !now) found.unknown = true;
    if (change.action !== "none") found.causes.push(change);
  };
  for (const change of inlinePoliciesOf(context, role)) {
    const [before, after] = [
      text(at(change.before, "role")),
      text(context.resolver.attribute(change, ["role"])),
    ];
    if (before === role || after === role)
      add(change, ["policy"], { before: before === role, after: after === role });
  }
  for (const change of rolesOf(context, arn)) {
    const inline = (side: "before" | "after"): PolicyDocument[] =>
      elements(at(change[side], "inline_policy")).flatMap((each) => parsePolicy(at(each, "policy")) ?? []);
    if (!context.decides(change, ["inline_policy"])) continue;
    append(found.before, inline("before"));
    append(found.after, inline("after"));
    if (isMark(at(change.after, "inline_policy"))) found.unknown = true;
    if (change.action !== "none") found.causes.push(change);
  }
  for (const attachment of attachmentsOf(context, role)) {
    const [before, after] = [
      text(at(attachment.before, "role")),
      text(context.resolver.attribute(attachment, ["role"])),
    ];
    if (before !== role && after !== role) continue;
    const stays = after === role && attachment.action !== "delete" && attachment.action !== "forget";
    const policyArn = text(at(attachment.before, "policy_arn"));
    const symbol = context.resolver.symbol(attachment, ["policy_arn"]);
    if (attachment.action !== "none") found.causes.push(attachment);
    const policy = context.of("aws_iam_policy").find((each) => {
      const own = text(at(each.before, "arn")) ?? context.resolver.identity(each);
      return (
        own !== undefined &&
        (own === policyArn || own === symbol || context.resolver.identity(each) === symbol)
      );
    });
    if (policy) add(policy, ["policy"], { before: before === role && policyArn !== undefined, after: stays });
    else if (policyArn !== undefined && !(stays && symbol === policyArn))
      found.detached.push([attachment, policyArn]);
    else if (stays && attachment.action !== "none" && symbol !== policyArn) {
      if (symbol !== undefined && DENIES.test(symbol)) found.denied.push([attachment, symbol]);
      // A policy that only adds permissions does not matter here.
      else if (symbol === undefined || before !== undefined) found.unknown = true;
    }
  }
  return found;
}
