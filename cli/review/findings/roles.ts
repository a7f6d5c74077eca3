import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { compareAccess, type AccessStep } from "../policy/access";
import { conditionText } from "../policy/conditions";
import { globsOverlap } from "../policy/glob";
import { shared } from "../policy/document";
import { policyChanges } from "../policy-changes";
import { leavingBuckets } from "../leaving-region";
import { isInUse, replicationRoles, roleName } from "../replication-roles";
import { listed, permissions } from "../role-permissions";
import { name, say, some, type Text } from "../text";
import { UNKNOWN, at, isNothing, text } from "../values";
import { causes, why } from "../causes";
import { shutOutOfBuckets } from "./denials";

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

const lost = (step: AccessStep, actions: readonly string[]): Text =>
  say`${some(actions)} on ${some(step.where.values)}${step.statement.effect === "Deny" ? [" (denied)"] : []}${step.statement.sid === "" ? [] : say` (statement ${step.statement.sid})`}`;

const bucketIn = (arn: string): string => arn.replace(/^arn:[^:]*:s3:::/, "").replace(/\/.*$/, "");

function* narrowed(context: Context): Iterable<Hit> {
  for (const arn of replicationRoles(context).keys()) {
    if (!isInUse(context, arn)) continue;
    const { before, after, causes: changes, detached, denied, unknown } = permissions(context, arn);
    const base = say`replication role ${roleName(arn)}`;
    for (const [change, policy] of denied)
      yield { address: change.address, change, cause: say`${base} gets the policy ${policy}` };
    for (const [change, policy] of [...detached, ...listed(context, roleName(arn))])
      yield { address: change.address, change, cause: say`${base} loses the policy ${policy}${why(change)}` };
    const [change] = changes;
    if (!change || unknown) continue;
    for (const step of compareAccess(shared(before), shared(after)).losses) {
      const actions = needed(step);
      // Without its bucket, the permission is of no use.
      const open = step.where.not || step.where.values.some((each) => !context.bucketGoes(bucketIn(each)));
      if (actions.length === 0 || !open) continue;
      yield {
        address: change.address,
        change,
        attribute: "policy",
        cause: say`${base} loses ${lost(step, actions)}`,
        ...(!step.where.not &&
          step.where.values.every((each) => leavingBuckets(context).has(bucketIn(each))) && {
            severity: "warning",
          }),
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
        cause:
          step.statement.effect === "Allow" && step.kind === "condition"
            ? say`S3 can assume replication role ${roleName(arn)} only if ${step.conditions.before.map(conditionText).join(" and ")}`
            : say`S3 can no longer assume replication role ${roleName(arn)}${step.statement.conditions.length > 0 ? [" under a condition"] : []}`,
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
      // The identity also covers a role that this plan creates, such as for a bucket that it adopts.
      severity: context.of("aws_iam_role").some((each) => context.resolver.identity(each) === after)
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
    find: shutOutOfBuckets,
  },
];
