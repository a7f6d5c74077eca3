import type { Change } from "../change";
import type { Context } from "../context";
import type { Hit } from "../finding";
import { policyChanges } from "../policy-changes";
import { LATER, type Named, type PolicyDocument } from "../policy/document";
import { globsOverlap } from "../policy/glob";
import { Part, named } from "../policy/part";
import { appliesTo } from "../policy/requests";
import { isInUse, replicationRoles } from "../replication-roles";
import { rulesOf } from "../replication-rules";
import { allBy, table } from "../tables";
import { also, say, some } from "../text";
import { at, text } from "../values";

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

/** The buckets that a role replicates from and to. */
interface Reach {
  readonly role: string;
  readonly from: ReadonlySet<string | undefined>;
  /** Contains undefined if a rule can replicate to any bucket. */
  readonly to: ReadonlySet<string | undefined>;
}

const reaches = table((context) => {
  const all = [...replicationRoles(context)].map(([role, changes]): Reach => {
    const configurations = changes.filter((each) => !givesUp(context, each, role));
    const rules = configurations.flatMap((each) => rulesOf(each, each.before, undefined));
    return {
      role,
      from: new Set(configurations.map((each) => text(at(each.before, "bucket")))),
      to: new Set(rules.map((rule) => rule.to)),
    };
  });
  return {
    anywhere: all.some(({ to }) => to.has(undefined)),
    all,
    byBucket: allBy(all, ({ from, to }) => [...from, ...to]),
  };
});

/** The roles that replicate from a bucket and to it, each with the actions that it needs there. */
function users(context: Context, bucket: string): readonly (readonly [string, readonly string[]])[] {
  const { all, anywhere, byBucket } = reaches(context);
  return (anywhere ? all : (byBucket.get(bucket) ?? [])).flatMap(({ role, from, to }) => {
    const actions = [
      ...(from.has(bucket) ? READS : []),
      ...(to.has(bucket) || to.has(undefined) ? WRITES : []),
    ];
    return actions.length === 0 ? [] : [[role, actions] as const];
  });
}

/** The updated configurations of each bucket. */
const updated = table((context) =>
  allBy(
    context.of("aws_s3_bucket_replication_configuration").filter(({ action }) => action === "update"),
    ({ before }) => [text(at(before, "bucket"))],
  ),
);

/** True if the bucket of a configuration gets another role in this plan. The role then no longer replicates from it. */
function givesUp(context: Context, configuration: Change, role: string): boolean {
  const bucket = text(at(configuration.before, "bucket"));
  // A bucket also has the configuration as a computed attribute. The resource of its own decides.
  return (updated(context).get(bucket) ?? []).some((change) => {
    const after = context.resolver.symbol(change, ["role"]);
    return after !== undefined && !after.startsWith(LATER) && after !== role;
  });
}

/** Did a policy deny an action to a role before? What is denied already is not lost. */
const deniedBefore = (
  policy: PolicyDocument | undefined,
  role: string,
  action: string,
  where: Named,
): boolean =>
  policy?.statements.some(
    (each) =>
      each.effect === "Deny" &&
      appliesTo(each, role) === "yes" &&
      new Part("Action", named(each, "Action")).covers({ not: false, values: [action] }) &&
      new Part("Resource", named(each, "Resource")).covers(where),
  ) ?? false;

/** The policy of a bucket that no longer lets the replication role read or write. */
export function* shutOutOfBuckets(context: Context): Iterable<Hit> {
  if (replicationRoles(context).size === 0) return;
  for (const { change, kind, attribute, access, before, sensitive } of policyChanges(context)) {
    if (kind.noun !== "bucket policy" || !access) continue;
    const bucket = text(at(change.before, "bucket")) ?? text(at(change.after, "bucket"));
    if (bucket === undefined || context.bucketGoes(bucket)) continue;
    // A role without a configuration replicates nothing: the rules that it loses have a finding of their own.
    const replicating = users(context, bucket).filter(([role]) => isInUse(context, role));
    if (replicating.length === 0) continue;
    for (const step of access.losses) {
      const { statement, what } = step;
      const denies = statement.effect === "Deny";
      const hit = replicating.flatMap(([role, needs]) => {
        const actions = needs.filter(
          (action) =>
            what.values.some((each) => globsOverlap(each.toLowerCase(), action.toLowerCase())) !== what.not &&
            !(denies && deniedBefore(before, role, action, step.where)),
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
        cause: say`bucket ${bucket}: ${some(hit.map(({ role }) => role))} ${[sure ? "loses" : "can lose"]} ${some(actions)}${statement.sid === "" ? [] : say` (statement ${statement.sid})`}${statement.conditions.length === 0 ? [] : also(statement.conditions)}`,
      };
    }
  }
}
