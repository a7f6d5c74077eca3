import type { Change } from "./change";
import type { Context } from "./context";
import { bucketName } from "./replication-rules";
import { at, text } from "./values";

const TYPES = ["aws_s3_bucket_replication_configuration", "aws_s3_bucket"] as const;
const roleOf = (change: Change, side: "before" | "after"): string | undefined =>
  text(
    at(change[side], ...(change.type === "aws_s3_bucket" ? ["replication_configuration", "role"] : ["role"])),
  );

const known = new WeakMap<Context, ReadonlyMap<string, readonly Change[]>>();

/** The roles that replicate, before the plan or after it: by ARN, with the configurations that use them. */
export function replicationRoles(context: Context): ReadonlyMap<string, readonly Change[]> {
  const done = known.get(context);
  if (done) return done;
  const roles = new Map<string, Change[]>();
  for (const change of context.of(...TYPES)) {
    for (const role of new Set([roleOf(change, "before"), roleOf(change, "after")])) {
      if (role === undefined) continue;
      const same = roles.get(role);
      if (same) same.push(change);
      else roles.set(role, [change]);
    }
  }
  known.set(context, roles);
  return roles;
}

/** The name in a role's ARN. */
export const roleName = (arn: string): string => arn.replace(/^.*\//, "");

/** True if a role replicates from a bucket that the plan does not delete. */
export function isInUse(context: Context, arn: string): boolean {
  return (replicationRoles(context).get(arn) ?? []).some((change) => {
    const bucket = bucketName(text(at(change.before, "bucket")) ?? text(at(change.after, "bucket")));
    return change.action !== "delete" && change.action !== "forget" && !context.bucketGoes(bucket);
  });
}
