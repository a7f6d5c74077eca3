import type { Change } from "../change";
import type { Context } from "../context";
import type { Hit } from "../finding";
import { policyChanges } from "../policy-changes";
import { LATER } from "../policy/document";
import { globsOverlap } from "../policy/glob";
import { appliesTo } from "../policy/requests";
import { isInUse, replicationRoles } from "../replication-roles";
import { rulesOf } from "../replication-rules";
import { say, some } from "../text";
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

/** The roles that replicate from a bucket and to it, each with the actions that it needs there. */
function users(context: Context, bucket: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (role: string, actions: readonly string[]): void => {
    found.set(role, [...(found.get(role) ?? []), ...actions]);
  };
  for (const [role, all] of replicationRoles(context)) {
    const configurations = all.filter((each) => !givesUp(context, each, role));
    const from = configurations.some((each) => text(at(each.before, "bucket")) === bucket);
    const to = configurations.some((each) =>
      rulesOf(each, each.before, undefined).some((rule) => rule.to === bucket || rule.to === undefined),
    );
    if (from) add(role, READS);
    if (to) add(role, WRITES);
  }
  return found;
}

/** True if the bucket of a configuration gets another role in this plan. The role then no longer replicates from it. */
function givesUp(context: Context, configuration: Change, role: string): boolean {
  const bucket = text(at(configuration.before, "bucket"));
  // A bucket also has the configuration as a computed attribute. The resource of its own decides.
  return context.of("aws_s3_bucket_replication_configuration").some((change) => {
    if (change.action !== "update" || text(at(change.before, "bucket")) !== bucket) return false;
    const after = context.resolver.symbol(change, ["role"]);
    return after !== undefined && !after.startsWith(LATER) && after !== role;
  });
}

/** The policy of a bucket that no longer lets the replication role read or write. */
export function* shutOutOfBuckets(context: Context): Iterable<Hit> {
  if (replicationRoles(context).size === 0) return;
  for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
    if (kind.noun !== "bucket policy" || !access) continue;
    const bucket = text(at(change.before, "bucket")) ?? text(at(change.after, "bucket"));
    if (bucket === undefined || context.bucketGoes(bucket)) continue;
    // A role without a configuration replicates nothing: the rules that it loses have a finding of their own.
    const replicating = [...users(context, bucket)].filter(([role]) => isInUse(context, role));
    if (replicating.length === 0) continue;
    for (const step of access.losses) {
      const { statement, what } = step;
      const denies = statement.effect === "Deny";
      const hit = replicating.flatMap(([role, needs]) => {
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
