/**
 * The steps of a switch of the default encryption between S3 managed keys and KMS keys that are no risk of their own: the
 * policies allow the uploads of the new encryption, and the replication roles may use the keys.
 */
import { bucketEncryptions, switchesToKms } from "./bucket-encryption";
import type { Change } from "./change";
import type { Context } from "./context";
import type { KmsKey } from "./kms-keys";
import { readinessOf, type Readiness } from "./kms-readiness";
import type { AccessStep } from "./policy/access";
import { bucketPolicyAfter } from "./policy-after";
import { policyChanges, type PolicyChange } from "./policy-changes";
import { roleName } from "./replication-roles";
import { firstBy, table } from "./tables";
import { at, elements, text } from "./values";
import { WITH_OWN_KEY, WITH_S3_KEYS, deniedUploads, type Upload } from "./uploads";

/** Does a policy only stop to deny the uploads that its buckets now use? */
export function allowsNewEncryption(context: Context, policy: PolicyChange, step: AccessStep): boolean {
  if (step.kind !== "exemption" && step.kind !== "denial") return false;
  // Deletes, for example, have no encryption.
  if (step.what.not || step.what.values.some((action) => action.toLowerCase() !== "s3:putobject"))
    return false;
  const buckets = bucketsOf(context, policy);
  if (buckets.length === 0 || !policy.after?.whole) return false;
  const wanted = buckets.map((bucket) => expected(context, bucket));
  const shared = policy.kind.noun === "access point policy";
  return wanted.every((each) => {
    if (each === undefined) return false;
    const before = deniedUploads([step.statement], step, each.key);
    const after = deniedUploads(policy.after?.statements ?? [], step, each.key);
    if (before.size === 0) return false;
    const gained = [...before].filter((upload) => !after.has(upload));
    // The policy of an access point cannot name the key of each bucket. The policies of the buckets do.
    const denied = shared ? each.deniedByBucket : after;
    return gained.every((upload) => each.uploads.includes(upload) || (shared && denied.has(upload)));
  });
}

interface Expected {
  readonly key: KmsKey | undefined;
  /** The uploads that use the encryption of the bucket. */
  readonly uploads: readonly Upload[];
  readonly deniedByBucket: ReadonlySet<Upload>;
}

/** Undefined if the encryption of a bucket is not known, or if its objects would not replicate. */
function expected(context: Context, bucket: string): Expected | undefined {
  const encryption = bucketEncryptions(context).get(bucket);
  if (!encryption) return undefined;
  const { after, key } = encryption;
  const document = bucketPolicyAfter(context, bucket);
  const everyone = { who: ANYONE, where: { not: false, values: [`${encryption.arn}/*`] } };
  const deniedByBucket = deniedUploads(document?.statements ?? [], everyone, key);
  if (after === "s3") return { key: undefined, uploads: [WITH_S3_KEYS], deniedByBucket };
  if (after !== "kms" || !readinessOf(context, bucket)?.ready) return undefined;
  return { key, uploads: [WITH_OWN_KEY], deniedByBucket };
}

const ANYONE = { not: false, values: ["*"] };

/** The buckets that a policy is about. */
function bucketsOf(context: Context, { change }: PolicyChange): readonly string[] {
  if (change.type === "aws_s3_bucket_policy") {
    const bucket = text(at(change.before, "bucket")) ?? text(at(change.after, "bucket"));
    return bucket === undefined ? [] : [bucket];
  }
  return change.type === "aws_s3control_multi_region_access_point_policy"
    ? bucketsOfPoint(context, change)
    : [];
}

/** The access points by their name after the plan. */
const points = table((context) =>
  firstBy(context.of("aws_s3control_multi_region_access_point"), (each) => [
    at(each.after, "details", "name"),
  ]),
);

/** The buckets of the access point that a policy belongs to. */
export function bucketsOfPoint(context: Context, change: Change): readonly string[] {
  const name = at(change.before, "details", "name") ?? at(change.after, "details", "name");
  const point = text(name) === undefined ? undefined : points(context).get(name);
  const buckets = elements(at(point?.after, "details", "region")).map((each) => text(at(each, "bucket")));
  return buckets.every((each) => each !== undefined) ? buckets : [];
}

interface Gain {
  readonly policy: PolicyChange;
  readonly step: AccessStep;
  /** The replication role. */
  readonly role: string;
}

const gains = new WeakMap<Context, readonly Gain[]>();

/** The permissions that replication roles gain, and that their buckets need after a switch to KMS keys. */
export function replicationGains(context: Context): readonly Gain[] {
  const known = gains.get(context);
  if (known) return known;
  const byRole = new Map<string, Readiness & { readonly role: string }>();
  for (const encryption of bucketEncryptions(context).values()) {
    const one = switchesToKms(encryption) ? readinessOf(context, encryption.bucket) : undefined;
    if (one?.ready && one.role !== undefined) byRole.set(roleName(one.role), { ...one, role: one.role });
  }
  const found = [...(byRole.size === 0 ? [] : policyChanges(context))].flatMap((policy) => {
    if (policy.change.type !== "aws_iam_role_policy") return [];
    const one = byRole.get(text(context.resolver.attribute(policy.change, ["role"])) ?? "");
    if (!one) return [];
    const needed = (policy.access?.gains ?? []).filter((step) => isNeeded(one, step));
    return needed.map((step): Gain => ({ policy, step, role: one.role }));
  });
  gains.set(context, found);
  return found;
}

/** Exactly the actions of "Replicating encrypted objects" on the keys of the buckets, and only through S3. */
function isNeeded({ encryption, rules }: Readiness, { kind, what, where, statement }: AccessStep): boolean {
  if (kind !== "grant" || what.not || where.not) return false;
  const actions = what.values.map((each) => each.toLowerCase());
  const targets = rules.flatMap(({ key }) => key ?? []);
  return where.values.every((id) => {
    const target = targets.find((key) => key.id === id);
    const source = encryption.key?.id === id ? encryption.key : undefined;
    const allowed = [...(source ? ["kms:decrypt"] : []), ...(target ? ["kms:encrypt", "kms:decrypt"] : [])];
    const region = (source ?? target)?.region;
    return (
      actions.every((action) => allowed.includes(action)) &&
      statement.conditions.some(
        ({ operator, key, ifExists, values }) =>
          !ifExists &&
          /^string(equals|like)$/i.test(operator) &&
          key.toLowerCase() === "kms:viaservice" &&
          values.every((value) => value === `s3.${region}.amazonaws.com`),
      )
    );
  });
}

const gainedSteps = table((context) => new Set(replicationGains(context).map(({ step }) => step)));

export const isReplicationGain = (context: Context, step: AccessStep): boolean =>
  gainedSteps(context).has(step);
