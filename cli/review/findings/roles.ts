import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { compareAccess, type AccessStep } from "../policy/access";
import { globsOverlap } from "../policy/glob";
import { appliesTo } from "../policy/requests";
import { parsePolicy, shared, type PolicyDocument } from "../policy/document";
import { policyChanges } from "../policy-changes";
import { isInUse, replicationRoles, roleName } from "../replication-roles";
import { rulesOf } from "../replication-rules";
import { name, say, some, type Text } from "../text";
import { UNKNOWN, at, elements, isMark, isNothing, text, type Value } from "../values";
import { causes, why } from "../causes";

/** The permissions that replication needs. */
const NEEDED = [
  "s3:getreplicationconfiguration",
  "s3:listbucket",
  "s3:getobjectversionforreplication",
  "s3:getobjectversionacl",
  "s3:getobjectversiontagging",
  "s3:getobjectretention",
  "s3:getobjectlegalhold",
  "s3:replicateobject",
  "s3:replicatedelete",
  "s3:replicatetags",
  "s3:objectowneroverridetobucketowner",
  "kms:decrypt",
  "kms:encrypt",
  "kms:generatedatakey",
];

/** The actions of a step that replication needs. */
const needed = ({ what }: AccessStep): readonly string[] =>
  what.not
    ? NEEDED.filter((action) => !what.values.some((each) => globsOverlap(each.toLowerCase(), action)))
    : what.values.filter((each) => NEEDED.some((action) => globsOverlap(each.toLowerCase(), action)));

/** Resources that list all the policies of a role: what they do not list is detached or deleted. */
function* lists(context: Context, role: string): Iterable<readonly [Change, string]> {
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
      ? context
          .of("aws_iam_role_policy")
          .filter((each) => text(at(each.before, "role")) === role)
          .map((each) => text(at(each.before, "name")))
      : context
          .of("aws_iam_role_policy_attachment")
          .filter((each) => text(at(each.before, "role")) === role)
          .map((each) => text(at(each.before, "policy_arn")));
    for (const policy of new Set([...names(at(before, attribute)), ...known]))
      if (policy !== undefined && !kept.has(policy)) yield [change, policy];
  }
  for (const change of context.of("aws_iam_role")) {
    if (change.action !== "update" || roleName(text(at(change.before, "arn")) ?? "") !== role) continue;
    const { before, after } = context.pair(change, ["managed_policy_arns"]);
    if (isMark(after) || !context.decides(change, ["managed_policy_arns"])) continue;
    const kept = new Set(names(after));
    for (const policy of names(before)) if (!kept.has(policy)) yield [change, policy];
  }
}

/** Denies everything by its name; the plan does not contain the policies that AWS manages. */
const DENIES = /\/(AWS)?Deny/;

interface Permissions {
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
function permissions(context: Context, arn: string): Permissions {
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
  for (const change of context.of("aws_iam_role_policy")) {
    const [before, after] = [
      text(at(change.before, "role")),
      text(context.resolver.attribute(change, ["role"])),
    ];
    if (before === role || after === role)
      add(change, ["policy"], { before: before === role, after: after === role });
  }
  for (const change of context.of("aws_iam_role")) {
    if (text(at(change.before, "arn")) !== arn && text(at(change.after, "arn")) !== arn) continue;
    const inline = (side: "before" | "after"): PolicyDocument[] =>
      elements(at(change[side], "inline_policy")).flatMap((each) => parsePolicy(at(each, "policy")) ?? []);
    if (!context.decides(change, ["inline_policy"])) continue;
    found.before.push(...inline("before"));
    found.after.push(...inline("after"));
    if (isMark(at(change.after, "inline_policy"))) found.unknown = true;
    if (change.action !== "none") found.causes.push(change);
  }
  for (const attachment of context.of("aws_iam_role_policy_attachment")) {
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

const lost = (step: AccessStep, actions: readonly string[]): Text =>
  say`${some(actions)} on ${some(step.where.values)}${step.statement.effect === "Deny" ? [" (denied)"] : []}${step.statement.sid === "" ? [] : say` (statement ${step.statement.sid})`}`;

function* narrowed(context: Context): Iterable<Hit> {
  for (const arn of replicationRoles(context).keys()) {
    if (!isInUse(context, arn)) continue;
    const { before, after, causes: changes, detached, denied, unknown } = permissions(context, arn);
    const base = say`replication role ${roleName(arn)}`;
    for (const [change, policy] of denied)
      yield { address: change.address, change, cause: say`${base} gets the policy ${policy}` };
    for (const [change, policy] of [...detached, ...lists(context, roleName(arn))])
      yield { address: change.address, change, cause: say`${base} loses the policy ${policy}${why(change)}` };
    const [change] = changes;
    if (!change || unknown) continue;
    for (const step of compareAccess(shared(before), shared(after)).losses) {
      const actions = needed(step);
      // Without its bucket, the permission is of no use.
      const open =
        step.where.not ||
        step.where.values.some(
          (each) => !context.bucketGoes(each.replace(/^arn:[^:]*:s3:::/, "").replace(/\/.*$/, "")),
        );
      if (actions.length === 0 || !open) continue;
      yield {
        address: change.address,
        change,
        attribute: "policy",
        cause: say`${base} loses ${lost(step, actions)}`,
      };
    }
  }
}

function* role(context: Context): Iterable<Hit> {
  for (const change of context.of("aws_iam_role")) {
    const arn = text(at(change.before, "arn"));
    if (arn === undefined || !replicationRoles(context).has(arn) || !isInUse(context, arn)) continue;
    const base = say`replication role ${roleName(arn)}`;
    if (change.action === "delete")
      yield { address: change.address, change, cause: say`${base} is deleted${why(change)}` };
    else if (change.action === "replace")
      yield { address: change.address, change, cause: say`${base} is replaced: ${causes(change)}` };
    else if (change.action === "update") {
      const { before, after } = context.pair(change, ["permissions_boundary"]);
      if (after !== before && !isNothing(after) && after !== "" && after !== UNKNOWN)
        yield {
          address: change.address,
          change,
          attribute: "permissions_boundary",
          cause: say`${base} gets the permissions boundary ${text(after) ?? "?"}, which can take permissions away`,
        };
    }
  }
  for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
    const arn = text(at(change.before, "arn"));
    if (
      kind.noun !== "trust policy" ||
      arn === undefined ||
      !replicationRoles(context).has(arn) ||
      change.action !== "update"
    )
      continue;
    for (const step of access?.losses ?? []) {
      const s3 = step.who.values.some((each) => each === "Service s3.amazonaws.com" || each === "*");
      if (!s3) continue;
      yield {
        address: change.address,
        change,
        sensitive,
        attribute,
        cause: say`S3 can no longer assume replication role ${roleName(arn)}${step.statement.conditions.length > 0 ? [" under a condition"] : []}`,
      };
    }
  }
}

const WRITES = [
  "s3:ReplicateObject",
  "s3:ReplicateDelete",
  "s3:ReplicateTags",
  "s3:ObjectOwnerOverrideToBucketOwner",
];
const READS = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
];

/** The roles that replicate from a bucket and to it, each with the actions that it needs there. */
function users(context: Context, bucket: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (role: string, actions: readonly string[]): void => {
    found.set(role, [...(found.get(role) ?? []), ...actions]);
  };
  for (const [role, configurations] of replicationRoles(context)) {
    const from = configurations.some((each) => text(at(each.before, "bucket")) === bucket);
    const to = configurations.some((each) =>
      rulesOf(each, each.before, undefined).some((rule) => rule.to === bucket || rule.to === undefined),
    );
    if (from) add(role, READS);
    if (to) add(role, WRITES);
  }
  return found;
}

/** The policy of a bucket that no longer lets the replication role read or write. */
function* destination(context: Context): Iterable<Hit> {
  if (replicationRoles(context).size === 0) return;
  for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
    if (kind.noun !== "bucket policy" || !access || access.losses.length === 0) continue;
    const bucket = text(at(change.before, "bucket")) ?? text(at(change.after, "bucket"));
    if (bucket === undefined || context.bucketGoes(bucket)) continue;
    for (const step of access.losses) {
      const { statement, what } = step;
      const denies = statement.effect === "Deny";
      const hit = [...users(context, bucket)].flatMap(([role, needs]) => {
        const actions = needs.filter(
          (action) =>
            what.values.some((each) => globsOverlap(each.toLowerCase(), action.toLowerCase())) !== what.not,
        );
        const applies = denies ? appliesTo(statement, role) : step.who.values.includes(role) ? "yes" : "no";
        return actions.length === 0 || applies === "no" ? [] : [{ role, actions, applies }];
      });
      if (hit.length === 0) continue;
      const actions = [...new Set(hit.flatMap((each) => each.actions))];
      const sure = hit.some(({ applies }) => applies === "yes");
      yield {
        address: change.address,
        change,
        sensitive,
        attribute,
        severity: sure ? "danger" : "warning",
        cause: say`bucket ${bucket}: ${some(hit.map(({ role }) => role))} ${[sure ? "loses" : "can lose"]} ${some(actions)}${statement.sid === "" ? [] : say` (statement ${statement.sid})`}`,
      };
    }
  }
}

function* roleChanged(context: Context): Iterable<Hit> {
  for (const change of context.of("aws_s3_bucket_replication_configuration")) {
    if (change.action !== "update") continue;
    const { before, after } = context.pair(change, ["role"]);
    if (text(before) === undefined || after === before || after === UNKNOWN) continue;
    yield {
      address: change.address,
      change,
      attribute: "role",
      cause: say`${name("role")} changes from ${text(before) ?? "?"} to ${text(after) ?? "unset"}`,
      severity: context.of("aws_iam_role").some((each) => text(at(each.after, "arn")) === after)
        ? "warning"
        : "danger",
    };
  }
}

export const replicationRole: readonly Family[] = [
  {
    id: "replication-role-narrowed",
    severity: "danger",
    varies: true,
    title: "The replication role loses permissions",
    why: "S3 accepts the configuration, but then objects fail to replicate. Only the alarm on failed operations shows it.",
    instead: "Keep the role, its trust and its permissions on the source, the destinations and their keys.",
    *find(context) {
      yield* narrowed(context);
      yield* role(context);
      yield* roleChanged(context);
    },
  },
  {
    id: "replication-destination-denied",
    severity: "danger",
    varies: true,
    title: "A bucket policy shuts out the replication role",
    why: "S3 accepts the policy, but then objects fail to replicate. Only the alarm on failed operations shows it.",
    instead: "Keep the role's permissions, and exempt it from every Deny statement.",
    find: destination,
  },
];
