import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { compareAccess, type AccessStep } from "../policy/access";
import { globsOverlap } from "../policy/glob";
import { parsePolicy, shared, type PolicyDocument } from "../policy/document";
import { policyChanges } from "../policy-changes";
import { isInUse, replicationRoles, roleName } from "../replication-roles";
import { name, say, some, type Text } from "../text";
import { UNKNOWN, at, elements, isMark, isNothing, text } from "../values";
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

interface Permissions {
  readonly before: PolicyDocument[];
  readonly after: PolicyDocument[];
  /** The changes that can be the cause. */
  readonly causes: Change[];
  /** A policy that is not part of this code. */
  readonly detached: (readonly [Change, string])[];
  unknown: boolean;
}

/** A role's own permissions: inline policies, policies of their own resource, and managed policies of this code. */
function permissions(context: Context, arn: string): Permissions {
  const role = roleName(arn);
  const found: Permissions = { before: [], after: [], causes: [], detached: [], unknown: false };
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
    if (!context.isConfigured(change, ["inline_policy"])) continue;
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
    else if (stays && attachment.action !== "none" && symbol !== policyArn) found.unknown = true;
  }
  return found;
}

const lost = (step: AccessStep, actions: readonly string[]): Text =>
  say`${some(actions)} on ${some(step.where.values)}${step.statement.effect === "Deny" ? [" (denied)"] : []}${step.statement.sid === "" ? [] : say` (statement ${step.statement.sid})`}`;

function* narrowed(context: Context): Iterable<Hit> {
  for (const arn of replicationRoles(context).keys()) {
    if (!isInUse(context, arn)) continue;
    const { before, after, causes: changes, detached, unknown } = permissions(context, arn);
    const base = say`replication role ${roleName(arn)}`;
    for (const [change, policy] of detached)
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

const REPLICATES = [
  "s3:replicateobject",
  "s3:replicatedelete",
  "s3:replicatetags",
  "s3:objectowneroverridetobucketowner",
];

/** The policy of a destination that no longer lets the replication role write. */
function* destination(context: Context): Iterable<Hit> {
  const roles = replicationRoles(context);
  if (roles.size === 0) return;
  for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
    if (kind.noun !== "bucket policy") continue;
    for (const step of access?.losses ?? []) {
      const actions = (step.what.not ? REPLICATES : step.what.values).filter((each) =>
        REPLICATES.some((action) => globsOverlap(each.toLowerCase(), action)),
      );
      const who = step.who.values.filter(
        (each) => roles.has(each) || (step.statement.effect === "Deny" && each === "*"),
      );
      if (actions.length === 0 || (who.length === 0 && !step.who.not)) continue;
      // A Deny with conditions, such as one for requests without TLS, usually spares the role.
      const conditions = step.statement.conditions;
      if (
        step.statement.effect === "Deny" &&
        conditions.length > 0 &&
        !conditions.some((each) => /principalarn/i.test(each.key) && !/not/i.test(each.operator))
      )
        continue;
      yield {
        address: change.address,
        change,
        sensitive,
        attribute,
        cause: say`bucket ${text(at(change.before, "bucket")) ?? text(at(change.after, "bucket")) ?? "?"}: ${some(who)} loses ${some(actions)}${step.statement.sid === "" ? [] : say` (statement ${step.statement.sid})`}`,
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
    title: "A bucket policy shuts out the replication role",
    why: "S3 accepts the policy, but then objects fail to replicate to the bucket. Only the alarm on failed operations shows it.",
    instead: "Keep the role's permissions, and exempt it from every Deny statement.",
    find: destination,
  },
];
